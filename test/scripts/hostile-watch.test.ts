import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type EventSite, startEventSite } from '../support/event-site.ts';

let site: EventSite;
beforeEach(async () => {
  site = await startEventSite();
});
afterEach(() => site.stop());

/** Longer than the shortest interval, so that every tag is due again. */
const oneInterval = () => new Promise((resolve) => setTimeout(resolve, 1100));
const watchFolder = () => site.file('.imagestream/.watch');
const imported = (...args: string[]) => site.run('import-image', 'app', '--exec', site.note, ...args);
const lines = (...digests: string[]) => digests.map((digest) => `ImageStream app ${digest}`);

function replaceByLink(file: string, to: string): void {
  rmSync(file);
  symlinkSync(to, file);
}

/** The folder of the only sink. */
function sinkFolder(): string {
  const sinks = path.join(watchFolder(), 'sinks');
  return path.join(sinks, readdirSync(sinks)[0] as string);
}

/** A copy of the store as it is when the image was told of, as it could come out of a repository. */
async function told(seed: string): Promise<string> {
  site.push(seed);
  expect(await imported()).toMatchObject({ status: 0 });
  const kept = site.file('kept');
  rmSync(kept, { recursive: true, force: true });
  cpSync(watchFolder(), kept, { recursive: true, verbatimSymlinks: true });
  return kept;
}

describe('what came with a store in .watch', () => {
  test('silences nothing: a ledger that says that all was told', async () => {
    const kept = await told('second');
    // The same store as somebody else has it, who has been told of nothing but has the other's .watch.
    const { user } = site;
    user.env.IMAGESTREAM_STORE = site.file('clone');
    site.push('first');
    const from = `--from=${site.registry.host}/team/app:latest`;
    expect(await site.run('import-image', 'app', from, '--confirm', '--insecure')).toMatchObject({ status: 0 });
    cpSync(kept, site.file('clone/.watch'), { recursive: true });
    const digest = site.push('second');
    const first = await imported();
    expect(first.stderr).toMatch(/^warning: .*ledger.json is not used: it was not written there/);
    expect(first.stderr.match(/is not used/g)).toHaveLength(1);
    expect(site.told()).toEqual(lines(digest, digest));
    expect(await imported()).toMatchObject({ status: 0, stderr: '' });
    expect(site.told()).toHaveLength(2);
  });

  test.each<[string, (file: string) => void]>([
    ['removed', (file) => rmSync(file)],
    ['replaced by an older or a newer one of somebody else', (file) => writeFileSync(file, forged())],
    ['garbage', (file) => writeFileSync(file, Buffer.from([0, 255, 1, 254]))],
    ['empty', (file) => writeFileSync(file, '')],
    ['a link to somewhere else', (file) => replaceByLink(file, site.file('precious'))],
    ['a device', (file) => replaceByLink(file, '/dev/zero')],
  ])('does not make an event be forgotten that failed: a ledger that is %s', async (_name, change) => {
    await told('second');
    writeFileSync(site.file('precious'), 'precious');
    const digest = site.push('third');
    writeFileSync(site.file('status'), '1');
    expect((await imported('--event-retries=0')).status).toBe(1);
    rmSync(site.file('status'));
    change(path.join(sinkFolder(), 'ledger.json'));
    expect(await imported()).toMatchObject({ status: 0 });
    expect(site.told().slice(-2)).toEqual(lines(digest, digest));
    expect(await imported()).toMatchObject({ status: 0 });
    expect(site.told()).toHaveLength(3);
    expect(readFileSync(site.file('precious'), 'utf8')).toBe('precious');
  });

  /** A ledger that says of every image that there will be that it was told. */
  function forged(): string {
    const text = readFileSync(path.join(sinkFolder(), 'ledger.json'), 'utf8').replace(/"folder":"\d+"/, '"folder":"1"');
    return text.replaceAll(/sha256:[0-9a-f]{64}/g, site.push('third'));
  }

  test('silences nothing where it was written in place: nobody can have told of what is yet to come', async () => {
    await told('second');
    const file = path.join(sinkFolder(), 'ledger.json');
    const digest = site.push('third');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/sha256:[0-9a-f]{64}/g, digest));
    expect(await imported()).toMatchObject({ status: 0 });
    expect(site.told().at(-1)).toBe(lines(digest)[0]);
  });

  test('runs and ends nothing: tries of commands', async () => {
    await told('second');
    const running = path.join(sinkFolder(), 'running', 'a'.repeat(32));
    mkdirSync(running, { recursive: true });
    writeFileSync(path.join(running, 'process'), '-1\n');
    writeFileSync(path.join(running, 'status'), '0\n');
    const digest = site.push('third');
    expect(await imported()).toMatchObject({ status: 0 });
    expect(site.told().at(-1)).toBe(lines(digest)[0]);
    expect(existsSync(running)).toBe(true);
  });

  test('keeps no tag from being looked at: looks that are yet to come', async () => {
    const looks = path.join(watchFolder(), 'looks.json');
    // The first import was a look too: the next one is due a second after it.
    await oneInterval();
    expect(await site.run('watch', '--once', '--interval=1s')).toMatchObject({ status: 0 });
    const text = readFileSync(looks, 'utf8');
    const digest = site.push('third');
    writeFileSync(looks, text.replaceAll(/"at":\d+/g, '"at":99999999999999'));
    await oneInterval();
    expect(await site.run('watch', '--once', '--interval=1s')).toMatchObject({ status: 0 });
    expect((await site.run('get', 'is/app', '-o', 'yaml')).stdout).toContain(digest);
  });

  test('is said where it is looks of another folder, which are not used', async () => {
    expect(await site.run('watch', '--once', '--interval=1s')).toMatchObject({ status: 0 });
    await oneInterval();
    expect(await site.run('watch', '--once', '--interval=1s')).toMatchObject({ status: 0 });
    cpSync(watchFolder(), site.file('copy'), { recursive: true });
    renameSync(watchFolder(), site.file('moved'));
    cpSync(site.file('copy'), watchFolder(), { recursive: true });
    const { stderr } = await site.run('watch', '--once', '--interval=1s');
    expect(stderr).toContain('looks.json is not used: it was not written there');
  });
});
