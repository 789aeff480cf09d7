import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../../src/core/objects/image-stream.ts';
import { imageStreamImageOf, imageStreamTagOf, tagsWithImage } from '../../../src/core/stream/derived.ts';
import { nameRepositories, pullSpecOf } from '../../../src/core/stream/pull-spec.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const image: Image = {
  apiVersion: 'image.openshift.io/v1',
  kind: 'Image',
  metadata: { name: digestA, creationTimestamp: '2026-01-05T00:00:00Z', annotations: { a: 'image', b: 'image' } },
  dockerImageReference: 'elsewhere',
};
const { apiVersion: _version, kind: _kind, ...bare } = image;
const event = anEvent(digestA, { generation: 3 });
const history = [{ tag: '1', items: [event, anEvent(digestB)] }];

describe('the ImageStreamTag of a tag', () => {
  test('shows the newest image, with the annotations of the tag over its own', () => {
    const tag = aTag('1', { annotations: { b: 'tag', c: 'tag' } });
    const stream = aStream({ tags: [tag], history });
    Object.assign(stream.metadata, { labels: { l: '1' }, uid: 'u', resourceVersion: '7' });
    expect(imageStreamTagOf(stream, '1', image)).toEqual({
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamTag',
      metadata: {
        name: 'app:1',
        namespace: 'demo',
        labels: { l: '1' },
        annotations: { b: 'tag', c: 'tag' },
        creationTimestamp: event.created,
        resourceVersion: '7',
        uid: 'u',
      },
      tag,
      generation: 3,
      lookupPolicy: { local: false },
      image: {
        ...bare,
        metadata: { ...image.metadata, annotations: { a: 'image', b: 'tag', c: 'tag' } },
        dockerImageReference: event.dockerImageReference,
      },
    });
  });

  test('of a tag that no spec names and whose image is not stored', () => {
    const stream = aStream({ history });
    delete stream.metadata.namespace;
    expect(imageStreamTagOf(stream, '1', undefined)).toEqual({
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamTag',
      metadata: { name: 'app:1', creationTimestamp: event.created },
      tag: null,
      generation: 3,
      lookupPolicy: { local: false },
      image: {
        metadata: { name: digestA, creationTimestamp: null },
        dockerImageReference: event.dockerImageReference,
      },
    });
  });

  test('shows that the newest import failed', () => {
    const conditions = [
      { type: 'ImportSuccess', status: 'False', lastTransitionTime: '', reason: '', message: '', generation: 4 },
    ];
    const stream = aStream({ history: [{ tag: '1', items: [event], conditions }] });
    expect(imageStreamTagOf(stream, '1', image)?.conditions).toEqual(conditions);
  });

  test.each([
    ['no history', []],
    ['no events', [{ tag: '1', items: null }]],
    ['a mere reference', [{ tag: '1', items: [anEvent('')] }]],
    ['another tag only', [{ tag: '2', items: [event] }]],
  ])('is not there with %s', (_what, tags) => {
    expect(imageStreamTagOf(aStream({ tags: [aTag('1')], history: tags }), '1', image)).toBeUndefined();
  });
});

test('an ImageStreamImage echoes what was asked', () => {
  const stream = aStream({ history });
  Object.assign(stream.metadata, { labels: { l: '1' }, annotations: { s: '1' } });
  expect(imageStreamImageOf(stream, 'sha256:aaa', image)).toEqual({
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImage',
    metadata: {
      name: 'app@sha256:aaa',
      namespace: 'demo',
      labels: { l: '1' },
      annotations: { s: '1' },
      creationTimestamp: '2026-01-05T00:00:00Z',
    },
    image: bare,
  });
  const bareStream = aStream();
  delete bareStream.metadata.namespace;
  const dateless = { ...image, metadata: { name: digestA } };
  expect(imageStreamImageOf(bareStream, 'x', dateless).metadata).toEqual({ name: 'app@x', creationTimestamp: null });
});

test('tags with an image are those whose newest event names one', () => {
  const tags = [
    ...history,
    { tag: '2', items: [anEvent(''), event] },
    { tag: '3', items: null },
    { tag: '4', items: [] },
  ];
  expect(tagsWithImage(aStream({ history: tags })).map(({ tag }) => tag)).toEqual(['1']);
  expect(tagsWithImage(aStream())).toEqual([]);
});

describe('the pull spec of an event', () => {
  const local = aTag('1', { referencePolicy: { type: 'Local' } });
  const repository = 'registry.local:5000/demo/app';
  test.each([
    ['Local, with a registry', [local], repository, event, `${repository}@${digestA}`],
    ['Local, without', [local], '', event, event.dockerImageReference],
    ['Local, of no image', [local], repository, anEvent('', { dockerImageReference: 'x:1' }), 'x:1'],
    ['Source', [aTag('1')], repository, event, event.dockerImageReference],
    ['no spec', [], repository, event, event.dockerImageReference],
  ])('%s', (_what, tags, dockerImageRepository, given, expected) => {
    const stream = aStream({ tags });
    stream.status.dockerImageRepository = dockerImageRepository;
    expect(pullSpecOf(stream, '1', given)).toBe(expected);
  });
});

test.each([
  [{}, { dockerImageRepository: '' }],
  [{ internal: 'i:5000' }, { dockerImageRepository: 'i:5000/demo/app' }],
  [
    { internal: 'i', external: 'e' },
    { dockerImageRepository: 'i/demo/app', publicDockerImageRepository: 'e/demo/app' },
  ],
])('hosts %j name %j', (hosts, expected) => {
  const stream = aStream();
  stream.status.publicDockerImageRepository = 'old';
  nameRepositories(stream, hosts);
  expect(stream.status).toEqual(expected);
});

test('the repository of the spec is shown where there is no registry', () => {
  const stream = aStream();
  stream.spec.dockerImageRepository = 'quay.io/a/b';
  nameRepositories(stream, {});
  expect(stream.status.dockerImageRepository).toBe('quay.io/a/b');
  nameRepositories(stream, { internal: 'i' });
  expect(stream.status.dockerImageRepository).toBe('i/demo/app');
});
