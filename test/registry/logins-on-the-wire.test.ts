import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../src/core/ports/credential-source.ts';
import { createImage } from '../support/images.ts';
import { json, type Script, type ScriptedAnswer, type ScriptedRequest } from '../support/scripted-registry.ts';
import { secretsToldTo, sightings } from '../support/secret-search.ts';
import { alice, asAlice, at, client, failing, login, nobody, script } from './client-under-test.ts';
import { namedHosts } from './named-hosts.ts';

// Who is told a login or a token (registry client S2, S4, S14, S20, S26). The servers keep every header of every request.

const image = createImage({ seed: 'wire' });
const config = image.blobs[0]!;
const descriptor = { mediaType: config.mediaType, digest: config.digest, size: config.bytes.length };
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };
const blob: ScriptedAnswer = { status: 200, body: config.bytes };
const REGISTRY = 'registry.example.com';
const app = { registry: REGISTRY, repository: 'team/app', insecure: false };
const SECRETS = [alice.password, 'refresh-me', 'ready-made', 't0ken'];

const identityToken: Credential = { username: '', password: '', identityToken: 'refresh-me', origin: 'the test' };
const readyToken: Credential = { username: '', password: '', registryToken: 'ready-made', origin: 'the test' };
const everyLogin: [string, Credential][] = [
  ['a password', alice],
  ['an identity token', identityToken],
  ['a ready token', readyToken],
];

const token: Script = () => json(200, { token: 't0ken' });
const bearer =
  (realm: string, answer: ScriptedAnswer): Script =>
  ({ headers }) =>
    headers.authorization
      ? answer
      : { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="s"` } };
const basic =
  (answer: ScriptedAnswer): Script =>
  ({ headers }) =>
    headers.authorization ? answer : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
const to = (location: string, status = 307): ScriptedAnswer => ({ status, headers: { location } });

describe('a token server', () => {
  test.each([
    ['of another company', 'tokens.evil.net'],
    ['whose name ends like the registry', 'registry.example.com.evil.net'],
    ['whose name only begins alike', 'notexample.com'],
  ])('%s is told no login and asked nothing (S2)', async (_what, host) => {
    const realm = `https://${host}/token`;
    const { servers, ...net } = await namedHosts({ [REGISTRY]: bearer(realm, good), [host]: token });
    for (const credential of [alice, identityToken]) {
      const error = await failing(net.client().getManifest(app, 'v1', { credentials: login(credential) }));
      expect(error).toMatchObject({ code: 'REGISTRY_REFUSED' });
      expect(error.message).toContain(host);
    }
    expect(servers[host]!.requests).toEqual([]);
    expect(secretsToldTo(servers[REGISTRY]!)).toEqual([]);
  });

  test('of another company may be asked by somebody without a login', async () => {
    const { servers, ...net } = await namedHosts({
      [REGISTRY]: bearer('https://tokens.evil.net/token', good),
      'tokens.evil.net': token,
    });
    await net.client().getManifest(app, 'v1', nobody);
    expect(servers['tokens.evil.net']!.requests).toHaveLength(1);
    expect(secretsToldTo(servers['tokens.evil.net']!)).toEqual([]);
  });

  const PARTNER = [{ registry: REGISTRY, server: 'tokens.partner.net' }];

  test.each([
    ['of the same owner', 'auth.example.com', []],
    ['that the user allowed', 'tokens.partner.net', PARTNER],
    ['that the user allowed for the one registry', 'tokens.partner.net', [{ ...PARTNER[0]!, registry: undefined }]],
  ])('%s gets the login, and the registry the token alone (S2)', async (_what, host, rules) => {
    const { servers, ...net } = await namedHosts({ [REGISTRY]: bearer(`https://${host}/token`, good), [host]: token });
    await net.client({ tokenServers: async () => rules }).getManifest(app, 'v1', asAlice());
    expect(sightings(servers[host]!, [alice.password])).toEqual([`${servers[host]!.host} GET authorization`]);
    expect(sightings(servers[REGISTRY]!, [alice.password])).toEqual([]);
    expect(servers[REGISTRY]!.requests.at(-1)?.headers.authorization).toBe('Bearer t0ken');
  });

  test('that the user allowed for one registry gets no login for another, and the error says how it would', async () => {
    const other = 'other.example.org';
    for (const rules of [PARTNER, [{ ...PARTNER[0]!, registry: undefined }]]) {
      const { servers, ...net } = await namedHosts({
        [REGISTRY]: bearer('https://tokens.partner.net/token', good),
        [other]: bearer('https://tokens.partner.net/token', good),
        'tokens.partner.net': token,
      });
      const it = net.client({ tokenServers: async () => rules });
      await it.getManifest(app, 'v1', asAlice());
      expect(await failing(it.getManifest({ ...app, registry: other }, 'v1', asAlice()))).toMatchObject({
        code: 'REGISTRY_REFUSED',
        message: expect.stringContaining('tokens.partner.net, which is another party'),
        hint: expect.stringContaining(`--token-server ${other}=tokens.partner.net`),
      });
      expect(servers['tokens.partner.net']!.requests).toHaveLength(1);
    }
  });

  test('of Docker Hub gets its login, and no other host that Docker Hub may name (S2)', async () => {
    const hub = { registry: 'docker.io', repository: 'library/nginx', insecure: false };
    for (const [host, may] of [
      ['auth.docker.io', true],
      ['auth.docker.com', false],
    ] as const) {
      const { servers, ...net } = await namedHosts({
        'registry-1.docker.io': bearer(`https://${host}/token`, good),
        [host]: token,
      });
      const asked = net.client().getManifest(hub, 'latest', asAlice());
      if (may) await asked;
      else expect((await failing(asked)).code).toBe('REGISTRY_REFUSED');
      expect(servers[host]!.requests).toHaveLength(may ? 1 : 0);
    }
  });

  test.each(everyLogin)(
    'is not told %s after a redirect, and what it gives is for its registry (S4)',
    async (_what, credential) => {
      const { servers, ...net } = await namedHosts({
        [REGISTRY]: bearer('https://auth.example.com/token', good),
        'auth.example.com': () => to('https://evil.net/token'),
        'evil.net': token,
      });
      await net
        .client()
        .getManifest(app, 'v1', { credentials: login(credential) })
        .catch((error) => {
          expect(error).toMatchObject({ code: 'REGISTRY_REFUSED' }); // what was posted goes nowhere else
        });
      expect(secretsToldTo(servers['evil.net']!, SECRETS)).toEqual([]);
    },
  );
});

describe('a redirect', () => {
  const targets = ['cdn.registry.example.com', 'example.com', 'evil.net'] as const;
  test.each(targets.flatMap((host) => everyLogin.map((one) => [host, ...one] as const)))(
    'to %s tells it nothing of %s (S4)',
    async (host, _what, credential) => {
      const { servers, ...net } = await namedHosts({
        [REGISTRY]: (request) =>
          request.url.startsWith('/token')
            ? json(200, { token: 't0ken' })
            : bearer('/token', to(`https://${host}/x?signature=1`))(request),
        [host]: ({ url }: ScriptedRequest) => (url.startsWith('/x') ? blob : { status: 404 }),
      });
      await net.client().getConfig(app, descriptor, { credentials: login(credential) });
      expect(servers[host]!.requests).toHaveLength(1);
      expect(secretsToldTo(servers[host]!, SECRETS)).toEqual([]);
    },
  );

  test('of a manifest, of a HEAD and of a page of tags tells as little (S4)', async () => {
    const storage = await script(({ url }) => (url === '/tags' ? json(200, { tags: ['a'] }) : good));
    const registry = await script(({ url, ...request }) =>
      basic(to(`${storage.url}/${url.includes('tags') ? 'tags' : 'manifest'}`))({ url, ...request }),
    );
    const it = client();
    await it.getManifest(at(registry), 'v1', asAlice());
    await it.resolveDigest(at(registry), 'v1', asAlice());
    await it.listTags(at(registry), asAlice());
    expect(storage.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /manifest',
      'HEAD /manifest',
      'GET /manifest',
      'GET /tags',
    ]);
    expect(secretsToldTo(storage, SECRETS)).toEqual([]);
  });

  test('with a cookie brings it nowhere (S4)', async () => {
    const storage = await script(() => blob);
    const registry = await script(() => ({
      status: 307,
      headers: { location: `${storage.url}/x`, 'set-cookie': 'session=c00kie; Path=/; Domain=127.0.0.1' },
    }));
    const it = client();
    await it.getConfig(at(registry), descriptor, nobody);
    await it.getConfig(at(registry), descriptor, nobody);
    for (const server of [registry, storage]) expect(secretsToldTo(server, ['c00kie'])).toEqual([]);
  });
});

describe('one login', () => {
  test('is told to its registry only, and to none before it asked', async () => {
    const open = await script(() => good);
    const asking = await script(basic(good));
    const it = client();
    const credentials = { find: async (registry: string) => (registry === asking.host ? alice : undefined) };
    for (const registry of [open, asking, open]) await it.getManifest(at(registry), 'v1', { credentials });
    expect(secretsToldTo(open, SECRETS)).toEqual([]);
    expect(asking.requests.map(({ headers }) => headers.authorization !== undefined)).toEqual([false, true]);
  });

  test('and its tokens are not for other people of the same process, nor for nobody (S26)', async () => {
    const registry = await script((request) => {
      const { url, headers } = request;
      const who = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64')
        .toString()
        .split(':')[0];
      return url.startsWith('/token')
        ? json(200, { token: `for-${who || 'nobody'}` })
        : bearer('/token', good)(request);
    });
    const it = client();
    const bob: Credential = { username: 'bob', password: 'b0b', origin: 'the test' };
    for (const one of [alice, bob, undefined, alice])
      await it.getManifest(at(registry), 'v1', { credentials: login(one) });
    const sent = registry.requests
      .filter(({ url }) => url.includes('manifests'))
      .map(({ headers }) => headers.authorization);
    expect(sent).toEqual([undefined, 'Bearer for-alice', 'Bearer for-bob', 'Bearer for-nobody', 'Bearer for-alice']);
  });

  test.each([
    ['line ends', 'a\r\nX-Evil: 1', 'p\r\n\r\nGET / HTTP/1.1'],
    ['NULs', 'a\0', 'p\0'],
    ['characters beyond Latin', 'ålice…', '密码🔑'],
    ['half a character', 'a\ud800', '\udfff'],
  ])('with %s makes one header and nothing else (S14)', async (_what, username, password) => {
    const registry = await script((request) =>
      request.url.startsWith('/token') ? json(200, { token: 't' }) : bearer('/token', good)(request),
    );
    await client().getManifest(at(registry), 'v1', { credentials: login({ username, password, origin: 'the test' }) });
    const [, asked] = registry.requests;
    expect(Object.keys(asked!.headers).sort()).toEqual([
      ...['accept', 'accept-encoding', 'authorization', 'connection', 'host', 'user-agent'],
    ]);
    const sent = Buffer.from(asked!.headers.authorization!.slice('Basic '.length), 'base64').toString('utf8');
    expect(sent).toBe(Buffer.from(`${username}:${password}`).toString());
    expect(registry.requests).toHaveLength(3);
  });
});

test.each<[string, ScriptedAnswer]>([
  ['breaks off', (response) => response.socket?.destroy()],
  ['redirects to an address with a login', to('https://u:hidden@evil.net/')],
  ['redirects to no address', to('https://u:hidden@[')],
])('no error shows what was sent to a registry that %s (S20)', async (_what, answer) => {
  const registry = await script(basic(answer));
  const { message, hint, cause } = await failing(client().getManifest(at(registry), 'v1', asAlice()));
  expect(`${message} ${hint} ${String(cause)}`).not.toMatch(/s3cret|YWxpY2U|hidden/);
});
