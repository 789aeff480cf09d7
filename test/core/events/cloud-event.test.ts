import { expect, test } from '@jest/globals';
import { cloudEvent, eventVariables } from '../../../src/core/events/cloud-event.ts';
import type { ImageMove } from '../../../src/core/events/image-change.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const pullSpec = (name: string, letter: string) => `quay.io/acme/${name}@${digest(letter)}`;
const move = (name: string, previous: string): ImageMove => ({
  from: { namespace: 'shared', name: `${name}:v1` },
  image: pullSpec(name, 'b'),
  digest: digest('b'),
  created: '2026-01-02T00:00:00Z',
  previous,
});
const told = (name: string, previousImage: string, previousDigest: string) => ({
  stream: name,
  tag: 'v1',
  streamNamespace: 'shared',
  image: pullSpec(name, 'b'),
  digest: digest('b'),
  previousImage,
  previousDigest,
});

test('a tag that moved', () => {
  const subject = {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    namespace: 'shared',
    name: 'app',
    tag: 'v1',
  };
  const metadata = { name: 'app', namespace: 'shared' };
  const event = cloudEvent(
    { subject, moves: [move('app', pullSpec('app', 'a'))] },
    { apiVersion: subject.apiVersion, kind: 'ImageStream', metadata },
  );
  const data = told('app', pullSpec('app', 'a'), digest('a'));
  expect(event).toEqual({
    specversion: '1.0',
    id: `image.openshift.io/ImageStream shared/app:v1 shared/app:v1@${digest('b')}@2026-01-02T00:00:00Z`,
    source: '/namespaces/shared/imagestreams/app',
    type: 'dev.imagestream.tag.moved',
    subject: 'app:v1',
    time: '2026-01-02T00:00:00Z',
    datacontenttype: 'application/json',
    data: {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      namespace: 'shared',
      name: 'app',
      cause: 'ImageChange',
      ...data,
      moves: [data],
    },
  });
});

test('an object that got two images, one of them its first', () => {
  const subject = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'demo', name: 'web' };
  const event = cloudEvent(
    { subject, moves: [move('app', 'quay.io/acme/app:old'), move('base', '')] },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'demo' } },
  );
  const [app, base] = [told('app', 'quay.io/acme/app:old', ''), told('base', '', '')];
  expect(event).toMatchObject({
    source: '/namespaces/shared/imagestreams/app',
    type: 'dev.imagestream.object.changed',
    subject: 'Deployment/web',
    data: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'demo', name: 'web', ...app, moves: [app, base] },
  });
  expect(eventVariables(event)).toEqual({
    IMAGESTREAM_EVENT_ID: event.id,
    IMAGESTREAM_CAUSE: 'ImageChange',
    IMAGESTREAM_KIND: 'Deployment',
    IMAGESTREAM_NAME: 'web',
    IMAGESTREAM_NAMESPACE: 'demo',
    IMAGESTREAM_STREAM: 'app',
    IMAGESTREAM_TAG: 'v1',
    IMAGESTREAM_NEW_IMAGE: pullSpec('app', 'b'),
    IMAGESTREAM_NEW_DIGEST: digest('b'),
    IMAGESTREAM_OLD_IMAGE: 'quay.io/acme/app:old',
    IMAGESTREAM_OLD_DIGEST: '',
  });
});
