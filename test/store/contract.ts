import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import type { Collection, ObjectKey, ObjectStore, WatchEvent } from '../../src/core/ports/object-store.ts';

export interface StoreUnderTest {
  store: ObjectStore;
  /** Another client of the same data, where the store can have one. */
  another?: ObjectStore;
  dispose?(): Promise<void> | void;
}

const streams = (namespace?: string): Collection => ({
  group: 'image.openshift.io',
  resource: 'imagestreams',
  ...(namespace === undefined ? {} : { namespace }),
});
const streamKey = (name: string, namespace = 'default'): ObjectKey => ({ ...streams(namespace), name });
const imageKey = (name: string): ObjectKey => ({ group: 'image.openshift.io', resource: 'images', name });
const secretKey = (name: string, namespace = 'default'): ObjectKey => ({
  group: '',
  resource: 'secrets',
  namespace,
  name,
});

const stream = (name: string, fields: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name },
  ...fields,
});
const image = (name: string): KubeObject => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'Image',
  metadata: { name },
});

const clusterImageConfig: KubeObject = {
  apiVersion: 'config.openshift.io/v1',
  kind: 'Image',
  metadata: { name: 'cluster' },
};
const secret = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } });

const reason = (reason: string, message?: string) =>
  expect.objectContaining({
    code: 'STATUS',
    status: expect.objectContaining({ reason, ...(message === undefined ? {} : { message }) }),
  });

/** Reads a watch event by event. `BOOKMARK`s are remembered and skipped by `next`. */
class Watcher {
  readonly #iterator: AsyncIterator<WatchEvent<KubeObject>>;
  readonly #abort = new AbortController();
  bookmark = '';

  constructor(store: ObjectStore, collection: Collection, version: string) {
    this.#iterator = store.watch(collection, version, this.#abort.signal)[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    for (;;) {
      const { value, done } = await this.#iterator.next();
      if (done) return 'end';
      if (value.type === 'BOOKMARK') this.bookmark = value.resourceVersion;
      else return `${value.type} ${value.object.metadata.namespace ?? ''}/${value.object.metadata.name}`;
    }
  }

  async nextBookmark(): Promise<string> {
    const { value } = await this.#iterator.next();
    if (value?.type !== 'BOOKMARK') throw new Error(`expected a bookmark, got ${JSON.stringify(value)}`);
    return value.resourceVersion;
  }

  async stop(): Promise<string> {
    const last = this.next();
    this.#abort.abort();
    return last;
  }
}

/** What every ObjectStore does. `factory` gives an empty store for each test. */
export function describeObjectStore(name: string, factory: () => Promise<StoreUnderTest> | StoreUnderTest): void {
  describe(`${name} is an object store`, () => {
    let made: StoreUnderTest;
    let store: ObjectStore;
    beforeEach(async () => {
      made = await factory();
      store = made.store;
    });
    afterEach(async () => {
      await made.dispose?.();
    });
    const names = async (collection: Collection) =>
      (await store.list(collection)).items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);

    describe('get and create', () => {
      test('nothing is found in an empty store', async () => {
        expect(await store.get(streamKey('app'))).toBeUndefined();
        expect(await names(streams())).toEqual([]);
        expect(await names(streams('nowhere'))).toEqual([]);
        expect(await store.namespaces()).toEqual([]);
      });

      test('what was created is found again, with place and version and every unknown field', async () => {
        const fields = {
          spec: {
            tags: [{ name: '2.4', annotations: null, generation: 9007199254740991, x: 1.5 }],
            empty: {},
            list: [],
          },
          unknown: { 'a.b/c': 'line one\nline two\n', yes: 'no', deep: [[['x']], { y: [{ z: true }] }] },
        };
        const created = await store.create(streamKey('app'), stream('app', fields));
        expect(created.metadata).toEqual({
          name: 'app',
          namespace: 'default',
          resourceVersion: expect.stringMatching(/./),
        });
        expect(created).toEqual({ ...stream('app', fields), metadata: created.metadata });
        expect(await store.get(streamKey('app'))).toEqual(created);
      });

      test('of several objects those are stored that are not there', async () => {
        await store.create(imageKey('b'), { ...image('b'), text: 'old' });
        const names = ['c', 'a', 'b', 'a', ...Array.from({ length: 300 }, (_, n) => `x${n}`)];
        await store.createMissing(
          names.map((name) => ({ key: imageKey(name), object: { ...image(name), text: 'new' } })),
        );
        const { items } = await store.list({ group: 'image.openshift.io', resource: 'images' });
        expect(items).toHaveLength(303);
        expect(items.slice(0, 3).map(({ metadata, text }) => [metadata.name, text])).toEqual([
          ['a', 'new'],
          ['b', 'old'],
          ['c', 'new'],
        ]);
        await store.createMissing([]);
        await expect(store.createMissing([{ key: imageKey('d'), object: image('other') }])).rejects.toMatchObject({
          status: { reason: 'BadRequest' },
        });
      });

      test('a key named __proto__ is data', async () => {
        const labels = JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": "c"}');
        const object = stream('app', { labels });
        await store.create(streamKey('app'), object);
        const found = await store.get(streamKey('app'));
        expect(JSON.stringify(found?.labels)).toBe(JSON.stringify(labels));
        expect(({} as { polluted?: string }).polluted).toBeUndefined();
      });

      test('neither what goes in nor what is kept is shared with the caller', async () => {
        const input = stream('app', { spec: { tags: [] as string[] } });
        const created = await store.create(streamKey('app'), input);
        expect(input).toEqual(stream('app', { spec: { tags: [] } }));
        (created.spec as { tags: string[] }).tags.push('changed');
        (input.spec as { tags: string[] }).tags.push('changed');
        const found = await store.get(streamKey('app'));
        expect(found?.spec).toEqual({ tags: [] });
        (found as unknown as { spec: { tags: string[] } }).spec.tags.push('changed');
        expect((await store.get(streamKey('app')))?.spec).toEqual({ tags: [] });
        expect((await store.list(streams('default'))).items[0]?.spec).toEqual({ tags: [] });
      });

      test('a second object of the name: AlreadyExists, and the first stays', async () => {
        const first = await store.create(streamKey('app'), stream('app', { spec: { a: 1 } }));
        await expect(store.create(streamKey('app'), stream('app', { spec: { a: 2 } }))).rejects.toEqual(
          reason('AlreadyExists', 'imagestreams.image.openshift.io "app" already exists'),
        );
        expect(await store.get(streamKey('app'))).toEqual(first);
      });

      test('a resourceVersion that comes along is not kept', async () => {
        const object = stream('app');
        object.metadata.resourceVersion = 'from elsewhere';
        expect((await store.create(streamKey('app'), object)).metadata.resourceVersion).not.toBe('from elsewhere');
      });

      test('an object of another name or namespace is refused', async () => {
        await expect(store.create(streamKey('app'), stream('other'))).rejects.toEqual(reason('BadRequest'));
        const elsewhere = stream('app');
        elsewhere.metadata.namespace = 'other';
        await expect(store.create(streamKey('app'), elsewhere)).rejects.toEqual(reason('BadRequest'));
        expect(await store.namespaces()).toEqual([]);
      });

      test('groups, resources, namespaces and cluster scope are different places', async () => {
        await store.create(imageKey('cluster'), image('cluster'));
        await store.create({ ...imageKey('cluster'), group: 'config.openshift.io' }, clusterImageConfig);
        await store.create(secretKey('cluster'), secret('cluster'));
        await store.create(streamKey('cluster'), stream('cluster'));
        await store.create(streamKey('cluster', 'other'), stream('cluster'));
        expect(await names({ group: 'image.openshift.io', resource: 'images' })).toEqual(['/cluster']);
        expect((await store.get({ ...imageKey('cluster'), group: 'config.openshift.io' }))?.apiVersion).toBe(
          'config.openshift.io/v1',
        );
        expect((await store.get(secretKey('cluster')))?.kind).toBe('Secret');
        expect(await names(streams())).toEqual(['default/cluster', 'other/cluster']);
        expect(await store.namespaces()).toEqual(['default', 'other']);
        expect(await store.holds('other')).toBe(true);
        expect(await store.holds('nosuch')).toBe(false);
      });

      test.each([
        `sha256:${'0123456789abcdef'.repeat(4)}`,
        'UPPER',
        'upper',
        '..',
        '.',
        '../../escape',
        'a/b',
        'a\\b',
        '.hidden',
        '%2e',
        '%',
        'con',
        'CON',
        'nul.txt',
        'lpt1',
        'ends.',
        'ends ',
        'a?b*c<d>e|f"g',
        'x.yaml',
        '.x.yaml.lock',
        'tab\tnew\nline',
        'grün🎉',
        'x'.repeat(253),
        `${'é'.repeat(200)}`,
      ])('the name %j is a name like others', async (odd) => {
        await store.create(imageKey(odd), image(odd));
        await store.create(imageKey('plain'), image('plain'));
        expect((await store.get(imageKey(odd)))?.metadata.name).toBe(odd);
        const { items } = await store.list({ group: 'image.openshift.io', resource: 'images' });
        expect(items.map(({ metadata }) => metadata.name).sort()).toEqual([odd, 'plain'].sort());
        await store.delete(imageKey(odd));
        expect(await store.get(imageKey(odd))).toBeUndefined();
      });

      test('names that differ only by case do not meet', async () => {
        await store.create(imageKey('App'), image('App'));
        await store.create(imageKey('app'), image('app'));
        await store.create(imageKey('aPP'), image('aPP'));
        expect(await names({ group: 'image.openshift.io', resource: 'images' })).toEqual(['/App', '/aPP', '/app']);
      });
    });

    describe('list', () => {
      test('sorts by namespace, then by name, in byte order', async () => {
        for (const [namespace, app] of [
          ['b', 'a'],
          ['a', 'z'],
          ['a', 'b-2'],
          ['a', 'b.1'],
          ['a-b', 'x'],
          ['a', 'b'],
          ['a', 'b10'],
          ['a', 'b9'],
        ] as const) {
          await store.create(streamKey(app, namespace), stream(app));
        }
        expect(await names(streams())).toEqual(['a/b', 'a/b-2', 'a/b.1', 'a/b10', 'a/b9', 'a/z', 'a-b/x', 'b/a']);
        expect(await names(streams('a'))).toEqual(['a/b', 'a/b-2', 'a/b.1', 'a/b10', 'a/b9', 'a/z']);
        expect(await store.namespaces()).toEqual(['a', 'a-b', 'b']);
      });

      test('keys are in the same order, also of names too long for a file', async () => {
        const names = ['b', 'a.b', 'sha256:0', 'App', `long-${'x'.repeat(200)}`];
        for (const [i, name] of names.entries()) {
          await store.create(streamKey(name, i % 2 ? 'one' : 'two'), stream(name));
        }
        for (const collection of [streams(), streams('one')]) {
          const { items } = await store.list(collection);
          const keys = items.map(({ metadata: { name, namespace } }) => ({ ...collection, namespace, name }));
          expect(await store.keys(collection)).toEqual(keys);
          expect(keys.length).toBeGreaterThan(1);
        }
      });

      test('gives the same objects as get', async () => {
        await store.create(streamKey('a'), stream('a', { spec: { x: '1' } }));
        const { items } = await store.list(streams('default'));
        expect(items).toEqual([await store.get(streamKey('a'))]);
      });
    });

    describe('update', () => {
      test('replaces the whole object and changes the version', async () => {
        const created = await store.create(streamKey('app'), stream('app', { spec: { a: 1 }, other: true }));
        const updated = await store.update(streamKey('app'), { ...created, spec: { b: 2 }, other: undefined });
        expect(updated.metadata.resourceVersion).not.toBe(created.metadata.resourceVersion);
        expect(updated).toEqual({ ...stream('app', { spec: { b: 2 } }), metadata: updated.metadata });
        expect(await store.get(streamKey('app'))).toEqual(updated);
      });

      test('what does not exist: NotFound, and nothing is made', async () => {
        await expect(store.update(streamKey('app'), stream('app'))).rejects.toEqual(
          reason('NotFound', 'imagestreams.image.openshift.io "app" not found'),
        );
        expect(await store.namespaces()).toEqual([]);
      });

      test('an outdated version: Conflict, and nothing is written', async () => {
        const first = await store.create(streamKey('app'), stream('app', { spec: { a: 1 } }));
        const second = await store.update(streamKey('app'), { ...first, spec: { a: 2 } });
        await expect(store.update(streamKey('app'), { ...first, spec: { a: 3 } })).rejects.toEqual(
          reason(
            'Conflict',
            'Operation cannot be fulfilled on imagestreams.image.openshift.io "app": the object has been modified; please apply your changes to the latest version and try again',
          ),
        );
        expect(await store.get(streamKey('app'))).toEqual(second);
      });

      test('an outdated version is a Conflict for equal content too', async () => {
        const first = await store.create(streamKey('app'), stream('app', { spec: { a: 1 } }));
        await store.update(streamKey('app'), { ...first, spec: { a: 2 } });
        const again = { ...first, spec: { a: 2 } };
        await expect(store.update(streamKey('app'), again)).rejects.toEqual(reason('Conflict'));
      });

      test('without a version it overwrites', async () => {
        await store.create(streamKey('app'), stream('app', { spec: { a: 1 } }));
        expect((await store.update(streamKey('app'), stream('app', { spec: { a: 2 } }))).spec).toEqual({ a: 2 });
      });

      test('an equal object keeps the version, in whatever order its keys are', async () => {
        const created = await store.create(streamKey('app'), stream('app', { spec: { a: 1, b: [{ c: 1, d: 2 }] } }));
        const same = await store.update(streamKey('app'), {
          spec: { b: [{ d: 2, c: 1 }], a: 1 },
          kind: created.kind,
          metadata: created.metadata,
          apiVersion: created.apiVersion,
        });
        expect(same).toEqual(created);
      });

      test('of many concurrent changes none is lost', async () => {
        await store.create(streamKey('app'), stream('app', { spec: { count: 0 } }));
        const increment = async (client: ObjectStore): Promise<void> => {
          const object = (await client.get(streamKey('app'))) as KubeObject & { spec: { count: number } };
          try {
            await client.update(streamKey('app'), { ...object, spec: { count: object.spec.count + 1 } });
          } catch (error) {
            expect(error).toEqual(reason('Conflict'));
            await increment(client);
          }
        };
        const clients = [store, made.another ?? store];
        await Promise.all(Array.from({ length: 12 }, (_, i) => increment(clients[i % 2] as ObjectStore)));
        expect((await store.get(streamKey('app')))?.spec).toEqual({ count: 12 });
      });

      test('of concurrent creators exactly one wins', async () => {
        const clients = [store, made.another ?? store];
        const results = await Promise.allSettled(
          Array.from({ length: 8 }, (_, i) =>
            (clients[i % 2] as ObjectStore).create(streamKey('app'), stream('app', { spec: { i } })),
          ),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const result of results) {
          if (result.status === 'rejected') expect(result.reason).toEqual(reason('AlreadyExists'));
        }
      });
    });

    describe('delete', () => {
      test('removes and returns the object', async () => {
        const created = await store.create(streamKey('app'), stream('app'));
        expect(await store.delete(streamKey('app'))).toEqual(created);
        expect(await store.get(streamKey('app'))).toBeUndefined();
        expect(await store.namespaces()).toEqual([]);
        await expect(store.delete(streamKey('app'))).rejects.toEqual(reason('NotFound'));
      });

      test('the name is free again', async () => {
        await store.create(streamKey('app'), stream('app'));
        await store.delete(streamKey('app'));
        expect((await store.create(streamKey('app'), stream('app', { spec: {} }))).spec).toEqual({});
      });

      test('preconditions hold or nothing is removed', async () => {
        const object = stream('app');
        object.metadata.uid = 'u-1';
        const created = await store.create(streamKey('app'), object);
        const conflict = (why: string) =>
          reason('Conflict', `Operation cannot be fulfilled on imagestreams.image.openshift.io "app": ${why}`);
        await expect(store.delete(streamKey('app'), { uid: 'u-2' })).rejects.toEqual(
          conflict('Precondition failed: UID in precondition: u-2, UID in object meta: u-1'),
        );
        const version = created.metadata.resourceVersion as string;
        await expect(store.delete(streamKey('app'), { resourceVersion: 'old' })).rejects.toEqual(
          conflict(
            `Precondition failed: ResourceVersion in precondition: old, ResourceVersion in object meta: ${version}`,
          ),
        );
        expect(await store.get(streamKey('app'))).toEqual(created);
        expect(await store.delete(streamKey('app'), { uid: 'u-1', resourceVersion: version })).toEqual(created);
      });
    });

    describe('watch', () => {
      test('first what happened since the list, then what happens', async () => {
        const a = await store.create(streamKey('a'), stream('a'));
        await store.create(streamKey('b'), stream('b'));
        const { resourceVersion } = await store.list(streams('default'));
        await store.update(streamKey('a'), { ...a, spec: { x: 1 } });
        const watcher = new Watcher(store, streams('default'), resourceVersion);
        expect(await watcher.next()).toBe('MODIFIED default/a');
        await store.delete(streamKey('b'));
        expect(await watcher.next()).toBe('DELETED default/b');
        await store.create(streamKey('c'), stream('c'));
        expect(await watcher.next()).toBe('ADDED default/c');
        expect(await watcher.stop()).toBe('end');
      });

      test('sees what another client does', async () => {
        const other = made.another ?? store;
        const { resourceVersion } = await store.list(streams());
        const watcher = new Watcher(store, streams(), resourceVersion);
        await other.create(streamKey('a', 'one'), stream('a'));
        expect(await watcher.next()).toBe('ADDED one/a');
        await other.create(streamKey('a', 'two'), stream('a'));
        expect(await watcher.next()).toBe('ADDED two/a');
        await other.delete(streamKey('a', 'one'));
        expect(await watcher.next()).toBe('DELETED one/a');
        expect(await watcher.stop()).toBe('end');
      });

      test('wakes up a watch that waits', async () => {
        const { resourceVersion } = await store.list(streams());
        const watcher = new Watcher(store, streams(), resourceVersion);
        const first = watcher.next();
        await new Promise((resolve) => setTimeout(resolve, 30));
        await (made.another ?? store).create(streamKey('a', 'new'), stream('a'));
        expect(await first).toBe('ADDED new/a');
        const second = watcher.next();
        await new Promise((resolve) => setTimeout(resolve, 30));
        await store.update(streamKey('a', 'new'), stream('a', { spec: {} }));
        expect(await second).toBe('MODIFIED new/a');
        expect(await watcher.stop()).toBe('end');
      });

      test('carries the object as it is, and as it last was', async () => {
        const { resourceVersion } = await store.list(streams('default'));
        const abort = new AbortController();
        const events = store.watch(streams('default'), resourceVersion, abort.signal)[Symbol.asyncIterator]();
        const created = await store.create(streamKey('a'), stream('a', { spec: { x: 1 } }));
        const nextObject = async () => {
          for (;;) {
            const { value } = await events.next();
            if (value.type !== 'BOOKMARK') return value;
          }
        };
        expect(await nextObject()).toEqual({ type: 'ADDED', object: created });
        await store.delete(streamKey('a'));
        expect(await nextObject()).toEqual({ type: 'DELETED', object: created });
        abort.abort();
      });

      test('hears only of its collection', async () => {
        const { resourceVersion } = await store.list(streams('one'));
        const watcher = new Watcher(store, streams('one'), resourceVersion);
        await store.create(streamKey('a', 'two'), stream('a'));
        await store.create(secretKey('a', 'one'), secret('a'));
        await store.create(imageKey('a'), image('a'));
        await store.create(streamKey('b', 'one'), stream('b'));
        expect(await watcher.next()).toBe('ADDED one/b');
        expect(await watcher.stop()).toBe('end');
      });

      test('a bookmark says from where the next watch goes on', async () => {
        await store.create(streamKey('a'), stream('a'));
        const { resourceVersion } = await store.list(streams('default'));
        await store.create(streamKey('b'), stream('b'));
        const watcher = new Watcher(store, streams('default'), resourceVersion);
        expect(await watcher.next()).toBe('ADDED default/b');
        const bookmark = await watcher.nextBookmark();
        expect(await watcher.stop()).toBe('end');
        await store.create(streamKey('c'), stream('c'));
        const second = new Watcher(store, streams('default'), bookmark);
        expect(await second.next()).toBe('ADDED default/c');
        expect(await second.stop()).toBe('end');
      });

      test('one that knows nothing of its version is Expired', async () => {
        const watcher = new Watcher(store, streams('default'), 'unheard-of');
        await expect(watcher.next()).rejects.toEqual(reason('Expired', 'too old resource version: unheard-of'));
      });

      test('an aborted signal ends it before it begins', async () => {
        const { resourceVersion } = await store.list(streams('default'));
        const events = [];
        for await (const event of store.watch(streams('default'), resourceVersion, AbortSignal.abort())) {
          events.push(event);
        }
        expect(events).toEqual([]);
      });
    });
  });
}
