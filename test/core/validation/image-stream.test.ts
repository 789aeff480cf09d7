import { describe, expect, test } from '@jest/globals';
import type { ImageStream, ImageStreamTag } from '../../../src/core/objects/image-stream.ts';
import {
  validateImageStream,
  validateImageStreamTag,
  validateImageStreamTagUpdate,
  validateImageStreamUpdate,
} from '../../../src/core/validation/image-stream.ts';
import { createRegistryPolicy } from '../../../src/core/validation/registry-policy.ts';
import { imageStreamFromUntrusted, imageStreamTagFromUntrusted } from '../../../src/core/validation/shape.ts';

const streamOf = (spec: object = {}, metadata: object = {}, status: object = {}): ImageStream =>
  imageStreamFromUntrusted({ metadata: { name: 'app', namespace: 'n', ...metadata }, spec, status });
const withTag = (tag: object) => streamOf({ tags: [{ name: '1', ...tag }] });
const lines = (causes: { field: string; message: string }[]) => causes.map((c) => `${c.field}: ${c.message}`);

describe('a stream', () => {
  test('without a fault gives no cause', () => {
    const stream = streamOf({
      dockerImageRepository: 'quay.io/a/b',
      tags: [
        { name: '', from: { kind: 'DockerImage', name: 'quay.io/a/b:1' }, importPolicy: { scheduled: true } },
        { name: 'any text: / %' },
        { name: 'alias', from: { kind: 'ImageStreamTag', name: 'x' }, referencePolicy: { type: 'Local' } },
        {
          name: 'id',
          from: { kind: 'ImageStreamImage', name: 'a@b' },
          importPolicy: { importMode: 'PreserveOriginal' },
        },
      ],
    });
    expect(validateImageStream(stream)).toEqual([]);
  });

  test.each<[object, string[]]>([
    [{ name: '' }, ['metadata.name: Required value: name or generateName is required']],
    [{ name: '..' }, [`metadata.name: Invalid value: "..": may not be '..'`]],
    [{ name: 'a/b' }, [`metadata.name: Invalid value: "a/b": may not contain '/'`]],
    [{ name: 'Bad_Name' }, ['metadata.name: Invalid value: "Bad_Name": must match "[a-z0-9]+(?:[._-][a-z0-9]+)*"']],
    [{ generation: -1 }, ['metadata.generation: Invalid value: -1: must be greater than or equal to 0']],
    [{ annotations: { 'Example.com/A_b': '' }, labels: { a: 'b' } }, []],
    [{ annotations: { a: 'x'.repeat(262_144) } }, ['metadata.annotations: Too long: must have at most 262144 bytes']],
    [{ annotations: { '/a': '' } }, ['metadata.annotations: Invalid value: "/a": prefix part must be non-empty']],
    [
      { labels: { a: 'x'.repeat(64) } },
      [`metadata.labels: Invalid value: "${'x'.repeat(64)}": must be no more than 63 characters`],
    ],
  ])('metadata %j', (metadata, expected) => {
    expect(lines(validateImageStream(streamOf({}, metadata)))).toEqual(expected);
  });

  test('namespaces cannot lead elsewhere', () => {
    expect(lines(validateImageStream(streamOf({}, { namespace: '../x' })))).toEqual([
      expect.stringMatching(/^metadata\.namespace: Invalid value: "\.\.\/x": a lowercase RFC 1123 label must/),
    ]);
  });

  test('namespace and name together make a pull spec', () => {
    const metadata = (length: number) => ({ namespace: 'n'.repeat(54), name: 'a'.repeat(length) });
    expect(validateImageStream(streamOf({}, metadata(200)))).toEqual([]);
    expect(lines(validateImageStream(streamOf({}, metadata(201))))).toEqual([
      `metadata.name: Invalid value: "${'a'.repeat(201)}": 'namespace/name' cannot be longer than 255 characters`,
    ]);
  });

  test.each([
    ['Foo', ['Invalid value: "Foo": repository name must be lowercase']],
    ['a/b:1', ['Invalid value: "a/b:1": the repository name may not contain a tag']],
    [
      `a/b:1@sha256:${'a'.repeat(64)}`,
      [
        `Invalid value: "a/b:1@sha256:${'a'.repeat(64)}": the repository name may not contain a tag`,
        `Invalid value: "a/b:1@sha256:${'a'.repeat(64)}": the repository name may not contain an ID`,
      ],
    ],
  ])('with the repository %s', (dockerImageRepository, expected) => {
    expect(lines(validateImageStream(streamOf({ dockerImageRepository })))).toEqual(
      expected.map((message) => `spec.dockerImageRepository: ${message}`),
    );
  });

  const KINDS = "Required value: valid values are 'DockerImage', 'ImageStreamImage', 'ImageStreamTag'";
  const SCHEDULED =
    'Invalid value: true: only tags pointing to Docker repositories may be scheduled for background import';
  test.each<[object, string[]]>([
    [{ from: { kind: 'DockerImage', name: '' } }, ['from.name: Required value']],
    [{ from: { kind: 'ImageStreamTag', name: '' } }, ['from.name: Required value']],
    [{ from: {} }, ['from.name: Required value', `from.kind: ${KINDS}`]],
    [{ from: { kind: 'Pod', name: 'a' } }, [`from.kind: ${KINDS}`]],
    [
      { from: { kind: 'DockerImage', name: 'mars view' } },
      ['from.name: Invalid value: "mars view": invalid reference format'],
    ],
    [
      { from: { kind: 'ImageStreamTag', name: 'a' }, importPolicy: { scheduled: true } },
      [`importPolicy.scheduled: ${SCHEDULED}`],
    ],
    [
      { from: { kind: 'ImageStreamImage', name: 'a@b' }, importPolicy: { scheduled: true } },
      [`importPolicy.scheduled: ${SCHEDULED}`],
    ],
    [
      { referencePolicy: { type: 'local' } },
      ['referencePolicy.type: Invalid value: "local": valid values are "Source", "Local"'],
    ],
    [
      { importPolicy: { importMode: 'legacy' } },
      [
        `importPolicy.importMode: Invalid value: "legacy": invalid import mode, valid modes are '', 'Legacy', 'PreserveOriginal'`,
      ],
    ],
  ])('with the tag %j', (tag, expected) => {
    expect(lines(validateImageStream(withTag(tag)))).toEqual(expected.map((line) => `spec.tags[1].${line}`));
  });

  test('with a history that names nothing', () => {
    const status = {
      tags: [{ tag: '1', items: [{}, { dockerImageReference: 'Foo' }, { dockerImageReference: 'a' }] }],
    };
    expect(lines(validateImageStream(streamOf({}, {}, status)))).toEqual([
      'status.tags[1].items[0].dockerImageReference: Required value',
      'status.tags[1].items[1].dockerImageReference: Invalid value: "Foo": repository name must be lowercase',
    ]);
  });
});

describe('a changed stream', () => {
  test('is still the same object', () => {
    const previous = streamOf({}, { uid: 'u1' });
    expect(validateImageStreamUpdate(streamOf({}, { uid: 'u1' }), previous)).toEqual([]);
    expect(validateImageStreamUpdate(streamOf(), previous)).toEqual([]);
    expect(lines(validateImageStreamUpdate(streamOf({}, { name: 'b', uid: 'u2' }), previous))).toEqual([
      'metadata.name: Invalid value: "b": field is immutable',
      'metadata.uid: Invalid value: "u2": field is immutable',
    ]);
  });

  test('is judged like a new one', () => {
    const next = withTag({ from: { kind: 'DockerImage', name: 'Foo' } });
    expect(validateImageStreamUpdate(next, streamOf())).toEqual(validateImageStream(next));
  });
});

describe('a policy for registries', () => {
  const policy = createRegistryPolicy([{ domainName: 'docker.io' }], undefined);
  const NOT_ALLOWED = 'Forbidden: registry "quay.io" not allowed by whitelist: "docker.io:443"';

  test('judges what a stream points at', () => {
    const stream = streamOf(
      {
        dockerImageRepository: 'quay.io/a/b',
        tags: [
          { name: '1', from: { kind: 'DockerImage', name: 'quay.io/a/b:1' } },
          { name: '2', from: { kind: 'DockerImage', name: 'nginx' } },
        ],
      },
      {},
      { tags: [{ tag: '1', items: [{ dockerImageReference: 'quay.io/a/b:1' }, { dockerImageReference: 'a' }] }] },
    );
    expect(lines(validateImageStream(stream, policy))).toEqual([
      `spec.dockerImageRepository: ${NOT_ALLOWED}`,
      `spec.tags[1].from.name: ${NOT_ALLOWED}`,
      `status.tags[1].items[0].dockerImageReference: ${NOT_ALLOWED}`,
    ]);
  });

  test('leaves alone what a stream had before', () => {
    const tag = (name: string) => ({ tags: [{ name: '1', from: { kind: 'DockerImage', name } }] });
    const previous = streamOf(tag('quay.io/a/b:1'));
    expect(validateImageStreamUpdate(streamOf(tag('quay.io/a/b:2')), previous, policy)).toEqual([]);
    expect(lines(validateImageStreamUpdate(streamOf(tag('quay.io/a/c:1')), previous, policy))).toEqual([
      `spec.tags[1].from.name: ${NOT_ALLOWED}`,
    ]);
  });

  test('judges an ImageStreamTag', () => {
    const tag = imageStreamTagFromUntrusted({
      metadata: { name: 'app:1', namespace: 'n' },
      tag: { from: { kind: 'DockerImage', name: 'quay.io/a' } },
    });
    expect(lines(validateImageStreamTag(tag, policy))).toEqual([`tag.from.name: ${NOT_ALLOWED}`]);
  });
});

describe('an ImageStreamTag', () => {
  const tagOf = (fields: object, metadata: object = {}): ImageStreamTag =>
    imageStreamTagFromUntrusted({ metadata: { name: 'app:1', namespace: 'n', ...metadata }, ...fields });

  test('may lack its tag, or have any name that fits a path', () => {
    expect(validateImageStreamTag(tagOf({}))).toEqual([]);
    expect(lines(validateImageStreamTag(tagOf({}, { name: 'a/b:1' })))).toEqual([
      `metadata.name: Invalid value: "a/b:1": may not contain '/'`,
    ]);
  });

  test('has its tag judged', () => {
    expect(lines(validateImageStreamTag(tagOf({ tag: { from: { kind: 'DockerImage', name: 'Foo' } } })))).toEqual([
      'tag.from.name: Invalid value: "Foo": repository name must be lowercase',
    ]);
  });

  test('has its annotations once, or twice the same', () => {
    const annotated = (annotations: object) => tagOf({ tag: { annotations: { a: '1' } } }, { annotations });
    expect(validateImageStreamTag(annotated({}))).toEqual([]);
    expect(validateImageStreamTag(annotated({ a: '1' }))).toEqual([]);
    expect(lines(validateImageStreamTag(annotated({ a: '2' })))).toEqual([
      'tag.annotations: Invalid value: "<map>": tag annotations must not be provided or must be equal to the object meta annotations',
    ]);
  });

  test('keeps its metadata but for annotations', () => {
    const previous = tagOf({}, { labels: { a: '1' }, annotations: { x: '1' }, resourceVersion: '1' });
    const next = (metadata: object) => validateImageStreamTagUpdate(tagOf({}, metadata), previous);
    expect(next({})).toEqual([]);
    expect(next({ annotations: { x: '2' }, labels: { a: '1' }, resourceVersion: '2' })).toEqual([]);
    expect(lines(next({ labels: { a: '2' } }))).toEqual([
      'metadata: Invalid value: "": may not update fields other than metadata.annotations',
    ]);
  });
});
