import { describe, expect, jest, test } from '@jest/globals';
import { IMAGE_STREAM, IMAGE_STREAM_TAG } from '../../../src/core/kinds/kind-names.ts';
import type { ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { anImageApi } from '../../support/image-api.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const keyOf = (name: string) => ({ group: 'image.openshift.io', resource: 'imagestreams', namespace: 'demo', name });
const withTags = (name: string, tags: Record<string, string>): ImageStream =>
  aStream({
    name,
    tags: Object.keys(tags).map((tag) => aTag(tag)),
    history: Object.entries(tags).map(([tag, digest]) => ({ tag, items: [anEvent(digest)] })),
  });

/** A store with the streams `app` and `app-2`, and what a watch of a list says, change by change. */
async function watched(kind: ResourceKind) {
  const { api, store } = anImageApi();
  await store.create(keyOf('app'), withTags('app', { '1': digestA, '2': digestA }));
  await store.create(keyOf('app-2'), withTags('app-2', { '1': digestA }));
  const { items } = await api.list(kind, 'demo');
  const abort = new AbortController();
  const changes = api.watch(kind, 'demo', items, abort.signal)[Symbol.asyncIterator]();
  const next = async (count: number) => {
    const found: string[] = [];
    while (found.length < count) {
      const { value } = await changes.next();
      found.push(`${value.type} ${value.object.metadata.name}`);
    }
    return found;
  };
  return { store, next, end: () => abort.abort() };
}

describe('what becomes of a list', () => {
  test.each([
    [
      IMAGE_STREAM_TAG,
      [['MODIFIED app:1', 'ADDED app:3', 'DELETED app:2'], ['ADDED new:x'], ['DELETED app:1', 'DELETED app:3']],
    ],
    [IMAGE_STREAM, [['MODIFIED app'], ['ADDED new'], ['DELETED app']]],
  ] as const)('%# follows from the objects that change, without reading the others', async (kind, expected) => {
    const { store, next, end } = await watched(kind);
    const first = next(expected[0].length);
    // The watch reads the list once itself, before it waits.
    const list = jest.spyOn(store, 'list');
    await store.update(keyOf('app'), withTags('app', { '1': digestB, '3': digestB }));
    expect(await first).toEqual(expected[0]);
    const second = next(expected[1].length);
    await store.create(keyOf('new'), withTags('new', { x: digestA }));
    expect(await second).toEqual(expected[1]);
    const third = next(expected[2].length);
    await store.delete(keyOf('app'));
    expect(await third).toEqual(expected[2]);
    expect(list.mock.calls.length).toBeLessThanOrEqual(1);
    end();
  });
});
