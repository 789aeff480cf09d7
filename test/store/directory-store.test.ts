import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import type { Collection, ObjectStore } from '../../src/core/ports/object-store.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { type FileSystem, realFileSystem } from '../../src/store/files/file-system.ts';
import { holderName } from '../../src/store/locks/lock-holder.ts';
import { currentProcess } from '../../src/store/locks/process-identity.ts';
import { describeObjectStore } from './contract.ts';

describeObjectStore('the directory store', () => {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'store-'));
  const directory = path.join(parent, 'made', 'later');
  return {
    store: createDirectoryStore({ directory }),
    another: createDirectoryStore({ directory }),
    dispose: () => rmSync(parent, { recursive: true, force: true }),
  };
});

let directory: string;
let store: ObjectStore;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'store-'));
  store = createDirectoryStore({ directory });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const streams: Collection = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default' };
const key = { ...streams, name: 'app' };
const app = (fields: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'app' },
  ...fields,
});
const FILE = 'namespaces/default/image.openshift.io/imagestreams/app.yaml';
const TEXT = 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: app\n  namespace: default\n';

const file = (...parts: string[]) => path.join(directory, ...parts);
function put(name: string, text: string): void {
  mkdirSync(path.dirname(file(name)), { recursive: true });
  writeFileSync(file(name), text);
}
const filesIn = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => lstatSync(file(name)).isDirectory() === false)
    .map((name) => name.split(path.sep).join('/'))
    .sort();

const fails = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('the layout', () => {
  test('is the one of must-gather', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    await store.create(key, app());
    await store.create(
      { group: 'image.openshift.io', resource: 'images', name: digest },
      { apiVersion: 'image.openshift.io/v1', kind: 'Image', metadata: { name: digest } },
    );
    await store.create(
      { group: 'config.openshift.io', resource: 'images', name: 'cluster' },
      { apiVersion: 'config.openshift.io/v1', kind: 'Image', metadata: { name: 'cluster' } },
    );
    await store.create(
      { group: '', resource: 'secrets', namespace: 'toms-project', name: 'pull' },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pull' } },
    );
    expect(filesIn()).toEqual([
      'cluster-scoped-resources/config.openshift.io/images/cluster.yaml',
      `cluster-scoped-resources/image.openshift.io/images/sha256%3A${'a'.repeat(64)}.yaml`,
      FILE,
      'namespaces/toms-project/core/secrets/pull.yaml',
    ]);
    expect(readFileSync(file(FILE), 'utf8')).toBe(TEXT);
  });

  test('names cannot leave the store', async () => {
    const inner = path.join(directory, 'inner');
    const inside = createDirectoryStore({ directory: inner });
    for (const odd of ['..', '../..', '/etc', 'a/../../..']) {
      const place = { group: odd, resource: odd, namespace: odd, name: odd };
      await inside.create(place, { apiVersion: `${odd}/v1`, kind: 'X', metadata: { name: odd } }).catch(() => {});
      expect(readdirSync(directory)).toEqual(['inner']);
      expect(readdirSync(inner)).toEqual(['namespaces']);
    }
  });

  test('secrets are readable by their owner only', async () => {
    await store.create(
      { group: '', resource: 'secrets', namespace: 'a', name: 'pull' },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pull' } },
    );
    expect(statSync(file('namespaces/a/core/secrets/pull.yaml')).mode & 0o777).toBe(0o600);
  });

  test('no empty folder is left behind', async () => {
    await store.create(key, app());
    await store.create({ ...key, namespace: 'other' }, app());
    await store.delete({ ...key, namespace: 'other' });
    expect(readdirSync(file('namespaces'))).toEqual(['default']);
    await store.delete(key);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('files written by hand', () => {
  test('are read with comments, other order, other line ends and flow collections', async () => {
    put(
      FILE,
      '# ours\r\nkind: ImageStream\r\napiVersion: image.openshift.io/v1\r\nmetadata: {name: app, # x\r\n  labels: {a: "1"}}\r\n',
    );
    const object = await store.get(key);
    expect(object).toEqual({
      ...app(),
      metadata: { name: 'app', namespace: 'default', labels: { a: '1' }, resourceVersion: expect.any(String) },
    });
    const before = readFileSync(file(FILE));
    expect(await store.update(key, object as KubeObject)).toEqual(object);
    expect(readFileSync(file(FILE))).toEqual(before);
  });

  test('a version from a cluster in the file is not the version', async () => {
    put(FILE, `${TEXT}  resourceVersion: "42"\n`);
    const object = (await store.get(key)) as KubeObject;
    expect(object.metadata.resourceVersion).not.toBe('42');
    await store.update(key, { ...object, spec: {} });
    expect(readFileSync(file(FILE), 'utf8')).toBe(`${TEXT}spec: {}\n`);
  });

  test('an edit of the same length in the same moment is seen by who has just read and written', async () => {
    await store.create(key, app({ size: 1 }));
    const { mtime } = statSync(file(FILE));
    expect(await store.get(key)).toMatchObject({ size: 1 });
    put(FILE, readFileSync(file(FILE), 'utf8').replace('size: 1', 'size: 2'));
    utimesSync(file(FILE), mtime, mtime);
    expect(await store.get(key)).toMatchObject({ size: 2 });
    put(FILE, readFileSync(file(FILE), 'utf8').replace('size: 2', 'size: ['));
    await expect(store.get(key)).rejects.toEqual(fails('STORE_BROKEN', /app\.yaml:\d+:\d+: /));
    await expect(store.update(key, app())).rejects.toEqual(fails('STORE_BROKEN', /app\.yaml:\d+:\d+: /));
  });

  test.each([10_000, 70_000, 300_000])('a file of %i characters is read whole', async (length) => {
    const text = 'x'.repeat(length);
    await store.create(key, app({ text }));
    expect(await createDirectoryStore({ directory }).get(key)).toMatchObject({ text });
    await store.create({ ...key, name: 'other' }, { ...app({ text: 'y' }), metadata: { name: 'other' } });
    const { items } = await createDirectoryStore({ directory }).list(streams);
    expect(items).toMatchObject([{ text }, { text: 'y' }]);
  });

  test('an edit is a change: Conflict for who read before', async () => {
    const object = await store.create(key, app());
    writeFileSync(file(FILE), `${TEXT}spec: {}\n`);
    await expect(store.update(key, { ...object, spec: { a: 1 } })).rejects.toEqual(fails('STATUS', /modified/));
    expect(readFileSync(file(FILE), 'utf8')).toBe(`${TEXT}spec: {}\n`);
  });

  test.each<[string, string, string, RegExp]>([
    ['broken YAML', 'a: [\n', 'STORE_BROKEN', /app\.yaml:\d+:\d+: /],
    ['a duplicate key', `${TEXT}spec: 1\nspec: 2\n`, 'STORE_BROKEN', /app\.yaml:7:1: /],
    ['an empty file', '', 'STORE_BROKEN', /app\.yaml: the file is not an object/],
    ['a list', '- a\n', 'STORE_BROKEN', /app\.yaml: the file is not an object/],
    [
      'another kind',
      TEXT.replace('ImageStream', 'Image'),
      'STORE_BROKEN',
      /app\.yaml: Image of image\.openshift\.io\/v1 does not belong/,
    ],
    ['an unknown kind', TEXT.replace('ImageStream', 'Foo'), 'STORE_BROKEN', /app\.yaml: Foo /],
    ['another group', TEXT.replace('image.openshift.io/v1', 'v1'), 'STORE_BROKEN', /app\.yaml: ImageStream of v1/],
    ['another name', TEXT.replace('app', 'web'), 'STORE_BROKEN', /app\.yaml: metadata\.name is "web"/],
    [
      'another namespace',
      TEXT.replace('default', 'other'),
      'STORE_BROKEN',
      /app\.yaml: metadata\.namespace is "other"/,
    ],
    ['no metadata', TEXT.slice(0, TEXT.indexOf('metadata')), 'STORE_BROKEN', /app\.yaml: metadata is missing/],
    [
      'no name',
      'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {}\n',
      'STORE_BROKEN',
      /name is missing/,
    ],
    ['no kind', 'apiVersion: v1\nmetadata: {name: app}\n', 'STORE_BROKEN', /kind is missing/],
  ])('%s fails every call that touches it, and is left alone', async (_, text, code, message) => {
    put(FILE, text);
    const expected = fails(code, message);
    await expect(store.get(key)).rejects.toEqual(expected);
    await expect(store.list(streams)).rejects.toEqual(expected);
    await expect(store.update(key, app())).rejects.toEqual(expected);
    await expect(store.delete(key)).rejects.toEqual(expected);
    await expect(store.create(key, app())).rejects.toEqual(fails('STATUS', /already exists/));
    expect(readFileSync(file(FILE), 'utf8')).toBe(text);
    expect(filesIn()).toEqual([FILE]);
  });

  test('bytes that are not UTF-8 are broken, with their place', async () => {
    mkdirSync(path.dirname(file(FILE)), { recursive: true });
    writeFileSync(file(FILE), Buffer.concat([Buffer.from(`${TEXT}a: ü`), Buffer.from([0xff, 0x0a])]));
    await expect(store.get(key)).rejects.toEqual(fails('STORE_BROKEN', /app\.yaml:6:5: .*UTF-8/));
  });

  test('a file name that does not fit the name is broken, and the message says the right one', async () => {
    put(FILE.replace('app.yaml', 'App.yaml'), TEXT.replace('app', 'App'));
    await expect(store.list(streams)).rejects.toEqual(
      expect.objectContaining({ code: 'STORE_BROKEN', hint: expect.stringContaining('%41pp.yaml') }),
    );
  });

  test('a folder where a file should be is an error with its path', async () => {
    mkdirSync(file(FILE), { recursive: true });
    await expect(store.get(key)).rejects.toEqual(fails('STORE_IO', /^cannot read .*app\.yaml: a directory is/));
    await expect(store.list(streams)).rejects.toEqual(fails('STORE_IO', /app\.yaml/));
    await expect(store.create(key, app())).rejects.toEqual(fails('STORE_IO', /app\.yaml/));
  });

  test('a file where a folder should be is an error with its path', async () => {
    put('namespaces/default', 'x');
    await expect(store.get(key)).rejects.toEqual(fails('STORE_IO', /imagestreams/));
    await expect(store.list(streams)).rejects.toEqual(fails('STORE_IO', /imagestreams/));
    await expect(store.create(key, app())).rejects.toEqual(fails('STORE_IO', /imagestreams/));
    expect(await store.namespaces()).toEqual([]);
  });

  test('notes, hidden files, locks and temporary files are no objects', async () => {
    await store.create(key, app());
    for (const name of ['README.md', '.hidden.yaml', '.app.yaml.tmp', '.web.yaml.lock', '.gitkeep']) {
      put(path.join(path.dirname(FILE), name), 'x');
    }
    put('namespaces/.git/image.openshift.io/imagestreams/x.yaml', 'x');
    put('namespaces/notes.txt', 'x');
    put('namespaces/empty/image.openshift.io/imagestreams/.gitkeep', '');
    const { items } = await store.list({ group: 'image.openshift.io', resource: 'imagestreams' });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['app']);
    expect(await store.namespaces()).toEqual(['default']);
  });
});

describe('writing', () => {
  test('what is equal is not written', async () => {
    const created = await store.create(key, app({ spec: { a: 1 } }));
    utimesSync(file(FILE), 1000, 1000);
    await store.update(key, created);
    expect(statSync(file(FILE)).mtimeMs).toBe(1_000_000);
  });

  test('keeps the permissions of the file', async () => {
    await store.create(key, app());
    chmodSync(file(FILE), 0o640);
    await store.update(key, app({ spec: {} }));
    expect(statSync(file(FILE)).mode & 0o777).toBe(0o640);
  });

  test('a store behind a symbolic link is a store', async () => {
    mkdirSync(file('real'));
    symlinkSync(file('real'), file('link'));
    const linked = createDirectoryStore({ directory: file('link') });
    await linked.create(key, app());
    await linked.update(key, app({ spec: {} }));
    expect((await createDirectoryStore({ directory: file('real') }).get(key))?.spec).toEqual({});
    await linked.delete(key);
    expect(lstatSync(file('link')).isSymbolicLink()).toBe(true);
  });

  test('refuses a file that is a symbolic link, and leaves it and its target alone', async () => {
    put(FILE, '');
    rmSync(file(FILE));
    writeFileSync(file('target'), TEXT);
    symlinkSync(file('target'), file(FILE));
    const updated = store.update(key, app({ spec: {} }));
    await expect(updated).rejects.toEqual(fails('STORE_BROKEN', /app\.yaml is a symbolic link/));
    expect(lstatSync(file(FILE)).isSymbolicLink()).toBe(true);
    expect(readFileSync(file('target'), 'utf8')).toBe(TEXT);
  });

  test('never writes through a link that lies where the lock will be', async () => {
    await store.create(key, app());
    mkdirSync(file('target'));
    const link = file(path.dirname(FILE), '.app.yaml.lock');
    symlinkSync(file('target'), link);
    lutimesSync(link, 1, 1);
    await store.update(key, app({ spec: {} }));
    expect(readdirSync(file('target'))).toEqual([]);
    expect(existsSync(link)).toBe(false);
  });
});

describe('faults of the file system', () => {
  const fault = (code: string) => Object.assign(new Error(`${code}: staged`), { code });
  const failing = (name: keyof FileSystem, code: string, when: (...args: never[]) => boolean = () => true) => {
    const real = realFileSystem[name] as (...args: never[]) => unknown;
    const fs = {
      ...realFileSystem,
      [name]: (...args: never[]) => {
        if (when(...args)) throw fault(code);
        return real(...args);
      },
    };
    return createDirectoryStore({ directory, fs });
  };

  test.each<[keyof FileSystem, string, RegExp]>([
    ['write', 'ENOSPC', /^cannot write .*app\.yaml: no space is left/],
    ['write', 'EDQUOT', /^cannot write .*app\.yaml: the disk quota/],
    ['write', 'EIO', /^cannot write .*app\.yaml: the device reported/],
    ['sync', 'EIO', /^cannot write .*app\.yaml: the device reported/],
    ['sync', 'ENOSPC', /^cannot write .*app\.yaml: no space is left/],
    ['create', 'EACCES', /^cannot write .*app\.yaml: permission denied/],
    ['create', 'EROFS', /^cannot write .*app\.yaml: the file system is read-only/],
    ['create', 'EMFILE', /^cannot write .*app\.yaml: too many files/],
    ['rename', 'EACCES', /^cannot write .*app\.yaml: permission denied/],
    ['rename', 'EISDIR', /^cannot write .*app\.yaml: a directory is/],
    ['close', 'EIO', /^cannot write .*app\.yaml: the device reported/],
    ['changeMode', 'EIO', /^cannot write .*app\.yaml: the device reported/],
    ['makeFolder', 'EACCES', /^cannot lock .*app\.yaml\.lock: permission denied/],
    ['makeFolder', 'EROFS', /^cannot lock .*app\.yaml\.lock: the file system is read-only/],
    ['makeFolder', 'ENOSPC', /^cannot lock .*app\.yaml\.lock: no space is left/],
    ['makeFolder', 'EWEIRD', /^cannot lock .*app\.yaml\.lock: EWEIRD: staged/],
    ['read', 'EACCES', /^cannot read .*app\.yaml: permission denied/],
    ['read', 'EMFILE', /^cannot read .*app\.yaml: too many files/],
  ])('%s fails with %s: one sentence with the path, nothing changed, nothing left', async (call, code, message) => {
    await store.create(key, app());
    // A lock is put in place as a file is.
    const broken = failing(call, code, (...args: string[]) => call !== 'rename' || !args[1]?.endsWith('.lock'));
    await expect(broken.update(key, app({ spec: {} }))).rejects.toEqual(fails('STORE_IO', message));
    expect(readFileSync(file(FILE), 'utf8')).toBe(TEXT);
    expect(filesIn()).toEqual([FILE]);
    expect((await store.update(key, app({ spec: {} }))).spec).toEqual({});
  });

  test.each<[keyof FileSystem, string]>([
    ['makeFolders', 'EACCES'],
    ['makeFolders', 'EROFS'],
    ['write', 'ENOSPC'],
  ])('%s fails with %s when an object is created', async (call, code) => {
    const broken = failing(call, code);
    await expect(broken.create(key, app())).rejects.toEqual(fails('STORE_IO', /^cannot write .*imagestreams/));
    expect(filesIn()).toEqual([]);
  });

  test.each(['EMFILE', 'ENFILE'])('objects that are created together make do with few open files: %s', async (code) => {
    const open = new Set<number>();
    let most = 0;
    const fs: FileSystem = {
      ...realFileSystem,
      create(name, mode) {
        if (open.size === 3) throw fault(code);
        const descriptor = realFileSystem.create(name, mode);
        most = Math.max(most, open.add(descriptor).size);
        return descriptor;
      },
      close(descriptor) {
        open.delete(descriptor);
        realFileSystem.close(descriptor);
      },
    };
    const names = Array.from({ length: 50 }, (_, n) => `app-${n}`);
    const objects = names.map((name) => ({ key: { ...streams, name }, object: app({ metadata: { name } }) }));
    await createDirectoryStore({ directory, fs }).createMissing(objects);
    expect((await store.list(streams)).items).toHaveLength(50);
    expect(most).toBe(3);
  });

  test('a listing that the system refuses is no empty one', async () => {
    await expect(failing('list', 'EACCES').list(streams)).rejects.toEqual(
      fails('STORE_IO', /^cannot list .*imagestreams/),
    );
    await expect(failing('list', 'EMFILE').namespaces()).rejects.toEqual(
      fails('STORE_IO', /^cannot list .*namespaces/),
    );
  });

  test('a removal that the system refuses', async () => {
    await store.create(key, app());
    const broken = failing('rename', 'EACCES', ((name: string) => name.endsWith('app.yaml')) as never);
    await expect(broken.delete(key)).rejects.toEqual(
      fails('STORE_IO', /^cannot remove .*app\.yaml: permission denied/),
    );
    expect(filesIn()).toEqual([FILE]);
  });

  test('writes that are cut short are continued', async () => {
    const fs = {
      ...realFileSystem,
      write: (descriptor: number, bytes: Uint8Array) => realFileSystem.write(descriptor, bytes.subarray(0, 7)),
    };
    await createDirectoryStore({ directory, fs }).create(key, app());
    expect(readFileSync(file(FILE), 'utf8')).toBe(TEXT);
  });

  test('a device that accepts nothing is no endless loop', async () => {
    const broken = createDirectoryStore({ directory, fs: { ...realFileSystem, write: () => 0 } });
    await expect(broken.create(key, app())).rejects.toEqual(fails('STORE_IO', /app\.yaml/));
    expect(filesIn()).toEqual([]);
  });

  test('a device that cannot confirm the renaming: the error says that it is written', async () => {
    let folder = -1;
    const fs: FileSystem = {
      ...realFileSystem,
      openFolder(name) {
        folder = realFileSystem.openFolder(name);
        return folder;
      },
      sync: (descriptor) => (descriptor === folder ? Promise.reject(fault('EIO')) : realFileSystem.sync(descriptor)),
    };
    await store.create(key, app());
    const broken = createDirectoryStore({ directory, fs });
    await expect(broken.update(key, app({ spec: {} }))).rejects.toEqual(
      fails('STORE_IO', /app\.yaml was written, but/),
    );
    expect(filesIn()).toEqual([FILE]);
    expect((await store.get(key))?.spec).toEqual({});
  });

  test.each(['EINVAL', 'EPERM'])('a system that cannot sync folders (%s) is good enough', async (code) => {
    const fs: FileSystem = {
      ...realFileSystem,
      openFolder() {
        throw fault(code);
      },
    };
    await createDirectoryStore({ directory, fs }).create(key, app());
    expect(filesIn()).toEqual([FILE]);
  });

  const leaveByDead = () => {
    const dead = holderName({ ...currentProcess(), pid: 2 ** 22 + 1, token: 'x-1' });
    put(path.join(path.dirname(FILE), '.app.yaml.lock', dead, 'content'), 'half a fi');
  };

  test('what a writer left that died before the renaming is not seen, and cleared by the next one', async () => {
    await store.create(key, app());
    leaveByDead();
    expect(await store.get(key)).toEqual(expect.objectContaining({ kind: 'ImageStream' }));
    expect((await store.list(streams)).items).toHaveLength(1);
    await store.update(key, app({ spec: {} }));
    expect(filesIn()).toEqual([FILE]);
    leaveByDead();
    await store.delete(key);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('what dead writers left of other objects is cleared as well, but not what a living one has', async () => {
    const place = path.dirname(FILE);
    const lockOf = (pid: number, token: string) => holderName({ ...currentProcess(), pid, token });
    const dead = lockOf(2 ** 22 + 1, 'x-1');
    const living = lockOf(process.pid, 'x-2');
    for (const name of [`.web.yaml.lock/${dead}/content`, `.api.yaml.lock/${living}/content`, '.notes.txt']) {
      put(path.join(place, name), 'half a fi');
    }
    mkdirSync(file(place, '.web.yaml.lock.x-3', lockOf(2 ** 22 + 1, 'x-3')), { recursive: true });
    mkdirSync(file(place, '.job.yaml.lock.x-4'));
    mkdirSync(file(place, '.job.yaml.lock'));
    await store.create(key, app());
    expect(filesIn()).toEqual([`${place}/.api.yaml.lock/${living}/content`, `${place}/.notes.txt`, FILE]);
    expect(readdirSync(file(place))).toEqual(['.api.yaml.lock', '.notes.txt', path.basename(FILE)]);
  });

  test('a folder that is removed as an empty one just when it is needed is made again', async () => {
    let removed = 0;
    const fs: FileSystem = {
      ...realFileSystem,
      makeFolder(name) {
        if (removed++ < 3 && existsSync(path.dirname(name))) rmSync(path.dirname(name), { recursive: true });
        realFileSystem.makeFolder(name);
      },
    };
    await createDirectoryStore({ directory, fs }).create(key, app());
    expect(filesIn()).toEqual([FILE]);
  });
});

describe('what commands cost', () => {
  function counting() {
    const calls: string[] = [];
    const fs = Object.fromEntries(
      Object.entries(realFileSystem).map(([name, call]) => [
        name,
        (...args: unknown[]) => {
          calls.push(name);
          return (call as (...args: unknown[]) => unknown)(...args);
        },
      ]),
    ) as unknown as FileSystem;
    return { calls, counted: createDirectoryStore({ directory, fs }) };
  }

  test('one object is one read', async () => {
    await store.create(key, app());
    const { calls, counted } = counting();
    await counted.get(key);
    expect(calls).toEqual(['read']);
  });

  test('a list of one namespace reads one folder', async () => {
    await store.create(key, app());
    await store.create({ ...key, namespace: 'other' }, app());
    const { calls, counted } = counting();
    await counted.list(streams);
    expect(calls).toEqual(['list', 'read']);
  });

  test('an update that changes nothing takes no lock', async () => {
    const created = await store.create(key, app());
    const { calls, counted } = counting();
    await counted.update(key, created);
    expect(calls).toEqual(['read']);
  });
});

describe('watching files', () => {
  test('a watch outlives a file that is broken for a moment', async () => {
    await store.create(key, app());
    const { resourceVersion } = await store.list(streams);
    const abort = new AbortController();
    const events = store.watch(streams, resourceVersion, abort.signal)[Symbol.asyncIterator]();
    expect((await events.next()).value).toEqual({ type: 'BOOKMARK', resourceVersion });
    const next = events.next();
    writeFileSync(file(FILE), 'half: [');
    setTimeout(() => writeFileSync(file(FILE), `${TEXT}spec: {}\n`), 100);
    expect((await next).value).toEqual({ type: 'MODIFIED', object: expect.objectContaining({ spec: {} }) });
    abort.abort();
    expect((await events.next()).done).toBe(true);
  });

  test('changes are found where the system cannot report them', async () => {
    const fs: FileSystem = {
      ...realFileSystem,
      watch() {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      },
    };
    const polling = createDirectoryStore({
      directory,
      fs,
      sleep: (milliseconds, signal) =>
        new Promise((resolve) => {
          setTimeout(resolve, milliseconds / 50);
          signal?.addEventListener('abort', () => resolve(), { once: true });
        }),
    });
    const { resourceVersion } = await polling.list(streams);
    const abort = new AbortController();
    const events = polling.watch(streams, resourceVersion, abort.signal)[Symbol.asyncIterator]();
    await events.next();
    const next = events.next();
    await store.create(key, app());
    expect((await next).value).toEqual({ type: 'ADDED', object: expect.objectContaining({ kind: 'ImageStream' }) });
    abort.abort();
  });
});
