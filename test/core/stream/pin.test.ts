import { describe, expect, test } from '@jest/globals';
import type { TagReference } from '../../../src/core/objects/image-stream.ts';
import { applyImport } from '../../../src/core/stream/import-apply.ts';
import { PINNED_ANNOTATION, pinnedImage, pinnedTags, pinOf, pinTag, unpinTag } from '../../../src/core/stream/pin.ts';
import { specTag } from '../../../src/core/stream/tag-history.ts';
import { validateImageStream } from '../../../src/core/validation/image-stream.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const AT = '2026-03-01T10:00:00Z';
const NOTE = { by: 'ann@laptop', reason: 'it crashes' };
const history = [{ tag: 'latest', items: [anEvent(digestB), anEvent(digestA)] }];

describe('a pin and its end', () => {
  test.each<[string, TagReference | undefined]>([
    [
      'a tag that follows a registry',
      aTag('latest', { importPolicy: { scheduled: true, insecure: true, importMode: 'PreserveOriginal' } }),
    ],
    ['an alias', aTag('latest', { from: { kind: 'ImageStreamTag', name: 'stable' } })],
    [
      'a copy from another namespace',
      aTag('latest', { from: { kind: 'ImageStreamTag', name: 'base:1', namespace: 'other' } }),
    ],
    ['a promoted image', aTag('latest', { from: { kind: 'ImageStreamImage', name: `app@${digestB}` } })],
    [
      'a tag with annotations',
      aTag('latest', { annotations: { 'imagestream.dev/schedule': '1h' }, referencePolicy: { type: 'Local' } }),
    ],
    [
      'a tag without a source',
      { name: 'latest', annotations: null, generation: 1, importPolicy: {}, referencePolicy: { type: 'Source' } },
    ],
    ['a tag without a spec', undefined],
  ])('bring back what was there: %s', (_, tag) => {
    const stream = aStream({ ...(tag ? { tags: [tag] } : {}), history });
    const before = structuredClone(stream);
    pinTag(stream, 'latest', digestA, AT, NOTE);
    const pinned = specTag(stream, 'latest') as TagReference;
    expect(pinned.from).toEqual({ kind: 'ImageStreamImage', name: `app@${digestA}` });
    expect(pinned.importPolicy.scheduled).toBeUndefined();
    expect(pinnedImage(pinned)).toBe(digestA);
    expect([...pinnedTags(stream)]).toEqual([['latest', digestA]]);
    expect(validateImageStream(stream)).toEqual([]);
    // Rolled back again: the first source is the one to go back to.
    pinTag(stream, 'latest', digestB, AT, {});
    expect(pinOf(specTag(stream, 'latest'))).toEqual({
      at: AT,
      tag: 'latest',
      followed: tag ? { ...(tag.from ? { from: tag.from } : {}), importPolicy: tag.importPolicy } : null,
    });
    expect(unpinTag(stream, 'latest')).toMatchObject({ at: AT });
    expect(stream).toEqual(before);
    expect(unpinTag(stream, 'latest')).toBeUndefined();
  });

  test.each([
    ['what is no JSON', '{', undefined],
    ['JSON of another kind', '[]', undefined],
    ['a source that is none', '{"followed":"x"}', undefined],
    [
      'members of other types',
      '{"at":1,"by":[],"reason":{},"followed":{"from":"x","importPolicy":3}}',
      { at: '', followed: { importPolicy: {} } },
    ],
  ])('an annotation of %s', (_, text, expected) => {
    const tag = aTag('latest', {
      from: { kind: 'ImageStreamImage', name: `app@${digestA}` },
      annotations: { [PINNED_ANNOTATION]: text },
    });
    expect(pinOf(tag)).toEqual(expected);
  });

  test('is over when the tag was pointed elsewhere', () => {
    const stream = aStream({ tags: [aTag('latest')], history });
    pinTag(stream, 'latest', digestA, AT, NOTE);
    const { annotations } = specTag(stream, 'latest') as TagReference;
    expect(pinOf(aTag('latest', { annotations }))).toBeUndefined();
  });
});

test('an import leaves a pinned tag alone', () => {
  const stream = aStream({ tags: [aTag('latest')], history: structuredClone(history) });
  pinTag(stream, 'latest', digestA, AT, NOTE);
  const before = structuredClone(stream);
  const from = { kind: 'DockerImage', name: 'quay.io/team/app' };
  const policies = { importPolicy: {}, referencePolicy: { type: 'Source' as const } };
  const image = { metadata: { name: digestB }, dockerImageReference: `quay.io/team/app@${digestB}` };
  const success = { status: { status: 'Success' as const }, image };
  applyImport(
    stream,
    {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamImport',
      metadata: { name: 'app' },
      spec: {
        import: true,
        images: [{ from, to: { name: 'latest' }, ...policies }],
        repository: { from, ...policies },
      },
      status: {
        images: [{ status: { status: 'Failure', reason: 'NotFound', message: 'no' } }],
        repository: { status: { status: 'Success' }, images: [{ ...success, tag: 'latest' }] },
      },
    },
    AT,
    false,
  );
  expect(stream.spec).toEqual(before.spec);
  expect(stream.status).toEqual(before.status);
});
