import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine, projectRoot } from '../support/command-line.ts';

let user: CommandLine;
const endings: (() => void)[] = [];

beforeEach(async () => {
  user = await createCommandLine();
  expect(await user.run(['create', 'imagestream', 'first'])).toMatchObject({ status: 0 });
});

afterEach(() => {
  for (const end of endings.splice(0)) end();
  user.remove();
});

/** A shell that runs a command line with `imagestream` in it, and what it has said. */
function shell(line: string) {
  const bin = `"${process.execPath}" "${path.join(projectRoot(), 'bin/imagestream.js')}"`;
  const child = spawn('sh', ['-c', line.replaceAll('imagestream', bin)], {
    env: user.env,
    cwd: user.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.pid) process.kill(-child.pid, signal);
  };
  endings.push(() => kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = async (count: number): Promise<string[]> => {
    for (;;) {
      const whole = stdout.split('\n').slice(0, -1);
      if (whole.length >= count) return whole;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { kill, ended, lines, stderr: () => stderr };
}

describe('get --watch, as a process', () => {
  test('goes on below the list with what comes, changes and goes, until it is interrupted', async () => {
    const watching = shell(
      'exec imagestream get is -w -o custom-columns=NAME:.metadata.name,LABEL:.metadata.labels.tier',
    );
    expect(await watching.lines(2)).toEqual([
      expect.stringMatching(/^NAME +LABEL$/),
      expect.stringMatching(/^first +<none>$/),
    ]);
    await user.run(['create', 'imagestream', 'second']);
    expect((await watching.lines(3)).at(-1)).toMatch(/^second +<none>$/);
    await user.run(['label', 'is/first', 'tier=web']);
    expect((await watching.lines(4)).at(-1)).toMatch(/^first +web$/);
    await user.run(['delete', 'is/second']);
    expect((await watching.lines(5)).at(-1)).toMatch(/^second +<none>$/);
    watching.kill('SIGINT');
    expect(await watching.ended).toBe(130);
    expect(watching.stderr()).toBe('');
  });

  test('--watch-only leaves the list out, and a name leaves the others out', async () => {
    await user.run(['create', 'imagestream', 'other']);
    const watching = shell('exec imagestream get is/first --watch-only -o name');
    // What is there before it looks is no change: the label is set until one is seen.
    let seen = false;
    const first = watching.lines(1).then((all) => {
      seen = true;
      return all;
    });
    for (let turn = 0; !seen; turn++) {
      await user.run(['label', 'is/other', `turn=${turn}`, '--overwrite']);
      await user.run(['label', 'is/first', `turn=${turn}`, '--overwrite']);
    }
    expect(new Set(await first)).toEqual(new Set(['imagestream.image.openshift.io/first']));
    watching.kill('SIGTERM');
    expect(await watching.ended).toBe(143);
  });

  test('ends when nobody reads any more', async () => {
    const watching = shell('{ imagestream get is -w -o name; echo "code $?" >&2; } | head -1');
    expect(await watching.lines(1)).toEqual(['imagestream.image.openshift.io/first']);
    let ended = false;
    void watching.ended.then(() => (ended = true));
    for (let turn = 0; !ended; turn++) await user.run(['label', 'is/first', `turn=${turn}`, '--overwrite']);
    expect(watching.stderr()).toBe('code 0\n');
  });

  test.each([
    [['get', 'is,secrets', '-w'], 'error: you may only specify a single resource type\n'],
    [['get', 'is', 'a', 'b', '-w'], 'error: you may only specify a single resource type\n'],
  ])('%j is refused', async (args, stderr) => {
    expect(await user.run(args)).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining(stderr.trim()) });
  });
});

describe('get -f', () => {
  test('shows what files name, and says which is missing', async () => {
    const object = (name: string) =>
      `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: ${name}\n`;
    writeFileSync(path.join(user.folder, 'streams.yaml'), `${object('first')}---\n${object('absent')}`);
    expect(await user.run(['get', '-f', 'streams.yaml', '-o', 'name'])).toEqual({
      status: 1,
      stdout: 'imagestream.image.openshift.io/first\n',
      stderr: expect.stringMatching(
        /^Error from server \(NotFound\): imagestreams\.image\.openshift\.io "absent" not found\nhint: .*\n$/,
      ),
    });
  });

  test('takes files or names, not both', async () => {
    writeFileSync(path.join(user.folder, 'none.yaml'), '');
    expect(await user.run(['get', 'is', '-f', 'none.yaml'])).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('you may not specify resource arguments as well'),
    });
  });
});
