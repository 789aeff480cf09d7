import { describe, expect, test } from '@jest/globals';
import { IMAGE, IMAGE_STREAM, IMAGE_STREAM_TAG } from '../../../src/core/kinds/kind-names.ts';
import type { ImageStream, ImageStreamTag, TagImportPolicy } from '../../../src/core/objects/image-stream.ts';
import type { ImageStreamImport } from '../../../src/core/objects/image-stream-import.ts';
import { CHECK_ANNOTATION } from '../../../src/core/stream/import-apply.ts';
import { specTag, statusTag } from '../../../src/core/stream/tag-history.ts';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';

const NS = 'demo';

function anImport(
  name: string,
  tags: Record<string, string>,
  importPolicy: TagImportPolicy = {},
  over = {},
): ImageStreamImport {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name, namespace: NS, ...over },
    spec: {
      import: true,
      images: Object.entries(tags).map(([tag, from]) => ({
        from: { kind: 'DockerImage', name: from },
        to: { name: tag },
        importPolicy: { importMode: 'Legacy', ...importPolicy },
        referencePolicy: { type: 'Source' },
      })),
    },
    status: {},
  };
}

const streamOf = (fixture: ApiFixture, name = 'app') => fixture.api.get<ImageStream>(IMAGE_STREAM, NS, name);
const images = async (fixture: ApiFixture) => (await fixture.api.list(IMAGE, NS)).items.map((i) => i.metadata.name);

describe('importing one image', () => {
  test('a new stream has the tag, its event and the image, all of generation 1', async () => {
    const fixture = anImageApi();
    const digest = fixture.registry.push('quay.io/team/app:1');
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    const stream = await streamOf(fixture);
    expect(stream.metadata.generation).toBe(1);
    expect(stream.metadata.annotations).toEqual({ [CHECK_ANNOTATION]: '2026-03-01T10:00:00Z' });
    expect(specTag(stream, 'latest')).toEqual({
      name: 'latest',
      annotations: null,
      from: { kind: 'DockerImage', name: 'quay.io/team/app:1' },
      generation: 1,
      importPolicy: { importMode: 'Legacy' },
      referencePolicy: { type: 'Source' },
    });
    expect(statusTag(stream, 'latest')?.items).toEqual([
      {
        created: '2026-03-01T10:00:00Z',
        dockerImageReference: `quay.io/team/app@${digest}`,
        generation: 1,
        image: digest,
      },
    ]);
    expect(await images(fixture)).toEqual([digest]);
  });

  test('an unchanged image costs one request and writes nothing', async () => {
    const fixture = anImageApi();
    fixture.registry.push('quay.io/team/app:1');
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    const before = await streamOf(fixture);
    fixture.pass(60);
    fixture.registry.asked.length = 0;
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    expect(fixture.registry.asked).toEqual(['GET quay.io/team/app:1']);
    expect(await streamOf(fixture)).toEqual(before);
  });

  test('a moved tag puts its new image on top and keeps the old one', async () => {
    const fixture = anImageApi();
    const first = fixture.registry.push('quay.io/team/app:1', { version: 1 });
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    const second = fixture.registry.push('quay.io/team/app:1', { version: 2 });
    fixture.pass(60);
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    const stream = await streamOf(fixture);
    expect(statusTag(stream, 'latest')?.items?.map((i) => [i.image, i.generation])).toEqual([
      [second, 2],
      [first, 1],
    ]);
    expect(stream.metadata.generation).toBe(2);
  });

  test('a failure is a condition; the same failure again changes nothing; the image stays', async () => {
    const fixture = anImageApi();
    const digest = fixture.registry.push('quay.io/team/app:1');
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    fixture.registry.fail('quay.io/team/app:1', 'REGISTRY_MANIFEST_UNKNOWN');
    const done = await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    expect(done.status.images?.[0]?.status).toMatchObject({ status: 'Failure', reason: 'NotFound' });
    const failed = await streamOf(fixture);
    expect(statusTag(failed, 'latest')?.conditions).toEqual([
      {
        type: 'ImportSuccess',
        status: 'False',
        reason: 'NotFound',
        message: 'dockerimage.image.openshift.io "quay.io/team/app:1" not found',
        lastTransitionTime: '2026-03-01T10:00:00Z',
        generation: 2,
      },
    ]);
    expect(statusTag(failed, 'latest')?.items?.[0]?.image).toBe(digest);
    fixture.pass(60);
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    expect(await streamOf(fixture)).toEqual(failed);
    fixture.registry.mend('quay.io/team/app:1');
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    expect(statusTag(await streamOf(fixture), 'latest')?.conditions).toBeUndefined();
  });

  test.each([
    ['nginx:1', 'docker.io/library/nginx:1', 'nginx@'],
    ['docker.io/nginx:1', 'docker.io/library/nginx:1', 'docker.io/nginx@'],
    ['index.docker.io/library/nginx:1', 'docker.io/library/nginx:1', 'index.docker.io/library/nginx@'],
    ['nginx', 'docker.io/library/nginx:latest', 'nginx@'],
  ])('%s is looked for at %s and recorded as typed', async (typed, where, recorded) => {
    const fixture = anImageApi();
    const digest = fixture.registry.push(where);
    await fixture.api.importImages(NS, anImport('app', { x: typed }));
    expect(statusTag(await streamOf(fixture), 'x')?.items?.[0]?.dockerImageReference).toBe(`${recorded}${digest}`);
  });

  test('a dry run writes nothing', async () => {
    const fixture = anImageApi();
    fixture.registry.push('quay.io/team/app:1');
    const request = anImport('app', { latest: 'quay.io/team/app:1' });
    request.spec.import = false;
    const done = await fixture.api.importImages(NS, request);
    expect(done.status.images?.[0]?.status.status).toBe('Success');
    expect(await images(fixture)).toEqual([]);
    await expect(streamOf(fixture)).rejects.toThrow('imagestreams.image.openshift.io "app" not found');
  });

  test('a stream written since it was read is a conflict', async () => {
    const fixture = anImageApi();
    fixture.registry.push('quay.io/team/app:1');
    await fixture.api.importImages(NS, anImport('app', { latest: 'quay.io/team/app:1' }));
    const request = anImport('app', { latest: 'quay.io/team/app:1' }, {}, { resourceVersion: 'older' });
    await expect(fixture.api.importImages(NS, request)).rejects.toThrow(
      /^Operation cannot be fulfilled on imagestream.image.openshift.io "app": the image stream was updated from "older" to /,
    );
  });

  test('the first spelling of a repository is the spelling of all', async () => {
    const fixture = anImageApi();
    fixture.registry.push('docker.io/library/nginx:1', { v: 1 });
    fixture.registry.push('docker.io/library/nginx:2', { v: 2 });
    await fixture.api.importImages(NS, anImport('app', { one: 'nginx:1', two: 'docker.io/library/nginx:2' }));
    expect(statusTag(await streamOf(fixture), 'two')?.items?.[0]?.dockerImageReference).toMatch(/^nginx@sha256:/);
  });

  test('an image that the store knows keeps the pull spec of its first import', async () => {
    const fixture = anImageApi();
    const digest = fixture.registry.push('quay.io/team/app:1');
    fixture.registry.push('quay.io/mirror/app:1');
    await fixture.api.importImages(NS, anImport('a', { x: 'quay.io/team/app:1' }));
    await fixture.api.importImages(NS, anImport('b', { x: 'quay.io/mirror/app:1' }));
    expect((await fixture.api.get(IMAGE, NS, digest)).dockerImageReference).toBe(`quay.io/team/app@${digest}`);
    const tag = await fixture.api.get<ImageStreamTag>(IMAGE_STREAM_TAG, NS, 'b:x');
    expect(tag.image.dockerImageReference).toBe(`quay.io/mirror/app@${digest}`);
  });
});

describe('indexes', () => {
  const platforms = ['arm64', 'amd64', 's390x'].map((architecture) => ({ os: 'linux', architecture }));

  test("Legacy takes this machine's platform, and costs one request when nothing changed", async () => {
    const fixture = anImageApi();
    const { children } = fixture.registry.pushIndex('quay.io/team/multi:1', platforms);
    await fixture.api.importImages(NS, anImport('app', { x: 'quay.io/team/multi:1' }));
    expect(fixture.registry.asked).toEqual([
      'GET quay.io/team/multi:1',
      `GET quay.io/team/multi@${children[1]}`,
      'config quay.io/team/multi',
    ]);
    expect(statusTag(await streamOf(fixture), 'x')?.items?.[0]?.image).toBe(children[1]);
    fixture.registry.asked.length = 0;
    await fixture.api.importImages(NS, anImport('app', { x: 'quay.io/team/multi:1' }));
    expect(fixture.registry.asked).toEqual(['GET quay.io/team/multi:1']);
  });

  test('annotations of the tag choose another platform', async () => {
    const fixture = anImageApi();
    const { children } = fixture.registry.pushIndex('quay.io/team/multi:1', platforms);
    await fixture.api.create(IMAGE_STREAM, NS, {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { name: 'app' },
      spec: {
        tags: [
          {
            name: 'x',
            annotations: { 'importer.image.openshift.io/prefer-arch': 's390x' },
            from: { kind: 'DockerImage', name: 'quay.io/team/multi:1' },
          },
        ],
      },
    });
    await fixture.api.controllers.settle();
    expect(statusTag(await streamOf(fixture), 'x')?.items?.[0]?.image).toBe(children[2]);
  });

  test('PreserveOriginal keeps the index and every child', async () => {
    const fixture = anImageApi();
    const { index, children } = fixture.registry.pushIndex('quay.io/team/multi:1', platforms);
    const done = await fixture.api.importImages(
      NS,
      anImport('app', { x: 'quay.io/team/multi:1' }, { importMode: 'PreserveOriginal' }),
    );
    expect(done.status.images?.[0]?.manifests?.map((image) => image.metadata.name)).toEqual(children);
    expect(statusTag(await streamOf(fixture), 'x')?.items?.[0]?.image).toBe(index);
    expect(await images(fixture)).toEqual([index, ...children].sort());
    fixture.registry.asked.length = 0;
    await fixture.api.importImages(
      NS,
      anImport('app', { x: 'quay.io/team/multi:1' }, { importMode: 'PreserveOriginal' }),
    );
    expect(fixture.registry.asked).toEqual(['GET quay.io/team/multi:1']);
  });

  test('going from PreserveOriginal to Legacy takes the child without a download', async () => {
    const fixture = anImageApi();
    const { children } = fixture.registry.pushIndex('quay.io/team/multi:1', platforms);
    await fixture.api.importImages(
      NS,
      anImport('app', { x: 'quay.io/team/multi:1' }, { importMode: 'PreserveOriginal' }),
    );
    fixture.registry.asked.length = 0;
    await fixture.api.importImages(NS, anImport('app', { x: 'quay.io/team/multi:1' }));
    expect(fixture.registry.asked).toEqual(['GET quay.io/team/multi:1']);
    expect(statusTag(await streamOf(fixture), 'x')?.items?.[0]?.image).toBe(children[1]);
  });
});

describe('importing a repository', () => {
  const repositoryImport = (from: string): ImageStreamImport => ({
    ...anImport('app', {}),
    spec: {
      import: true,
      repository: {
        from: { kind: 'DockerImage', name: from },
        importPolicy: { importMode: 'Legacy' },
        referencePolicy: { type: 'Source' },
      },
    },
  });

  test('takes the first tags up to the limit and names the others', async () => {
    const fixture = anImageApi({ maxImagesBulkImportedPerRepository: 2 });
    for (const tag of ['1.0', 'latest', '2.0', 'other']) fixture.registry.push(`quay.io/team/app:${tag}`, { tag });
    const done = await fixture.api.importImages(NS, repositoryImport('quay.io/team/app'));
    expect(done.status.repository?.images?.map((image) => image.tag)).toEqual(['latest', '2.0']);
    expect(done.status.repository?.additionalTags).toEqual(['1.0', 'other']);
    const stream = await streamOf(fixture);
    expect(stream.spec.tags?.map((tag) => tag.from?.name)).toEqual(['quay.io/team/app:2.0', 'quay.io/team/app:latest']);
    expect(stream.spec.dockerImageRepository).toBeUndefined();
  });

  test('a tag that fails leaves a condition and no spec tag', async () => {
    const fixture = anImageApi();
    for (const tag of ['a', 'b']) fixture.registry.push(`quay.io/team/app:${tag}`, { tag });
    fixture.registry.fail('quay.io/team/app:b', 'REGISTRY_DENIED');
    const done = await fixture.api.importImages(NS, repositoryImport('quay.io/team/app'));
    expect(done.status.repository?.status).toMatchObject({
      reason: 'ImportFailed',
      message: 'one of the images from this repository failed to import',
    });
    const stream = await streamOf(fixture);
    expect(stream.spec.tags?.map((tag) => tag.name)).toEqual(['a']);
    expect(statusTag(stream, 'b')).toMatchObject({ items: null, conditions: [{ reason: 'InternalError' }] });
  });

  test('a list that is refused makes an empty stream', async () => {
    const fixture = anImageApi();
    const done = await fixture.api.importImages(NS, repositoryImport('quay.io/team/nowhere'));
    expect(done.status.repository?.status).toMatchObject({ reason: 'NotFound' });
    const stream = await streamOf(fixture);
    expect(stream.status.tags).toBeUndefined();
    expect(stream.metadata.annotations?.[CHECK_ANNOTATION]).toBe('2026-03-01T10:00:00Z');
  });
});

describe('what a controller would do', () => {
  test('a tag that is written is imported once, also when it fails', async () => {
    const fixture = anImageApi();
    await fixture.api.update(IMAGE_STREAM_TAG, NS, {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamTag',
      metadata: { name: 'app:x' },
      tag: {
        name: 'x',
        from: { kind: 'DockerImage', name: 'quay.io/team/app:x' },
        generation: 0,
        importPolicy: {},
        referencePolicy: {},
      },
    });
    await fixture.api.controllers.settle();
    expect(fixture.registry.asked).toEqual(['GET quay.io/team/app:x']);
    const stream = await streamOf(fixture);
    expect(stream.metadata.generation).toBe(2);
    expect(specTag(stream, 'x')?.generation).toBe(2);
    expect(statusTag(stream, 'x')).toMatchObject({ items: null, conditions: [{ reason: 'NotFound', generation: 2 }] });
    await fixture.api.controllers.settle();
    expect(fixture.registry.asked).toHaveLength(1);
  });

  test('a whole repository is imported when the stream was never checked', async () => {
    const fixture = anImageApi();
    fixture.registry.push('quay.io/team/app:a');
    await fixture.api.create(IMAGE_STREAM, NS, {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { name: 'app' },
      spec: { dockerImageRepository: 'quay.io/team/app' },
    });
    await fixture.api.controllers.settle();
    const stream = await streamOf(fixture);
    expect(stream.spec.tags?.map((tag) => tag.name)).toEqual(['a']);
    expect(stream.status.dockerImageRepository).toBe('quay.io/team/app');
  });
});
