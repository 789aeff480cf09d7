import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DEPLOYMENT, type EventSite, startEventSite } from '../support/event-site.ts';
import { startWatch, type Watching } from '../support/watching.ts';

let site: EventSite;
let watching: Watching[];

beforeEach(async () => {
  watching = [];
  site = await startEventSite();
  writeFileSync(site.file('deployment.yaml'), DEPLOYMENT);
  expect(await site.run('apply', '-f', 'deployment.yaml')).toMatchObject({ status: 0 });
});
afterEach(async () => {
  for (const { child } of watching) child.kill('SIGKILL');
  await site.stop();
});

function watch(...args: string[]): Watching {
  const started = startWatch(site.user, '--exec', site.note, ...args);
  watching.push(started);
  return started;
}

async function stop(it: Watching, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  it.child.kill(signal);
  await it.exit;
}

describe('watch --exec', () => {
  test('says nothing of what was there before, and tells of a push', async () => {
    const first = watch();
    await first.event('watching');
    const digest = site.push('second');
    expect(await first.event('told')).toMatchObject({ kind: 'Deployment', name: 'web', outcome: 'exit code 0' });
    expect(site.told()).toEqual([`Deployment web ${digest}`]);
    await stop(first);
    const second = watch();
    await second.event('watching');
    const third = site.push('third');
    await second.event('told');
    expect(site.told()).toEqual([`Deployment web ${digest}`, `Deployment web ${third}`]);
  });

  test('tells of what others do meanwhile, and of what they did while nobody watched', async () => {
    const first = watch();
    await first.event('watching');
    const other = site.push('other');
    site.push('first');
    const source = `${site.registry.host}/team/app@${other}`;
    expect(await site.run('tag', source, 'app:latest', '--insecure')).toMatchObject({ status: 0 });
    await first.event('told');
    expect(site.told()).toEqual([`Deployment web ${other}`]);
    await stop(first);
    const another = site.push('another');
    expect(
      await site.run('tag', `${site.registry.host}/team/app@${another}`, 'app:latest', '--insecure'),
    ).toMatchObject({ status: 0 });
    const second = watch();
    await second.event('told');
    expect(site.told()).toEqual([`Deployment web ${other}`, `Deployment web ${another}`]);
  });

  test('follows a stream that was edited by hand', async () => {
    const first = watch();
    await first.event('watching');
    const other = site.push('other');
    site.push('first');
    const file = `${site.user.env.IMAGESTREAM_STORE}/namespaces/default/image.openshift.io/imagestreams/app.yaml`;
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace(/name: (\S+)\/team\/app:latest/, `name: $1/team/app@${other}`)

        .replace(/( {4}generation: )\d+(\n {4}importPolicy)/, '$1null$2'),
    );
    await first.event('told');
    expect(site.told()).toEqual([`Deployment web ${other}`]);
  });

  test('a command that fails does not keep the others from it, and is tried until it succeeds', async () => {
    const failing = ['--exec', 'test -e allowed && echo "late $IMAGESTREAM_NEW_DIGEST" >> told'];
    const first = watch(...failing);
    await first.event('watching');
    const digest = site.push('second');
    await first.event('told');
    expect(site.told()).toEqual([`Deployment web ${digest}`]);
    expect(await first.event('untold')).toMatchObject({ outcome: 'exit code 1', retry: expect.any(String) });
    writeFileSync(site.file('allowed'), '');
    await first.event('told', 2);
    expect(site.told()).toEqual([`Deployment web ${digest}`, `late ${digest}`]);
  });

  test('a command that succeeds after its watch was killed is not run again', async () => {
    writeFileSync(site.file('sleep'), '1');
    const first = watch();
    await first.event('watching');
    const digest = site.push('second');
    while (site.told().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await stop(first, 'SIGKILL');
    rmSync(site.file('sleep'));
    const second = watch();
    expect(await second.event('told')).toMatchObject({ outcome: 'exit code 0' });
    const third = site.push('third');
    await second.event('told', 2);
    expect(site.told()).toEqual([`Deployment web ${digest}`, `Deployment web ${third}`]);
  });

  test('a command that was killed with its watch is run again', async () => {
    writeFileSync(site.file('sleep'), '60');
    const first = watch();
    await first.event('watching');
    const digest = site.push('second');
    while (site.told().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await stop(first, 'SIGKILL');
    const { spawnSync } = await import('node:child_process');
    spawnSync('pkill', ['-KILL', '-f', site.user.folder]);
    rmSync(site.file('sleep'));
    const second = watch();
    expect(await second.event('told')).toMatchObject({ outcome: 'exit code 0' });
    expect(site.told()).toEqual([`Deployment web ${digest}`, `Deployment web ${digest}`]);
  });

  test('SIGTERM ends the command that runs, and the next watch runs it again', async () => {
    writeFileSync(site.file('sleep'), '60');
    const first = watch();
    await first.event('watching');
    const digest = site.push('second');
    while (site.told().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await stop(first);
    expect(await first.exit).toBe(143);
    rmSync(site.file('sleep'));
    const second = watch();
    await second.event('told');
    expect(site.told()).toEqual([`Deployment web ${digest}`, `Deployment web ${digest}`]);
  });

  test('an upstream that flaps is told of each time', async () => {
    const first = watch();
    await first.event('watching');
    const digests = [site.push('second')];
    await first.event('told');
    digests.push(site.push('first'));
    await first.event('told', 2);
    digests.push(site.push('second'));
    await first.event('told', 3);
    expect(site.told()).toEqual(digests.map((digest) => `Deployment web ${digest}`));
  });

  test('--once does what is due, and fails where a command fails', async () => {
    const once = (...args: string[]) =>
      site.run('watch', '--once', '--interval', '1s', '--exec', site.note, '--event-retries=0', ...args);
    expect(await once()).toMatchObject({ status: 0 });
    const digest = site.push('second');
    writeFileSync(site.file('status'), '4');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const failed = await once();
    expect(failed).toMatchObject({ status: 1, stderr: expect.stringContaining('error: not all is well') });
    expect(failed.stdout).toContain('could not tell the command "sh ./note.sh" (exit code 4)');
    rmSync(site.file('status'));
    const told = await once();
    expect(told).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('told the command "sh ./note.sh" (exit code 0)'),
    });
    expect(site.told()).toEqual([`Deployment web ${digest}`, `Deployment web ${digest}`]);
  });
});
