import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';
import { startWatch } from '../support/watching.ts';

let registry: FixtureRegistry;
let user: CommandLine;
const running: ChildProcess[] = [];

beforeEach(async () => {
  registry = await startFixtureRegistry();
  user = await createCommandLine();
  registry.push(createImage({ seed: 'first' }), 'team/app', 'latest');
  const from = `--from=${registry.host}/team/app:latest`;
  const args = ['import-image', 'app', from, '--confirm', '--insecure', '--scheduled'];
  expect(await user.run(args)).toMatchObject({ status: 0 });
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  user.remove();
  await registry.stop();
});

/** A watch that goes on, and what it has said. */
function watch(...args: string[]) {
  const watching = startWatch(user, ...args);
  running.push(watching.child);
  return watching;
}

const push = (seed: string) => {
  const image = createImage({ seed });
  registry.push(image, 'team/app', 'latest');
  return image.digest;
};

async function digests(): Promise<string> {
  const { stdout } = await user.run(['get', 'is/app', '-o', 'jsonpath={.status.tags[0].items[*].image}']);
  return stdout;
}

describe('imagestream watch, as a process', () => {
  test('notices a push, and ends at SIGTERM with 143 and everything in place', async () => {
    const watching = watch();
    await watching.event('watching');
    const second = push('second');
    expect(await watching.event('changed')).toMatchObject({ namespace: 'default', stream: 'app', image: second });
    watching.child.kill('SIGTERM');
    expect(await watching.exit).toBe(143);
    expect((await digests()).split(' ')).toHaveLength(2);
    expect(await digests()).toContain(second);
    const folder = path.join(user.folder, '.imagestream/.watch');
    expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'looks.json']);
    expect(readFileSync(path.join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('ends at SIGINT with 130, also while it waits for another one', async () => {
    const first = watch();
    await first.event('watching');
    const second = watch();
    expect(await second.event('waiting')).toMatchObject({
      holder: expect.stringContaining(`process ${first.child.pid}`),
    });
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(130);
    first.child.kill('SIGINT');
    expect(await first.exit).toBe(130);
  });

  test('takes over when the one that watches is killed', async () => {
    const first = watch();
    await first.event('watching');
    const second = watch();
    await second.event('waiting');
    expect(second.text()).not.toContain('"watching"');
    first.child.kill('SIGKILL');
    await second.event('watching');
    const digest = push('after the end');
    expect(await second.event('changed')).toMatchObject({ image: digest });
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(143);
  });

  test('--once beside one that watches leaves it to that one', async () => {
    const first = watch();
    await first.event('watching');
    const { status, stdout, stderr } = await user.run(['watch', '--once']);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: expect.stringMatching(/^note: process \d+ on .* watches this store\n$/),
    });
  });

  test('--once does what is due, says what changed, and fails where a tag failed', async () => {
    expect(await user.run(['watch', '--once'])).toMatchObject({
      status: 0,
      stdout: '',
      stderr: expect.stringContaining('; 1 tag is not due before '),
    });
    const second = push('second');
    const changed = await user.run(['watch', '--once', '--now']);
    expect(changed).toMatchObject({ status: 0, stderr: expect.stringContaining('1 changed') });
    expect(changed.stdout).toMatch(/^\S+Z default\/app:latest changed to \S+@sha256:/);
    expect(changed.stdout).toContain(second);
    await registry.stop();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const failed = await user.run(['watch', '--once', '--interval', '1s']);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toMatch(/registry 127\.0\.0\.1:\d+ is down/);
    expect(failed.stderr).toContain('error: 1 of 1 tags could not be imported');
    expect(existsSync(path.join(user.folder, '.imagestream/.watch/lease'))).toBe(false);
  });

  test.each([
    [['--interval', 'soon'], 'invalid argument "soon" for "--interval" flag'],
    [['--interval', '1ms'], 'an interval is at least 1s'],
    [['--interval', '5x'], 'hint: A duration is written as 30s, 15m or 1h30m'],
    [['-o', 'yaml'], 'allowed formats are: json'],
    [['app'], 'watch takes no arguments'],
  ])('%j is refused before anything is done', async (args, message) => {
    const { status, stderr } = await user.run(['watch', ...args]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) });
    expect(existsSync(path.join(user.folder, '.imagestream/.watch'))).toBe(false);
  });
});
