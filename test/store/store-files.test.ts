import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createLedgerFiles } from '../../src/store/beside/ledger-files.ts';
import { createWatchFiles } from '../../src/store/beside/watch-files.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { savedProject, saveProject } from '../../src/store/project-file.ts';

const onUnix = process.platform === 'win32' ? test.skip : test;

let above: string;
let directory: string;
beforeEach(() => {
  above = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'store-files-')));
  directory = path.join(above, 'store');
  mkdirSync(path.join(directory, FOLDER), { recursive: true });
});
afterEach(() => rmSync(above, { recursive: true, force: true }));

const FOLDER = 'namespaces/default/image.openshift.io/imagestreams';
const streams = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default' };
const key = { ...streams, name: 'app' };
const stream = (name = 'app'): KubeObject => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name },
});
const TEXT = 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: app\n';

const inStore = (...parts: string[]) => path.join(directory, ...parts);
const outside = () => readdirSync(path.join(above, 'outside'));
const refused = (file: string, why: string) =>
  expect.objectContaining({
    code: 'STORE_BROKEN',
    message: expect.stringMatching(`^${file.replaceAll('.', '\\.')}.*${why}`),
    hint: expect.any(String),
  });

/** Everything that reads one object's file, and changes it. */
const uses: readonly (readonly [what: string, use: () => Promise<unknown>])[] = [
  ['get', () => createDirectoryStore({ directory }).get(key)],
  ['list', () => createDirectoryStore({ directory }).list(streams)],
  ['list everywhere', () => createDirectoryStore({ directory }).list({ ...streams, namespace: undefined as never })],
  ['create', () => createDirectoryStore({ directory }).create(key, stream())],
  ['createMissing', () => createDirectoryStore({ directory }).createMissing([{ key, object: stream() }])],
  ['update', () => createDirectoryStore({ directory }).update(key, stream())],
  ['delete', () => createDirectoryStore({ directory }).delete(key)],
];

describe('a file of a store that is no regular one', () => {
  const file = () => inStore(FOLDER, 'app.yaml');

  const things: readonly (readonly [what: string, make: () => Promise<void> | void, why: string])[] = [
    ['a link to a device', () => symlinkSync('/dev/zero', file()), 'symbolic link'],
    ['a link to a file outside', () => linkTo(TEXT), 'symbolic link'],
    ['a link to nothing', () => symlinkSync('nowhere', file()), 'symbolic link'],
    ['a link in a circle', () => symlinkSync('app.yaml', file()), 'symbolic link'],
    ['a named pipe', () => void execFileSync('mkfifo', [file()]), 'named pipe'],
    ['a socket', () => listenOnce(file()), 'socket'],
  ];
  const linkTo = (text: string) => {
    writeFileSync(path.join(above, 'other.yaml'), text);
    symlinkSync(path.join(above, 'other.yaml'), file());
  };

  for (const [what, make, why] of things) {
    onUnix.each(uses)(`${what} is refused by %s`, async (_, use) => {
      await make();
      await expect(use()).rejects.toEqual(refused(file(), why));
    });
  }

  onUnix('does not keep a watch from being told of it', async () => {
    const store = createDirectoryStore({ directory });
    const { resourceVersion } = await store.list(streams);
    symlinkSync('/dev/zero', file());
    const changes = store.watch(streams, resourceVersion, new AbortController().signal);
    await expect(changes[Symbol.asyncIterator]().next()).rejects.toEqual(refused(file(), 'symbolic link'));
  });

  onUnix('may be the project file', async () => {
    symlinkSync('/dev/zero', inStore('.project'));
    expect(() => savedProject(directory)).toThrow(refused(inStore('.project'), 'symbolic link'));
  });

  onUnix('is not read for what is remembered of looks and of told events', async () => {
    mkdirSync(inStore('.watch/sinks/one'), { recursive: true });
    symlinkSync('/dev/zero', inStore('.watch/looks.json'));
    symlinkSync('/dev/zero', inStore('.watch/sinks/one/ledger.json'));
    // What came with the store is not believed, whatever it is.
    expect(await createWatchFiles({ directory }).read()).toEqual(new Map());
    expect(await createLedgerFiles({ directory }).read('one')).toBeUndefined();
  });

  onUnix('may be in the place of a lock, which is not opened, and cleared when it has stood still', async () => {
    execFileSync('mkfifo', [inStore(FOLDER, '.app.yaml.lock')]);
    let now = 0;
    const sleep = async (milliseconds: number) => {
      now += milliseconds;
    };
    await createDirectoryStore({ directory, now: () => now, sleep }).create(key, stream());
    expect(readdirSync(inStore(FOLDER))).toEqual(['app.yaml']);
  });
});

async function listenOnce(file: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(file, resolve));
  // Closing would remove the socket.
  server.unref();
}

describe('a folder of a store that leads out of it', () => {
  const linked = ['namespaces', 'namespaces/default', 'namespaces/default/image.openshift.io', FOLDER];

  for (const folder of linked) {
    onUnix.each(uses)(`${folder} is refused by %s`, async (_, use) => {
      rmSync(inStore(folder), { recursive: true });
      const target = path.join(above, 'outside');
      mkdirSync(target);
      symlinkSync(target, inStore(folder));
      await expect(use()).rejects.toEqual(refused(inStore(folder), 'symbolic link'));
      expect(outside()).toEqual([]);
    });
  }

  onUnix('is found while it is watched', async () => {
    const store = createDirectoryStore({ directory });
    const { resourceVersion } = await store.list(streams);
    rmSync(inStore(FOLDER), { recursive: true });
    mkdirSync(path.join(above, 'outside'));
    symlinkSync(path.join(above, 'outside'), inStore(FOLDER));
    const changes = store.watch(streams, resourceVersion, new AbortController().signal);
    await expect(changes[Symbol.asyncIterator]().next()).rejects.toEqual(refused(inStore(FOLDER), 'symbolic link'));
  });

  onUnix.each(['.watch', '.watch/sinks', '.watch/sinks/one'])('%s is not written through', async (folder) => {
    mkdirSync(path.dirname(inStore(folder)), { recursive: true });
    mkdirSync(path.join(above, 'outside'));
    symlinkSync(path.join(above, 'outside'), inStore(folder));
    const change = createLedgerFiles({ directory }).change('one', (ledger) => ({ ...ledger }));
    await expect(change).rejects.toEqual(refused(inStore(folder), 'symbolic link'));
    expect(outside()).toEqual([]);
  });

  onUnix('is not led into by the lease of a watch', async () => {
    symlinkSync('..', inStore('.watch'));
    const { lead, write } = createWatchFiles({ directory });
    const never = new AbortController().signal;
    const led = lead(
      never,
      () => false,
      async () => 'led',
    );
    await expect(led).rejects.toEqual(refused(inStore('.watch'), 'symbolic link'));
    await expect(write(new Map())).rejects.toThrow('by who has the lease');
    expect(existsSync(path.join(above, '.gitignore'))).toBe(false);
  });
});

describe('the directory of a store', () => {
  onUnix('may be a link itself: the user named it', async () => {
    const named = path.join(above, 'named');
    symlinkSync(directory, named);
    const store = createDirectoryStore({ directory: named });
    await store.create(key, stream());
    await saveProject(named, 'demo');
    expect(savedProject(named)).toBe('demo');
    expect((await store.list(streams)).items).toHaveLength(1);
    expect(readFileSync(inStore(FOLDER, 'app.yaml'), 'utf8')).toContain('name: app');
  });
});

describe('the size of a file', () => {
  const file = () => inStore(FOLDER, 'app.yaml');

  test('is bounded, and the bound is said', async () => {
    writeFileSync(file(), TEXT);
    truncateSync(file(), 20 << 20);
    await expect(createDirectoryStore({ directory }).get(key)).rejects.toMatchObject({
      code: 'STORE_BROKEN',
      message: `${file()} has 20971520 bytes, and at most 16777216 are read`,
      hint: 'If it is as large as it should be, set IMAGESTREAM_MAX_FILE_SIZE=20Mi',
    });
  });

  test.each([
    [TEXT.length, true],
    [TEXT.length - 1, false],
  ])('may be as large as somebody says: %d', async (largest, isRead) => {
    writeFileSync(file(), TEXT);
    const got = createDirectoryStore({ directory, largest }).get(key);
    if (isRead) expect((await got)?.metadata.name).toBe('app');
    else await expect(got).rejects.toThrow(`at most ${largest} are read`);
  });

  test('is bounded for what is written too: nothing changes where it could not be read again', async () => {
    const store = createDirectoryStore({ directory, largest: 400 });
    const long = { ...stream(), metadata: { name: 'app', annotations: { note: 'x'.repeat(400) } } };
    const refused = {
      code: 'STORE_IO',
      message: expect.stringMatching(/: it would have 5\d\d bytes, and at most 400 are read$/),
    };
    await expect(store.create(key, long)).rejects.toMatchObject({
      ...refused,
      hint: 'To store it all the same, set IMAGESTREAM_MAX_FILE_SIZE=1Mi',
    });
    await expect(store.createMissing([{ key, object: long }])).rejects.toMatchObject(refused);
    expect(await store.get(key)).toBeUndefined();
    await store.create(key, stream());
    await expect(store.update(key, long)).rejects.toMatchObject(refused);
    expect((await store.get(key))?.metadata.annotations).toBeUndefined();
    await createDirectoryStore({ directory, largest: 1000 }).update(key, long);
  });

  test('does not matter where memory of a smaller one is used again', async () => {
    const text = 'x'.repeat(100_000);
    writeFileSync(file(), `${TEXT}spec:\n  text: ${text}\n`);
    expect((await createDirectoryStore({ directory }).get(key))?.spec).toEqual({ text });
    writeFileSync(file(), TEXT);
    expect(await createDirectoryStore({ directory }).get(key)).not.toHaveProperty('spec');
  });
});
