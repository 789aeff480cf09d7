import { describe, expect, test } from '@jest/globals';
import { createImageApi } from '../../src/api/api.ts';
import { createClusterImageSettings } from '../../src/api/registries/cluster-image-config.ts';
import { createRegistryRules } from '../../src/api/registries/registry-rules.ts';
import {
  CLUSTER_IMAGE_CONFIG,
  DIGEST_MIRROR_SET,
  IMAGE_STREAM,
  TAG_MIRROR_SET,
} from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { registriesConf } from '../../src/core/registries/registries-conf.ts';
import { routeRegistry } from '../../src/core/registries/routed-registry.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

/** An image API over a store, a registries.conf and what was warned of and explained. */
function aSite(document: Record<string, unknown> = {}) {
  const fixture = anImageApi();
  const warnings: string[] = [];
  const notes: string[] = [];
  const cluster = createClusterImageSettings(fixture.context);
  const conf = registriesConf(document, 'registries.conf');
  const rules = createRegistryRules(fixture.context, cluster, { read: async () => conf });
  const registry = routeRegistry(fixture.registry, { rules: rules.rules, explain: (note) => notes.push(note) });
  const context = { ...fixture.context, registry, cluster, rules, warn: (text: string) => warnings.push(text) };
  const site: ApiFixture = { ...fixture, context, api: createImageApi(context) };
  return { ...site, warnings, notes };
}

type Site = ReturnType<typeof aSite>;

const importFrom = (site: Site, from: string, ...more: string[]) =>
  runInProcess(site, ['import-image', 'app', `--from=${from}`, '--confirm', ...more]);
async function tagOf(site: Site, name = 'latest') {
  const stream = await site.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app');
  const spec = stream.spec.tags?.find((tag) => tag.name === name);
  const status = stream.status.tags?.find((tag) => tag.tag === name);
  return {
    from: spec?.from?.name,
    reference: status?.items?.[0]?.dockerImageReference,
    condition: status?.conditions?.[0],
  };
}

async function configure(site: Site, registrySources: object, more: object = {}): Promise<void> {
  const object = { apiVersion: 'config.openshift.io/v1', kind: 'Image', metadata: { name: 'cluster' } };
  await site.api.update(CLUSTER_IMAGE_CONFIG, '', { ...object, spec: { registrySources, ...more } } as KubeObject);
}

const search = { containerRuntimeSearchRegistries: ['quay.io', 'docker.io'] };

describe('names without a registry', () => {
  test('mean Docker Hub where nothing is configured, and are recorded as written', async () => {
    const site = aSite();
    const digest = site.registry.push('docker.io/library/nginx:1');
    expect((await importFrom(site, 'nginx:1')).status).toBe(0);
    expect(await tagOf(site)).toMatchObject({ from: 'nginx:1', reference: `nginx@${digest}` });
  });

  test('are looked for in order, and the registry that answered is recorded', async () => {
    const site = aSite();
    await configure(site, search);
    site.registry.fail('quay.io/app:1', 'REGISTRY_NAME_UNKNOWN');
    const digest = site.registry.push('docker.io/library/app:1');
    expect((await importFrom(site, 'app:1')).status).toBe(0);
    expect(site.registry.asked.slice(0, 2)).toEqual(['GET quay.io/app:1', 'GET docker.io/library/app:1']);
    expect(await tagOf(site)).toMatchObject({ from: 'app:1', reference: `docker.io/app@${digest}` });
    expect(site.warnings).toEqual([]);
    site.registry.mend('quay.io/app:1');
    const better = site.registry.push('quay.io/app:1', { other: true });
    await runInProcess(site, ['import-image', 'app']);
    expect((await tagOf(site)).reference).toBe(`quay.io/app@${better}`);
  });

  test('a registry that wants a login is told, not passed over in silence', async () => {
    const site = aSite();
    await configure(site, search);
    site.registry.fail('quay.io/app:1', 'REGISTRY_UNAUTHORIZED');
    site.registry.push('docker.io/library/app:1');
    expect((await importFrom(site, 'app:1')).status).toBe(0);
    expect(site.warnings).toEqual([
      'looking for "app:1": you may not have access to the container image "quay.io/app:1"',
    ]);
  });

  test('found nowhere: one condition that names the places', async () => {
    const site = aSite();
    await configure(site, search);
    expect((await importFrom(site, 'app:1')).status).toBe(1);
    expect((await tagOf(site)).condition).toMatchObject({
      reason: 'NotFound',
      message: 'dockerimage.image.openshift.io "app:1" not found in any of quay.io, docker.io',
    });
  });

  test('found nowhere, and one place refused: that is the condition', async () => {
    const site = aSite();
    await configure(site, search);
    site.registry.fail('docker.io/library/app:1', 'REGISTRY_UNAUTHORIZED');
    await importFrom(site, 'app:1');
    expect((await tagOf(site)).condition).toMatchObject({
      reason: 'Unauthorized',
      message: 'you may not have access to the container image "docker.io/library/app:1"',
    });
  });

  test('a registry that may not be imported from is not asked', async () => {
    const site = aSite();
    await configure(site, search, { allowedRegistriesForImport: [{ domainName: 'docker.io' }] });
    site.registry.push('quay.io/app:1');
    site.registry.push('docker.io/library/app:1');
    await importFrom(site, 'app:1');
    expect(site.registry.asked[0]).toBe('GET docker.io/library/app:1');
    expect(site.warnings[0]).toContain(
      '"app:1" is not looked for in quay.io: importing images from registry "quay.io:443"',
    );
  });

  test('a name may be imported when one of its places may be', async () => {
    const site = aSite();
    await configure(site, search, { allowedRegistriesForImport: [{ domainName: 'quay.io' }] });
    const digest = site.registry.push('quay.io/app:1');
    expect((await importFrom(site, 'app:1')).status).toBe(0);
    expect((await tagOf(site)).reference).toBe(`quay.io/app@${digest}`);
  });

  test('a whole repository is found in the same way', async () => {
    const site = aSite();
    await configure(site, search);
    const one = site.registry.push('docker.io/library/app:v1');
    await importFrom(site, 'app', '--all');
    expect(await tagOf(site, 'v1')).toMatchObject({ from: 'app:v1', reference: `docker.io/app@${one}` });
  });

  test('an alias of a file is recorded as what it means', async () => {
    const site = aSite({ aliases: { ubi8: 'registry.access.redhat.com/ubi8' } });
    const digest = site.registry.push('registry.access.redhat.com/ubi8:8.1');
    await importFrom(site, 'ubi8:8.1');
    expect(await tagOf(site)).toMatchObject({
      from: 'ubi8:8.1',
      reference: `registry.access.redhat.com/ubi8@${digest}`,
    });
  });

  test('where full names are asked for, a found name is told', async () => {
    const site = aSite({ 'unqualified-search-registries': ['quay.io', 'docker.io'], 'short-name-mode': 'enforcing' });
    site.registry.push('quay.io/app:1');
    await importFrom(site, 'app:1');
    expect(site.warnings).toEqual([
      '"app:1" names no registry and was found as quay.io/app:1; registries.conf asks for full names',
    ]);
  });
});

describe('mirrors', () => {
  const toMirror = { registry: [{ location: 'quay.io', mirror: [{ location: 'mirror.corp/q' }] }] };

  test('are asked first; what is recorded is the name that was meant', async () => {
    const site = aSite(toMirror);
    const digest = site.registry.push('mirror.corp/q/team/app:1');
    expect((await importFrom(site, 'quay.io/team/app:1')).status).toBe(0);
    expect(site.registry.asked).toEqual(['GET mirror.corp/q/team/app:1', 'config mirror.corp/q/team/app']);
    expect((await tagOf(site)).reference).toBe(`quay.io/team/app@${digest}`);
    expect(site.notes[0]).toContain('quay.io/team/app was found at the mirror mirror.corp/q/team/app');
  });

  test('one that fails is passed over, and told on request only', async () => {
    const site = aSite(toMirror);
    site.registry.fail('mirror.corp/q/team/app:1', 'REGISTRY_CONNECTION');
    const digest = site.registry.push('quay.io/team/app:1');
    expect((await importFrom(site, 'quay.io/team/app:1')).status).toBe(0);
    expect((await tagOf(site)).reference).toBe(`quay.io/team/app@${digest}`);
    expect(site.warnings).toEqual([]);
    expect(site.notes[0]).toContain(
      'the mirror mirror.corp/q/team/app (registries.conf, prefix "quay.io") does not have it',
    );
  });

  test('not there either: the condition of the registry itself', async () => {
    const site = aSite(toMirror);
    await importFrom(site, 'quay.io/team/app:1');
    expect((await tagOf(site)).condition?.message).toBe(
      'dockerimage.image.openshift.io "quay.io/team/app:1" not found',
    );
  });

  test('a mirror that failed is part of the condition when the registry fails, too', async () => {
    const site = aSite(toMirror);
    site.registry.fail('mirror.corp/q/team/app:1', 'REGISTRY_TLS');
    site.registry.fail('quay.io/team/app:1', 'REGISTRY_CONNECTION');
    await importFrom(site, 'quay.io/team/app:1');
    expect((await tagOf(site)).condition?.message).toContain('(mirror ');
  });

  test('a set for tags serves tags, and the content that belongs to them', async () => {
    const site = aSite();
    const spec = { imageTagMirrors: [{ source: 'quay.io/team', mirrors: ['mirror.corp/t'] }] };
    const set = { apiVersion: 'config.openshift.io/v1', kind: 'ImageTagMirrorSet', metadata: { name: 'm' }, spec };
    await site.api.create(TAG_MIRROR_SET, '', set as KubeObject);
    const digest = site.registry.push('mirror.corp/t/app:1');
    expect((await importFrom(site, 'quay.io/team/app:1')).status).toBe(0);
    expect(site.registry.asked.every((asked) => asked.includes('mirror.corp'))).toBe(true);
    expect((await tagOf(site)).reference).toBe(`quay.io/team/app@${digest}`);
  });

  test('a set for digests does not serve tags', async () => {
    const site = aSite();
    const spec = { imageDigestMirrors: [{ source: 'quay.io', mirrors: ['mirror.corp'] }] };
    const set = { apiVersion: 'config.openshift.io/v1', kind: 'ImageDigestMirrorSet', metadata: { name: 'm' }, spec };
    await site.api.create(DIGEST_MIRROR_SET, '', set as KubeObject);
    site.registry.push('quay.io/team/app:1');
    await importFrom(site, 'quay.io/team/app:1');
    expect(site.registry.asked[0]).toBe('GET quay.io/team/app:1');
  });

  test('a set with a mistake is refused', async () => {
    const site = aSite();
    const spec = { imageDigestMirrors: [{ mirrors: ['mirror.corp'] }] };
    const set = { apiVersion: 'config.openshift.io/v1', kind: 'ImageDigestMirrorSet', metadata: { name: 'm' }, spec };
    await expect(site.api.create(DIGEST_MIRROR_SET, '', set as KubeObject)).rejects.toThrow(
      'ImageDigestMirrorSet.config.openshift.io "m" is invalid: spec.imageDigestMirrors[0].source: Required value',
    );
  });

  test('what a file blocks is a condition of the tag', async () => {
    const site = aSite({ registry: [{ location: 'quay.io', blocked: true }] });
    site.registry.push('quay.io/team/app:1');
    await importFrom(site, 'quay.io/team/app:1');
    expect((await tagOf(site)).condition).toMatchObject({
      reason: 'Forbidden',
      message: 'forbidden: registry quay.io blocked',
    });
    expect(site.registry.asked).toEqual([]);
  });
});
