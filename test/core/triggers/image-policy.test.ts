import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { localImage, localNames } from '../../../src/core/triggers/image-policy.ts';
import { anEvent, aStream, aTag, digestA } from '../../support/streams.ts';
import { aCronJob, aDeployment } from './objects.ts';

const ALWAYS = { 'alpha.image.policy.openshift.io/resolve-names': '*' };

/** A pod with one container. */
const aPod = (image: string, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'pod', ...metadata },
  spec: { containers: [{ name: 'main', image }] },
});

const tagsOf = (object: KubeObject, previous?: KubeObject) =>
  localNames(object, previous).map(({ stream, tag }) => `${stream}:${tag}`);

describe('names that may mean tags', () => {
  const cases: [image: string, metadata: object, names: string[]][] = [
    ['app', {}, ['app:latest']],
    ['app:1', {}, ['app:1']],
    [`app@${digestA}`, {}, []],
    ['team/app:1', {}, []],
    ['quay.io/team/app:1', {}, []],
    ['app.io', {}, []],
    ['localhost', {}, []],
    [' ', {}, []],
    ['quay.io/team/app:1', { annotations: ALWAYS }, ['app:1']],
    [`quay.io/team/app@${digestA}`, { annotations: ALWAYS }, []],
    ['app', { ownerReferences: [{ controller: true }] }, []],
    ['app', { ownerReferences: [{ controller: false }] }, ['app:latest']],
  ];
  test.each(cases)('%j in a pod with %j: %j', (image, metadata, names) => {
    expect(tagsOf(aPod(image, metadata))).toEqual(names);
  });

  test('are those of all containers, in every kind of workload', () => {
    expect(tagsOf(aDeployment())).toEqual(['busybox:latest', 'busybox:latest']);
    expect(tagsOf(aCronJob())).toEqual(['busybox:latest', 'busybox:latest']);
  });

  test('are not those that stood there before', () => {
    expect(tagsOf(aPod('app'), aPod('app'))).toEqual([]);
    expect(tagsOf(aPod('app:2'), aPod('app:1'))).toEqual(['app:2']);
  });

  test('are none when a job is updated', () => {
    const job = (image: string): KubeObject => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job' },
      spec: { template: { spec: { containers: [{ name: 'main', image }] } } },
    });
    expect(tagsOf(job('app'))).toEqual(['app:latest']);
    expect(tagsOf(job('app:2'), job('app'))).toEqual([]);
  });

  test('are the images that a build starts from', () => {
    const from = { kind: 'DockerImage', name: 'node:16' };
    const build = {
      apiVersion: 'build.openshift.io/v1',
      kind: 'Build',
      metadata: { name: 'b' },
      spec: {
        strategy: { sourceStrategy: { from } },
        source: { images: [{ from: { kind: 'ImageStreamTag', name: 'x:1' } }] },
      },
    };
    expect(tagsOf(build)).toEqual(['node:16']);
    expect(tagsOf({ ...build, kind: 'BuildConfig' })).toEqual([]);
  });
});

describe('the image of a local name', () => {
  const name = (tag: string, always = false) => ({ holder: {}, key: 'image' as const, stream: 'app', tag, always });
  function aLocalStream({ local = true, repository = '' } = {}) {
    const stream = aStream({ tags: [aTag('1')], history: [{ tag: '1', items: [anEvent(digestA)] }] });
    stream.spec.lookupPolicy = { local };
    stream.status.dockerImageRepository = repository;
    return stream;
  }
  const REPOSITORY = 'registry.local:5000/demo/app';

  test.each([
    ['the digest of the tag', name('1'), aLocalStream(), false, `quay.io/team/app@${digestA}`],
    ['nothing, where the stream is not for local use', name('1'), aLocalStream({ local: false }), false, undefined],
    [
      'the digest all the same, where the object says so',
      name('1', true),
      aLocalStream({ local: false }),
      false,
      `quay.io/team/app@${digestA}`,
    ],
    ['nothing, without stream', name('1'), undefined, false, undefined],
    [
      'the place in the integrated registry, without tag',
      name('2'),
      aLocalStream({ repository: REPOSITORY }),
      true,
      `${REPOSITORY}:2`,
    ],
    [
      'nothing, without tag and registry',
      name('2'),
      aLocalStream({ repository: 'quay.io/team/app' }),
      false,
      undefined,
    ],
  ])('is %s', (_what, local, stream, hasRegistry, expected) => {
    expect(localImage(local, stream, { hasRegistry })).toBe(expected);
  });
});
