import { describe, expect, test } from '@jest/globals';
import { createImage } from '../support/images.ts';
import { json, type Script, type ScriptedAnswer } from '../support/scripted-registry.ts';
import { asAlice, at, client, failing, nobody, script } from './client-under-test.ts';
import { namedHosts } from './named-hosts.ts';

// Hosts that a registry names itself: token servers, redirects and uploads (registry client S1, S5, S6, S7, S12).

const image = createImage({ seed: 'addresses' });
const config = image.blobs[0]!;
const descriptor = { mediaType: config.mediaType, digest: config.digest, size: config.bytes.length };
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };
const REGISTRY = 'registry.example.com';
const app = { registry: REGISTRY, repository: 'team/app', insecure: false };

const to = (location: string): ScriptedAnswer => ({ status: 307, headers: { location } });
const bearer =
  (realm: string): Script =>
  ({ headers }) =>
    headers.authorization ? good : { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"` } };

/** Ways to write addresses of this machine, of its neighbours and of cloud services, which no registry may name. */
const FORBIDDEN = [
  ...['169.254.169.254', '[fd00:ec2::254]', '100.100.100.200', '0.0.0.0', '[::]', '224.0.0.1', '255.255.255.255'],
  ...[
    '[fe80::1]',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
  ],
];
/** These, too, where the registry is a public one. */
const PRIVATE = [
  ...['127.0.0.1', 'localhost', '[::1]', '127.1', '2130706433', '[::ffff:7f00:1]'],
  ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '[fc00::1]', '[2002:7f00:1::]'],
];

describe('a public registry', () => {
  test.each([...FORBIDDEN, ...PRIVATE])('may not have its token server at %s (S1)', async (host) => {
    const { servers, ...net } = await namedHosts({ [REGISTRY]: bearer(`https://${host}:1/token`) });
    const error = await failing(net.client().getManifest(app, 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_REFUSED' });
    expect(servers[REGISTRY]!.requests).toHaveLength(1);
  });

  test.each([...FORBIDDEN, ...PRIVATE])('may not redirect to %s (S6)', async (host) => {
    const net = await namedHosts({ [REGISTRY]: () => to(`https://${host}:1/x`) });
    expect(await failing(net.client().getConfig(app, descriptor, nobody))).toMatchObject({ code: 'REGISTRY_REFUSED' });
  });

  test.each(['169.254.169.254', '[::ffff:7f00:1]', 'localhost', '10.0.0.1'])(
    'may not have a token server that redirects to %s (S1)',
    async (host) => {
      const { servers, ...net } = await namedHosts({
        [REGISTRY]: bearer('https://auth.example.com/token'),
        'auth.example.com': () => to(`https://${host}:1/token`),
      });
      expect(await failing(net.client().getManifest(app, 'v1', nobody))).toMatchObject({ code: 'REGISTRY_REFUSED' });
      expect(servers['auth.example.com']!.requests).toHaveLength(1);
    },
  );

  test('nothing is connected to at a name that turns out to be this machine (S1)', async () => {
    const hidden = await script(() => json(200, { token: 't' }));
    for (const answer of [
      bearer(`https://localhost:${hidden.port}/token`),
      () => to(`https://localhost:${hidden.port}/`),
    ]) {
      const net = await namedHosts({ [REGISTRY]: answer });
      expect((await failing(net.client().getManifest(app, 'v1', nobody))).code).toBe('REGISTRY_REFUSED');
    }
    expect(hidden.connections()).toBe(0);
  });
});

describe('a registry of this machine', () => {
  test.each(FORBIDDEN)('may not redirect to %s either (S6)', async (host) => {
    const registry = await script(() => to(`https://${host}:1/x`));
    expect(await failing(client().getConfig(at(registry), descriptor, nobody))).toMatchObject({
      code: 'REGISTRY_REFUSED',
    });
  });

  test('may have its token server and its storage here, by address and by name (S1)', async () => {
    const blob: ScriptedAnswer = { status: 200, body: config.bytes };
    const near = await script(({ url }) => (url.startsWith('/token') ? json(200, { token: 't' }) : blob));
    for (const name of ['127.0.0.1', 'localhost']) {
      const registry = await script((request) =>
        request.url.includes('blobs')
          ? to(`https://${name}:${near.port}/x`)
          : bearer(`https://${name}:${near.port}/token`)(request),
      );
      await client().getManifest(at(registry), 'v1', asAlice());
      await client().getConfig(at(registry), descriptor, nobody);
    }
    expect(near.requests).toHaveLength(4);
  });
});

describe('from https to http', () => {
  test.each([false, true])('a token server does not redirect, insecure: %s (S5)', async (insecure) => {
    const clear = await script(() => json(200, { token: 't' }), 'plain');
    const tokens = await script(() => to(`${clear.url}/token`));
    const registry = await script(bearer(`${tokens.url}/token`));
    const error = await failing(client().getManifest(at(registry, 'team/app', insecure), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_REFUSED' });
    expect(error.message).toContain('from HTTPS to plain HTTP');
    expect(clear.requests).toEqual([]);
  });

  test('a redirect does not lead by a detour (S5)', async () => {
    const clear = await script(() => good, 'plain');
    const between = await script(() => to(`${clear.url}/x`));
    const registry = await script(() => to(`${between.url}/x`));
    expect((await failing(client().getManifest(at(registry), 'v1', nobody))).code).toBe('REGISTRY_REFUSED');
    expect(clear.requests).toEqual([]);
  });
});

describe('what a manifest names', () => {
  const manifest = (over: object, layer: object = {}) =>
    json(
      200,
      {
        schemaVersion: 2,
        mediaType: image.mediaType,
        config: { ...descriptor, ...over },
        layers: [{ mediaType: 'x', digest: `sha256:${'0'.repeat(64)}`, size: 1, ...layer }],
      },
      { 'content-type': image.mediaType },
    );

  test.each(['sha256:../../x', 'sha256:', `sha256:${'A'.repeat(64)}`, `md5:${'0'.repeat(32)}`, '__proto__', 7])(
    'the digest %j is never asked for (S12)',
    async (digest) => {
      const registry = await script(() => manifest({ digest }));
      const error = await failing(client().getManifest(at(registry), 'v1', nobody));
      expect(error).toMatchObject({ code: 'REGISTRY_CONTENT' });
      expect(registry.requests).toHaveLength(1);
    },
  );

  test('addresses of layers and configurations are not even read (S7)', async () => {
    const vendor = await script(() => ({ status: 200, body: config.bytes }));
    const urls = [`${vendor.url}/layer`];
    const registry = await script(({ url }) =>
      url.includes('blobs') ? { status: 404 } : manifest({ urls }, { urls }),
    );
    const it = client();
    const answer = await it.getManifest(at(registry), 'v1', nobody);
    if (answer.unchanged || answer.manifest.type !== 'image') throw new Error('an image was expected');
    expect((await failing(it.getConfig(at(registry), answer.manifest.config, nobody))).status).toBe(404);
    expect(JSON.stringify([answer.manifest.config, answer.manifest.layers])).not.toContain(vendor.host);
    expect(vendor.connections()).toBe(0);
  });
});
