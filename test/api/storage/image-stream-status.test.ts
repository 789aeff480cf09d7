import { describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { anImageApi } from '../../support/image-api.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

/** A stream with a history, as only internal writes can make one. */
async function aStoredStream(over: Parameters<typeof aStream>[0] = {}) {
  const fixture = anImageApi();
  const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'demo', name: 'app' };
  await fixture.store.create(key, aStream(over));
  return { ...fixture, key, read: () => fixture.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app') };
}

describe('the status update of a stream', () => {
  test('replaces the status, resets the spec and counts no generation', async () => {
    const { api, read } = await aStoredStream({
      tags: [aTag('1')],
      history: [{ tag: '1', items: [anEvent(digestA), anEvent(digestB)] }],
    });
    const stream = await read();
    stream.spec.tags = [];
    stream.status.tags = [{ tag: '1', items: [anEvent(digestA)] }];
    const returned = await api.updateStatus('demo', stream);
    const stored = await read();
    expect(stored.spec.tags).toHaveLength(1);
    expect(stored.metadata.generation).toBe(1);
    expect(stored.status.tags?.[0]?.items).toEqual([anEvent(digestA)]);
    expect(returned).toEqual(stored);
  });

  test('imports nothing afterwards, and lets no tag follow another', async () => {
    const { api, read, registry } = await aStoredStream({
      tags: [aTag('1'), aTag('2', { from: { kind: 'ImageStreamTag', name: '1' } })],
      history: [{ tag: '1', items: [anEvent(digestA)] }],
    });
    const stream = await read();
    stream.status.tags = [{ tag: '1', items: [anEvent(digestB)] }];
    await api.updateStatus('demo', stream);
    await api.controllers.settle();
    expect((await read()).status.tags?.map((tag) => tag.tag)).toEqual(['1']);
    expect(registry.asked).toEqual([]);
  });

  test('of a version that is not the stored one is a Conflict', async () => {
    const { api, read } = await aStoredStream({ history: [{ tag: '1', items: [anEvent(digestA)] }] });
    const stream = await read();
    await api.updateStatus('demo', { ...structuredClone(stream), status: { dockerImageRepository: '' } });
    await expect(api.updateStatus('demo', stream)).rejects.toMatchObject({ status: { reason: 'Conflict' } });
    expect((await read()).status.tags).toBeUndefined();
  });

  test('of a stream that is not there is NotFound', async () => {
    const { api } = await aStoredStream();
    await expect(api.updateStatus('demo', aStream({ name: 'other' }))).rejects.toMatchObject({
      status: { reason: 'NotFound' },
    });
  });

  test('as a dry run writes nothing', async () => {
    const { api, read } = await aStoredStream({ history: [{ tag: '1', items: [anEvent(digestA)] }] });
    const stream = await read();
    delete stream.status.tags;
    expect((await api.updateStatus('demo', stream, { dryRun: true })).status.tags).toBeUndefined();
    expect((await read()).status.tags).toHaveLength(1);
  });

  test.each([
    ['the stream, when the event was there', digestA, 7],
    ['its tag, when the event is new', digestB, 5],
  ])('an event without a generation gets the one of %s', async (_, image, expected) => {
    const { api, store, key, read } = await aStoredStream({
      tags: [aTag('1', { generation: 5 })],
      history: [{ tag: '1', items: [anEvent(digestA, { generation: 0 })] }],
    });
    const stored = await store.get<ImageStream>(key);
    await store.update(key, {
      ...(stored as ImageStream),
      metadata: { ...(stored as ImageStream).metadata, generation: 7 },
    });
    const stream = await read();
    stream.status.tags = [{ tag: '1', items: [anEvent(image, { generation: 0 })] }];
    await api.updateStatus('demo', stream);
    expect((await read()).status.tags?.[0]?.items?.[0]?.generation).toBe(expected);
  });

  test('does not store what depends on settings', async () => {
    const { api, read, store, key, context } = await aStoredStream({
      history: [{ tag: '1', items: [anEvent(digestA)] }],
    });
    context.settings.internalRegistry = 'registry.internal:5000';
    const stream = await read();
    delete stream.status.tags;
    await api.updateStatus('demo', stream);
    expect((await store.get<ImageStream>(key))?.status).toEqual({ dockerImageRepository: '' });
  });
});
