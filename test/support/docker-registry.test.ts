import https from 'node:https';
import { afterEach, expect, test } from '@jest/globals';
import { createAuthority } from './certificates.ts';
import {
  BASIC_USER,
  type DockerRegistry,
  type DockerRegistryOptions,
  describeWithDockerRegistry,
  startDockerRegistry,
} from './docker-registry.ts';
import { startFixtureRegistry } from './fixture-registry.ts';
import { createImage, createIndex } from './images.ts';
import { pushImage } from './push-image.ts';

const rover = createImage({ seed: 'rover' });
const ROBOT = { user: 'robot', password: 's3cret' };
const BEARER = { mode: 'bearer', users: { robot: 's3cret' }, pushers: ['robot'] } as const;

describeWithDockerRegistry('the real registry', () => {
  let registry: DockerRegistry | undefined;
  const start = async (options?: DockerRegistryOptions) => {
    registry = await startDockerRegistry(options);
    return registry;
  };
  afterEach(async () => {
    await registry?.stop();
  });

  test('takes images and indexes of both formats', async () => {
    const { url } = await start();
    for (const format of ['docker', 'oci'] as const) {
      const index = createIndex({ seed: 'rover', format, platforms: ['linux/amd64', 'linux/arm64'] });
      await pushImage(url, index, 'engine/marsview', format);
      const headers = { accept: index.mediaType };
      const answer = await fetch(`${url}/v2/engine/marsview/manifests/${format}`, { headers });
      expect(answer.headers.get('docker-content-digest')).toBe(index.digest);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(index.manifest);
    }
  });

  test('asks for a password', async () => {
    const { url } = await start({ access: 'basic' });
    await pushImage(url, rover, 'engine/marsview', 'latest', BASIC_USER);
    expect((await fetch(`${url}/v2/engine/marsview/manifests/latest`)).status).toBe(401);
    await expect(pushImage(url, rover, 'a/b', 'latest', { user: 'rover', password: 'x' })).rejects.toThrow('401');
  });

  test.each(['ES256', 'RS256'] as const)('trusts the tokens of its token server, signed with %s', async (algorithm) => {
    const { url, tokenRequests } = await start({ access: { ...BEARER, algorithm } });
    await pushImage(url, rover, 'engine/marsview', 'latest', ROBOT);
    expect(tokenRequests()).toBe(1);
    await expect(pushImage(url, rover, 'engine/marsview', 'v2')).rejects.toThrow('401');
  });

  test('speaks TLS with a private certificate', async () => {
    const authority = createAuthority('ca');
    const { url, host } = await start({ tls: authority.issue(['127.0.0.1']) });
    await pushImage(url, rover, 'engine/marsview', 'latest', { ca: authority.cert });
    const status = (ca?: string) =>
      new Promise((resolve) => {
        const request = https.get(`https://${host}/v2/`, { agent: false, ...(ca ? { ca } : {}) }, (answer) =>
          resolve(answer.resume().statusCode),
        );
        request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      });
    expect(await status(authority.cert)).toBe(200);
    expect(await status()).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });
});

test('the fixture registry takes the same push', async () => {
  const registry = await startFixtureRegistry({ access: BEARER });
  try {
    await pushImage(registry.url, rover, 'engine/marsview', 'latest', ROBOT);
    expect(registry.content.manifest('engine/marsview', 'latest')?.digest).toBe(rover.digest);
    await expect(pushImage(registry.url, rover, 'engine/marsview', 'v2')).rejects.toThrow('401');
  } finally {
    await registry.stop();
  }
});
