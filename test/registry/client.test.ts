import { describe, expect, test } from '@jest/globals';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage, createIndex } from '../support/images.ts';
import type { AccessMode } from '../support/registry-access.ts';
import { alice, at, client, identity, later, login } from './client-under-test.ts';

async function serve(access: AccessMode): Promise<FixtureRegistry> {
  const registry = await startFixtureRegistry({ access, tls: identity });
  later(registry.stop);
  return registry;
}

const users = { alice: 's3cret' };
const single = createImage({ seed: 'single' });
const index = createIndex({ seed: 'index', platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'] });

describe('the number of requests', () => {
  const modes: [name: string, access: AccessMode, extra: number, perHost: number][] = [
    ['no login', { mode: 'open' }, 0, 0],
    ['Basic', { mode: 'basic', users }, 1, 0],
    ['Bearer', { mode: 'bearer', users, private: { 'team/app': ['alice'] } }, 2, 1],
  ];

  describe.each(modes)('%s', (_name, access, cold, warm) => {
    async function setUp() {
      const registry = await serve(access);
      registry.push(single, 'team/app', 'v1');
      registry.push(single, 'team/other', 'v1');
      registry.push(index, 'team/app', 'multi');
      const request = { credentials: login(alice) };
      return { registry, request, it: client(), repository: at(registry) };
    }

    test('to resolve a tag: one', async () => {
      const { registry, request, it, repository } = await setUp();
      expect(await it.resolveDigest(repository, 'v1', request)).toBe(single.digest);
      expect(registry.requests).toHaveLength(1 + cold);
      expect(registry.requests.at(-1)?.method).toBe('HEAD');
    });

    test('to import an image: two, and one when it is unchanged', async () => {
      const { registry, request, it, repository } = await setUp();
      const answer = await it.getManifest(repository, 'v1', request);
      if (answer.unchanged || answer.manifest.type !== 'image') throw new Error('an image was expected');
      const config = await it.getConfig(repository, answer.manifest.config, request);
      expect(JSON.parse(Buffer.from(config).toString())).toMatchObject({ os: 'linux' });
      expect(registry.requests).toHaveLength(2 + cold);
      const again = await it.getManifest(repository, 'v1', { ...request, known: [single.digest] });
      expect(again).toEqual({ unchanged: true, digest: single.digest });
      expect(registry.requests).toHaveLength(3 + cold);
      expect(registry.requests.at(-1)?.status).toBe(304);
    });

    test('to import one platform of an index: three', async () => {
      const { registry, request, it, repository } = await setUp();
      const answer = await it.getManifest(repository, 'multi', request);
      if (answer.unchanged || answer.manifest.type !== 'index') throw new Error('an index was expected');
      expect(answer.manifest.manifests.map(({ platform }) => platform?.architecture)).toEqual([
        'amd64',
        'arm64',
        'arm',
      ]);
      const child = await it.getManifest(repository, answer.manifest.manifests[0]!.digest, request);
      if (child.unchanged || child.manifest.type !== 'image') throw new Error('an image was expected');
      await it.getConfig(repository, child.manifest.config, request);
      expect(registry.requests).toHaveLength(3 + cold);
    });

    test('many at once share the login; another repository needs only its token', async () => {
      const { registry, request, it, repository } = await setUp();
      await Promise.all(Array.from({ length: 20 }, () => it.resolveDigest(repository, 'v1', request)));
      expect(registry.requests).toHaveLength(20 + cold);
      expect(registry.connections()).toBeLessThanOrEqual(8);
      await it.resolveDigest(at(registry, 'team/other'), 'v1', request);
      expect(registry.requests).toHaveLength(21 + cold + warm);
    });

    test('to list tags: one', async () => {
      const { registry, request, it, repository } = await setUp();
      expect((await it.listTags(repository, request)).sort()).toEqual(['multi', 'v1']);
      expect(registry.requests).toHaveLength(1 + cold);
    });
  });

  test('an open registry never makes anybody look for a login', async () => {
    const registry = await serve({ mode: 'open' });
    registry.push(single, 'team/app', 'v1');
    const credentials = login(alice);
    await client().getManifest(at(registry), 'v1', { credentials });
    expect(credentials.asked).toEqual([]);
  });
});
