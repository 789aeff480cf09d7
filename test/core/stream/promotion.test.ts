import { expect, test } from '@jest/globals';
import type { ImageStream, TagReference } from '../../../src/core/objects/image-stream.ts';
import { pinTag } from '../../../src/core/stream/pin.ts';
import { promoteImage, promotionOf } from '../../../src/core/stream/promotion.ts';

const [A, B] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];

function aStream(images: Record<string, string>, tags: TagReference[] = []): ImageStream {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: 'web', namespace: 'demo' },
    spec: { lookupPolicy: { local: false }, tags },
    status: {
      dockerImageRepository: '',
      tags: Object.entries(images).map(([tag, image]) => ({
        tag,
        items: [{ created: '2026-03-01T10:00:00Z', dockerImageReference: `r/web@${image}`, image, generation: 1 }],
      })),
    },
  };
}

const pinned = (image: string, images: Record<string, string>) => {
  const stream = aStream(images);
  pinTag(stream, 'prod', image, '2026-03-01T10:00:00Z', {});
  return stream;
};

test.each<[string, ImageStream, ReturnType<typeof promotionOf>]>([
  ['another image', aStream({ dev: A, prod: B }), { state: 'moves', fromImage: A, toImage: B }],
  ['a tag that is not there', aStream({ dev: A }), { state: 'new', fromImage: A }],
  ['a tag that only points', aStream({ dev: A, prod: '' }), { state: 'new', fromImage: A }],
  ['the same image', aStream({ dev: A, prod: A }), { state: 'same', fromImage: A, toImage: A }],
  ['a tag held elsewhere', pinned(B, { dev: A, prod: B }), { state: 'pinned', fromImage: A, toImage: B }],
  ['a tag held at the same image', pinned(A, { dev: A, prod: A }), { state: 'same', fromImage: A, toImage: A }],
  ['nothing to give', aStream({ prod: B }), { state: 'missing', toImage: B }],
  ['a source that only points', aStream({ dev: '', prod: B }), { state: 'missing', toImage: B }],
])('a promotion to %s', (_what, stream, expected) => {
  expect(promotionOf(stream, 'dev', 'prod')).toEqual(expected);
});

test('a promoted tag keeps where its images are pulled from, and nothing of what it followed', () => {
  const followed: TagReference = {
    name: 'prod',
    annotations: { 'imagestream.dev/schedule': '1h' },
    from: { kind: 'DockerImage', name: 'r/web:prod' },
    generation: 1,
    importPolicy: { scheduled: true },
    referencePolicy: { type: 'Local' },
  };
  const stream = aStream({ dev: A, prod: B }, [followed]);
  promoteImage(stream, A, 'prod');
  expect(stream.spec.tags).toEqual([
    {
      name: 'prod',
      annotations: null,
      from: { kind: 'ImageStreamImage', name: `web@${A}` },
      generation: null,
      importPolicy: { importMode: 'Legacy' },
      referencePolicy: { type: 'Local' },
    },
  ]);
});
