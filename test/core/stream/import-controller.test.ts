import { describe, expect, test } from '@jest/globals';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { CHECK_ANNOTATION } from '../../../src/core/stream/import-apply.ts';
import { INSECURE_ANNOTATION, importDue } from '../../../src/core/stream/import-controller.ts';
import { anEvent, aStream, aTag, digestA } from '../../support/streams.ts';

const CHECKED = { [CHECK_ANNOTATION]: '2026-01-01T00:00:00Z' };

function stream(
  over: Parameters<typeof aStream>[0],
  annotations?: Record<string, string>,
  repository?: string,
): ImageStream {
  const made = aStream(over);
  if (annotations) made.metadata.annotations = annotations;
  if (repository) made.spec.dockerImageRepository = repository;
  return made;
}

const tagsOf = (due: ReturnType<typeof importDue>) => due?.spec.images?.map(({ to }) => to?.name);

describe('the tags that are due', () => {
  const done = [{ tag: 'a', items: [anEvent(digestA, { generation: 3 })] }];
  const failed = (generation: number) => [
    {
      tag: 'a',
      items: null,
      conditions: [
        { type: 'ImportSuccess', status: 'False', lastTransitionTime: '', reason: '', message: '', generation },
      ],
    },
  ];
  test.each<[string, Parameters<typeof aStream>[0], string[] | undefined]>([
    ['new', { tags: [aTag('a')] }, ['a']],
    ['without generation', { tags: [aTag('a', { generation: null })], history: done }, ['a']],
    ['newer than what is there', { tags: [aTag('a', { generation: 4 })], history: done }, ['a']],
    ['as old as what is there', { tags: [aTag('a', { generation: 3 })], history: done }, undefined],
    ['failed', { tags: [aTag('a', { generation: 3 })], history: failed(3) }, undefined],
    ['changed after it failed', { tags: [aTag('a', { generation: 4 })], history: failed(3) }, ['a']],
    ['a mere reference', { tags: [aTag('a', { reference: true })] }, undefined],
    ['an alias', { tags: [aTag('a', { from: { kind: 'ImageStreamTag', name: 'b' } })] }, undefined],
    ['none', {}, undefined],
    ['two of three', { tags: [aTag('a', { generation: 3 }), aTag('b'), aTag('c')], history: done }, ['b', 'c']],
  ])('%s', (_what, over, expected) => {
    expect(tagsOf(importDue(stream(over, CHECKED)))).toEqual(expected);
  });

  test('those that are scheduled are, too', () => {
    const over = { tags: [aTag('a', { generation: 3 }), aTag('b', { reference: true })], history: done };
    expect(tagsOf(importDue(stream(over, CHECKED), new Set(['a', 'b'])))).toEqual(['a']);
  });
});

test('the request asks for what the spec says', () => {
  const tag = aTag('a', {
    importPolicy: { importMode: 'PreserveOriginal', insecure: true },
    referencePolicy: { type: 'Local' },
  });
  const made = stream({ tags: [tag] }, CHECKED);
  Object.assign(made.metadata, { resourceVersion: '7', uid: 'u' });
  expect(importDue(made)).toEqual({
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: 'app', namespace: 'demo', resourceVersion: '7', uid: 'u' },
    spec: {
      import: true,
      images: [
        {
          from: { kind: 'DockerImage', name: 'quay.io/team/app:a' },
          to: { name: 'a' },
          importPolicy: { importMode: 'PreserveOriginal', insecure: true },
          referencePolicy: { type: 'Local' },
        },
      ],
    },
    status: {},
  });
});

describe('a whole repository', () => {
  const repository = 'quay.io/team/app';
  const asked = (importPolicy: object) => ({
    from: { kind: 'DockerImage', name: repository },
    importPolicy,
    referencePolicy: { type: 'Source' },
  });

  test('is due for a stream that was never checked, with every tag', () => {
    const done = [{ tag: 'a', items: [anEvent(digestA, { generation: 3 })] }];
    const due = importDue(stream({ tags: [aTag('a')], history: done }, undefined, repository));
    expect(due?.spec.repository).toEqual(asked({ importMode: 'Legacy' }));
    expect(tagsOf(due)).toEqual(['a']);
  });

  test('is due alone', () => {
    const made = stream({}, undefined, repository);
    delete made.metadata.namespace;
    const due = importDue(made);
    expect(due?.spec).toEqual({ import: true, repository: asked({ importMode: 'Legacy' }) });
    expect(due?.metadata).toEqual({ name: 'app' });
  });

  test('may be insecure by annotation', () => {
    const due = (value: string) => importDue(stream({}, { [INSECURE_ANNOTATION]: value }, repository))?.spec.repository;
    expect(due('true')).toEqual(asked({ importMode: 'Legacy', insecure: true }));
    expect(due('false')).toEqual(asked({ importMode: 'Legacy' }));
  });

  test('is not due again', () => {
    expect(importDue(stream({}, CHECKED, repository))).toBeUndefined();
    expect(importDue(stream({}, undefined))).toBeUndefined();
  });
});
