import { describe, expect, test } from '@jest/globals';
import { CLUSTER_IMAGE_CONFIG, IMAGE_STREAM, IMAGE_STREAM_TAG } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream, ImageStreamTag } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import type { ClusterImageConfig } from '../../src/core/registries/cluster-image-config.ts';
import { isStatusError } from '../../src/core/status.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';
import { aStream, aTag } from '../support/streams.ts';

const NS = 'demo';

async function configure(fixture: ApiFixture, spec: ClusterImageConfig['spec']): Promise<void> {
  const object = { apiVersion: 'config.openshift.io/v1', kind: 'Image', metadata: { name: 'cluster' }, spec };
  await fixture.api.update(CLUSTER_IMAGE_CONFIG, '', object as KubeObject);
}

const onlyAcme = { allowedRegistriesForImport: [{ domainName: 'docker.io' }, { domainName: '*.acme.io' }] };
const LIST = '"docker.io:443", "*.acme.io:443"';

const istag = (name: string, from: string, over = {}): ImageStreamTag => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStreamTag',
  metadata: { name, namespace: NS },
  tag: aTag(name.split(':')[1] as string, { from: { kind: 'DockerImage', name: from }, ...over }),
  generation: 0,
  lookupPolicy: { local: false },
  image: { metadata: { name: '' }, dockerImageReference: '' },
});

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (isStatusError(error)) return error.message;
    throw error;
  }
  throw new Error('it was allowed');
}

describe('allowedRegistriesForImport', () => {
  test('an import from elsewhere is refused, asks no registry and writes nothing', async () => {
    const fixture = anImageApi();
    await configure(fixture, onlyAcme);
    const outcome = await runInProcess(fixture, ['import-image', 'app', '--from=quay.io/team/app:1', '--confirm']);
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain(
      `spec.images[0].from.name: Forbidden: importing images from registry "quay.io:443" is forbidden: registry "quay.io:443" not allowed by whitelist: ${LIST}`,
    );
    expect(fixture.registry.asked).toEqual([]);
    expect((await fixture.api.list(IMAGE_STREAM, NS)).items).toEqual([]);
  });

  test('an allowed registry is imported from', async () => {
    const fixture = anImageApi();
    await configure(fixture, onlyAcme);
    fixture.registry.push('registry.acme.io/team/app:1');
    const outcome = await runInProcess(fixture, [
      'import-image',
      'app',
      '--from=registry.acme.io/team/app:1',
      '--confirm',
    ]);
    expect(outcome.status).toBe(0);
  });

  test('a stream and an istag may not point elsewhere', async () => {
    const fixture = anImageApi();
    await configure(fixture, onlyAcme);
    const stream = aStream({ tags: [aTag('1')] });
    expect(await refusal(fixture.api.create(IMAGE_STREAM, NS, stream))).toBe(
      `ImageStream.image.openshift.io "app" is invalid: spec.tags[1].from.name: Forbidden: registry "quay.io" not allowed by whitelist: ${LIST}`,
    );
    const create = fixture.api.create(IMAGE_STREAM_TAG, NS, istag('app:1', 'quay.io/team/app:1'));
    expect(await refusal(create)).toBe(
      `ImageStreamTag.image.openshift.io "app:1" is invalid: tag.from.name: Forbidden: registry "quay.io" not allowed by whitelist: ${LIST}`,
    );
  });

  test('what was there before stays, and may be written again', async () => {
    const fixture = anImageApi();
    await fixture.api.create(IMAGE_STREAM, NS, aStream({ tags: [aTag('1', { reference: true })] }));
    await configure(fixture, onlyAcme);
    const stream = await fixture.api.get<ImageStream>(IMAGE_STREAM, NS, 'app');
    stream.metadata.labels = { a: 'b' };
    await fixture.api.update(IMAGE_STREAM, NS, stream);
    const again = istag('app:2', 'quay.io/team/app:2', { reference: true });
    await fixture.api.update(IMAGE_STREAM_TAG, NS, again);
    const other = istag('app:3', 'quay.io/other/app:2');
    expect(await refusal(fixture.api.update(IMAGE_STREAM_TAG, NS, other))).toContain('Forbidden: registry "quay.io"');
    expect((await fixture.api.get<ImageStream>(IMAGE_STREAM, NS, 'app')).spec.tags?.map((t) => t.name)).toEqual([
      '1',
      '2',
    ]);
  });

  test('an insecure tag may use an entry for port 80', async () => {
    const fixture = anImageApi();
    await configure(fixture, { allowedRegistriesForImport: [{ domainName: 'plain.acme.io', insecure: true }] });
    fixture.registry.push('plain.acme.io/app:1');
    const args = ['import-image', 'app', '--from=plain.acme.io/app:1', '--confirm'];
    expect((await runInProcess(fixture, args)).stderr).toContain('registry "plain.acme.io:443" not allowed');
    expect((await runInProcess(fixture, [...args, '--insecure'])).status).toBe(0);
  });

  test('the integrated registry is always allowed', async () => {
    const fixture = anImageApi({ internalRegistry: 'registry.internal:5000' });
    await configure(fixture, onlyAcme);
    fixture.registry.push('registry.internal:5000/demo/app:1');
    const outcome = await runInProcess(fixture, ['tag', 'registry.internal:5000/demo/app:1', 'app:1']);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('registrySources', () => {
  test('a blocked registry is a condition of the tag, whatever the name of Docker Hub', async () => {
    const fixture = anImageApi();
    await configure(fixture, { registrySources: { blockedRegistries: ['quay.io', 'docker.io'] } });
    fixture.registry.push('docker.io/library/nginx:1');
    await runInProcess(fixture, ['import-image', 'a', '--from=quay.io/team/app', '--confirm']);
    await runInProcess(fixture, ['import-image', 'b', '--from=nginx:1', '--confirm']);
    const conditionOf = async (name: string) =>
      (await fixture.api.get<ImageStream>(IMAGE_STREAM, NS, name)).status.tags?.[0]?.conditions?.[0];
    expect(await conditionOf('a')).toMatchObject({
      reason: 'Forbidden',
      message: 'forbidden: registry quay.io blocked',
    });
    expect(await conditionOf('b')).toMatchObject({ reason: 'Forbidden', message: 'forbidden: registry  blocked' });
    expect(fixture.registry.asked).toEqual([]);
  });

  test('a change counts for the next import of the same process', async () => {
    const fixture = anImageApi();
    fixture.registry.push('quay.io/team/app:1');
    const args = ['import-image', 'app', '--from=quay.io/team/app:1', '--confirm'];
    expect((await runInProcess(fixture, args)).status).toBe(0);
    await configure(fixture, { registrySources: { blockedRegistries: ['quay.io'] } });
    expect((await runInProcess(fixture, args)).stdout).toContain('forbidden: registry quay.io blocked');
  });
});

describe('image.config.openshift.io/cluster', () => {
  test('is there before it was written, as on every cluster', async () => {
    const fixture = anImageApi();
    const { stdout, status } = await runInProcess(fixture, ['get', 'image.config.openshift.io/cluster', '-o', 'yaml']);
    expect(status).toBe(0);
    expect(stdout).toBe('apiVersion: config.openshift.io/v1\nkind: Image\nmetadata:\n  name: cluster\nspec: {}\n');
    await configure(fixture, onlyAcme);
    const stored = await fixture.api.get<ClusterImageConfig>(CLUSTER_IMAGE_CONFIG, '', 'cluster');
    expect(stored.spec).toEqual(onlyAcme);
    expect(stored.metadata.uid).toBeDefined();
  });

  test('a mistake in it is refused, and in a file it stops imports rather than being passed over', async () => {
    const fixture = anImageApi();
    const wrong = { allowedRegistriesForImport: [{ domainName: 'a:1:2' }] };
    expect(await refusal(configure(fixture, wrong))).toBe(
      'Image.config.openshift.io "cluster" is invalid: spec.allowedRegistriesForImport[0].domainName: Invalid value: "a:1:2": too many colons',
    );
    await fixture.store.create(
      { group: 'config.openshift.io', resource: 'images', name: 'cluster' },
      { apiVersion: 'config.openshift.io/v1', kind: 'Image', metadata: { name: 'cluster' }, spec: wrong },
    );
    fixture.pass(60);
    const outcome = await runInProcess(fixture, ['import-image', 'app', '--from=quay.io/team/app:1', '--confirm']);
    expect(outcome.stderr).toContain('too many colons');
    expect(fixture.registry.asked).toEqual([]);
    expect((await runInProcess(fixture, ['get', 'is'])).status).toBe(0);
  });
});
