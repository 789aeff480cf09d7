import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ProxyAgent, request } from 'undici';
import { createImage } from './images.ts';
import { type RegistryNetwork, startRegistryNetwork } from './registry-network.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'registry-network-'));
const apache = createImage({ seed: 'apache' });
let network: RegistryNetwork;
let dispatcher: ProxyAgent;

beforeAll(async () => {
  network = await startRegistryNetwork(folder);
  const ca = readFileSync(network.authorityFile, 'utf8');
  dispatcher = new ProxyAgent({ uri: network.env.HTTPS_PROXY as string, requestTls: { ca } });
  network.push(apache, 'docker.io/bitnami/apache:2.4');
  network.push(apache, 'registry.marsrover.space/engine/marsview:latest');
});

afterAll(async () => {
  await dispatcher.destroy();
  await network.stop();
  rmSync(folder, { recursive: true });
});

const ask = (url: string, headers: Record<string, string> = {}) => request(url, { dispatcher, headers });

test('an open registry answers under its name', async () => {
  const answer = await ask('https://registry.marsrover.space/v2/engine/marsview/manifests/latest');
  expect([answer.statusCode, answer.headers['docker-content-digest']]).toEqual([200, apache.digest]);
  await answer.body.dump();
});

test('Docker Hub answers with a token of its token server, and under all its names', async () => {
  const refused = await ask('https://registry-1.docker.io/v2/bitnami/apache/manifests/2.4');
  expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([
    401,
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:bitnami/apache:pull"',
  ]);
  await refused.body.dump();
  const granted = await ask('https://auth.docker.io/token?scope=repository:bitnami/apache:pull');
  const { token } = (await granted.body.json()) as { token: string };
  for (const host of ['registry-1.docker.io', 'index.docker.io', 'docker.io']) {
    const answer = await ask(`https://${host}/v2/bitnami/apache/manifests/2.4`, { authorization: `Bearer ${token}` });
    expect(answer.statusCode).toBe(200);
    await answer.body.dump();
  }
  expect(network.requests.at(-1)).toEqual({
    host: 'docker.io',
    method: 'GET',
    url: '/v2/bitnami/apache/manifests/2.4',
    status: 200,
    authorization: 'Bearer',
  });
});

test.each(['https://example.com/v2/', 'https://registry.marsrover.space:8443/v2/'])(
  'the proxy leads nowhere else: %s',
  async (url) => {
    await expect(ask(url)).rejects.toThrow('Proxy response (502)');
  },
);
