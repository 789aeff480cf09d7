import { describe, expect, test } from '@jest/globals';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../../src/registry/limits.ts';
import { Transport } from '../../src/registry/transport/transport.ts';
import { createImage } from '../support/images.ts';
import { json, type ScriptedAnswer, type ScriptedRegistry } from '../support/scripted-registry.ts';
import {
  alice,
  asAlice,
  at,
  authoritiesFor,
  authority,
  client,
  failing,
  identity,
  login,
  nobody,
  script,
} from './client-under-test.ts';

const image = createImage({ seed: 'security' });
const [config] = image.blobs;
const descriptor = { mediaType: config!.mediaType, digest: config!.digest, size: config!.bytes.length };
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };
const blob: ScriptedAnswer = { status: 200, body: config!.bytes };

/** A registry that wants a token of another server. */
const guarded = async (realm: string, tls: typeof identity | 'plain' = identity) =>
  await script(
    ({ headers }) =>
      headers.authorization
        ? good
        : { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="s"` } },
    tls,
  );

const secretsOf = ({ requests }: ScriptedRegistry) =>
  requests.filter(({ headers }) => headers.authorization ?? headers.cookie ?? headers['x-secret']);

describe('the token server that a registry names', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.169.254/',
    'https://[fd00:ec2::254]/',
    'https://0.0.0.0/',
    'https://[::ffff:169.254.169.254]/',
    'https://224.0.0.1/',
  ])('may not be at %s, even for a registry on loopback and without a login (S1)', async (realm) => {
    const plain = realm.startsWith('http:');
    const registry = await guarded(realm, plain ? 'plain' : identity);
    const error = await failing(client().getManifest(at(registry, 'team/app', plain), 'v1', nobody));
    expect(error.code).toBe('REGISTRY_REFUSED');
  });

  test('gets no login when it is another party (S2)', async () => {
    const registry = await guarded('https://tokens.evil.example/token');
    const error = await failing(client().getManifest(at(registry), 'v1', asAlice()));
    expect(error.code).toBe('REGISTRY_REFUSED');
    expect(error.message).toContain(registry.host);
    expect(error.message).toContain('tokens.evil.example');
    expect(error.hint).toContain(`--token-server ${registry.host}=tokens.evil.example`);
  });

  test('gets the login when it is the same host on another port, by https', async () => {
    const tokens = await script(() => json(200, { token: 't' }));
    const registry = await guarded(`${tokens.url}/token`);
    await client().getManifest(at(registry), 'v1', asAlice());
    expect(tokens.requests).toHaveLength(1);
  });

  test('may be at the same kind of address under another name', async () => {
    const tokens = await script(() => json(200, { token: 't' }));
    const registry = await guarded(`https://localhost:${new URL(tokens.url).port}/token`);
    await client().getManifest(at(registry), 'v1', asAlice());
    expect(tokens.requests).toHaveLength(1);
  });

  test('is refused in clear text, also for somebody who allows insecure registries (S3)', async () => {
    const tokens = await script(() => json(200, { token: 't' }), 'plain');
    const registry = await guarded(`${tokens.url}/token`);
    for (const insecure of [false, true]) {
      const error = await failing(client().getManifest(at(registry, 'team/app', insecure), 'v1', asAlice()));
      expect(error).toMatchObject({ code: 'REGISTRY_REFUSED' });
      expect(error.message).toContain('plain HTTP');
    }
    expect(tokens.requests).toHaveLength(0);
  });

  test('may speak plain HTTP where the registry itself does, with consent', async () => {
    const tokens = await script(() => json(200, { token: 't' }), 'plain');
    const registry = await guarded(`${tokens.url}/token`, 'plain');
    await client().getManifest(at(registry, 'team/app', true), 'v1', asAlice());
    expect(tokens.requests).toHaveLength(1);
  });

  test('hands no login on when it redirects (S4)', async () => {
    const other = await script(() => json(200, { token: 't' }));
    const tokens = await script(() => ({ status: 307, headers: { location: `${other.url}/token` } }));
    const registry = await guarded(`${tokens.url}/token`);
    await client().getManifest(at(registry), 'v1', asAlice());
    expect(secretsOf(tokens)).toHaveLength(1);
    expect(other.requests).toHaveLength(1);
    expect(secretsOf(other)).toHaveLength(0);
  });

  test('gets no refresh token sent elsewhere (S4)', async () => {
    const other = await script(() => json(200, { token: 't' }));
    const tokens = await script(() => ({ status: 307, headers: { location: `${other.url}/token` } }));
    const registry = await guarded(`${tokens.url}/token`);
    const credentials = login({ ...alice, identityToken: 'refresh' });
    expect(await failing(client().getManifest(at(registry), 'v1', { credentials }))).toMatchObject({
      code: 'REGISTRY_REFUSED',
    });
    expect(other.requests).toHaveLength(0);
  });
});

describe('redirects', () => {
  const basic = (location: string) =>
    script(({ headers }) =>
      headers.authorization
        ? { status: 307, headers: { location } }
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
    );

  test('another port is another origin: it sees no login (S4)', async () => {
    const storage = await script(() => blob);
    const registry = await basic(`${storage.url}/blob?signature=1`);
    await client().getConfig(at(registry), descriptor, asAlice());
    expect(storage.requests).toHaveLength(1);
    expect(secretsOf(storage)).toHaveLength(0);
    expect(Object.keys(storage.requests[0]!.headers).sort()).toEqual([
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  test('a 401 of the storage is not answered (S4)', async () => {
    const storage = await script(() => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }));
    const registry = await basic(`${storage.url}/blob`);
    expect(await failing(client().getConfig(at(registry), descriptor, asAlice()))).toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
    });
    expect(storage.requests).toHaveLength(1);
    expect(secretsOf(storage)).toHaveLength(0);
  });

  test('what comes back from elsewhere does not get the login again (S4)', async () => {
    let home = '';
    const storage = await script(() => ({ status: 302, headers: { location: `${home}/v2/team/app/blobs/final` } }));
    const registry = await script(({ url, headers }) => {
      if (url.endsWith('final')) return blob;
      if (!headers.authorization) return { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
      return { status: 307, headers: { location: `${storage.url}/x` } };
    });
    home = registry.url;
    await client().getConfig(at(registry), descriptor, asAlice());
    expect(registry.requests.at(-1)?.url).toContain('final');
    expect(registry.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  test('within the registry keep the login', async () => {
    const registry = await script(({ url, headers }) => {
      if (!headers.authorization) return { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
      return url.startsWith('/v2/') ? { status: 308, headers: { location: '/elsewhere' } } : blob;
    });
    await client().getConfig(at(registry), descriptor, asAlice());
    expect(registry.requests.map(({ url }) => url).at(-1)).toBe('/elsewhere');
  });

  test.each([false, true])('never from https to http, insecure: %s (S5)', async (insecure) => {
    const storage = await script(() => blob, 'plain');
    const registry = await script(() => ({ status: 307, headers: { location: `${storage.url}/blob` } }));
    const error = await failing(client().getConfig(at(registry, 'team/app', insecure), descriptor, nobody));
    expect(error.code).toBe('REGISTRY_REFUSED');
    expect(error.message).toContain('from HTTPS to plain HTTP');
    expect(storage.requests).toHaveLength(0);
  });

  test.each([
    'https://169.254.169.254/latest',
    'https://[fe80::1]/',
    'https://user:pass@127.0.0.1/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://[',
  ])('never to %s (S6)', async (location) => {
    const registry = await script(() => ({ status: 302, headers: { location } }));
    expect((await failing(client().getConfig(at(registry), descriptor, nobody))).code).toBe('REGISTRY_REFUSED');
  });

  test.each([
    ['a manifest', 5, (host: ScriptedRegistry) => client().getManifest(at(host), 'v1', nobody)],
    ['a blob', 10, (host: ScriptedRegistry) => client().getConfig(at(host), descriptor, nobody)],
  ])('%s: %i at most (S6)', async (_name, hops, ask) => {
    const registry = await script(({ url }) => ({ status: 307, headers: { location: `${url}x` } }));
    const error = await failing(ask(registry));
    expect(error).toMatchObject({ code: 'REGISTRY_LIMIT' });
    expect(registry.requests).toHaveLength(hops + 1);
  });

  test('the relaxed TLS of an insecure registry is not for the host it redirects to', async () => {
    const stranger = await script(() => blob);
    const location = `https://localhost:${stranger.port}/blob`;
    const registry = await script(() => ({ status: 307, headers: { location } }));
    const it = client({ certificates: authoritiesFor(undefined) });
    expect(await failing(it.getConfig(at(registry, 'team/app', true), descriptor, nobody))).toMatchObject({
      code: 'REGISTRY_TLS',
    });
    expect(stranger.requests).toHaveLength(0);
  });
});

describe('addresses are checked when connecting', () => {
  const toLocalhost = async () => {
    const storage = await script(() => blob);
    return {
      storage,
      registry: await script(() => ({ status: 307, headers: { location: `https://localhost:${storage.port}/` } })),
    };
  };

  test('a registry on loopback may name loopback, by name too', async () => {
    const { storage, registry } = await toLocalhost();
    await client().getConfig(at(registry), descriptor, nobody);
    expect(storage.requests).toHaveLength(1);
  });

  test('a name that resolves to loopback is refused under the rule for public hosts', async () => {
    const { storage } = await toLocalhost();
    const transport = new Transport(transportOptions);
    const request = {
      method: 'GET' as const,
      url: new URL(`https://localhost:${storage.port}/`),
      headers: {},
      trust: 'verified' as const,
      limit: { what: 'it', bytes: 100, option: 'x' },
      signal: undefined,
    };
    expect(await failing(transport.exchange({ ...request, addresses: 'public' }))).toMatchObject({
      code: 'REGISTRY_REFUSED',
    });
    expect(storage.connections()).toBe(0);
    await transport.close();
  });

  const transportOptions = {
    env: {},
    connections: 1,
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
    warn: () => {},
    certificates: authoritiesFor(authority.cert),
  };
});

describe('names and digests are judged before they are used', () => {
  test.each([
    ['a/../../b', 'v1'],
    ['../b', 'v1'],
    ['a//b', 'v1'],
    ['A/b', 'v1'],
    ['a/b?x=1', 'v1'],
    ['a/b%2f', 'v1'],
    ['', 'v1'],
    ['a'.repeat(300), 'v1'],
    ['team/app', '../tags/list'],
    ['team/app', 'v1?x'],
    ['team/app', ''],
    ['team/app', 'sha256:../../x'],
    ['team/app', `sha256:${'A'.repeat(64)}`],
    ['team/app', `md5:${'a'.repeat(32)}`],
  ])('%j %j (S12, S13)', async (repository, reference) => {
    const registry = await script(() => good);
    const error = await failing(client().getManifest(at(registry, repository), reference, nobody));
    expect(error.code).toBe('REGISTRY_REFUSED');
    expect(registry.requests).toHaveLength(0);
  });

  test.each(['user@host', 'a/b', 'a b', 'host:99999', '[::1', 'host?x', ''])('the host %j (S13)', async (host) => {
    expect((await failing(client().getManifest(at({ host }), 'v1', nobody))).code).toBe('REGISTRY_REFUSED');
  });

  test('a pinned digest is asked for as such, never by a tag (S17)', async () => {
    const registry = await script(() => good);
    await client().getManifest(at(registry), image.digest, nobody);
    expect(registry.requests.map(({ url }) => url)).toEqual([`/v2/team/app/manifests/${image.digest}`]);
  });
});

test('what a registry writes cannot steer a terminal (S15)', async () => {
  const message = 'no\u001b[2Jway\u0007\r\n\u202eevil\u009b31m';
  const registry = await script(() => json(403, { errors: [{ code: 'DENIED\u001b', message }] }));
  const error = await failing(client().getManifest(at(registry), 'v1', nobody));
  expect(error.message).toBe('denied: no [2Jway evil 31m');
});

test('no error holds a secret or a signed address (S20)', async () => {
  const storage = await script(() => (response) => response.socket?.destroy());
  const registry = await script(({ headers }) =>
    headers.authorization
      ? { status: 307, headers: { location: `${storage.url}/b?signature=topsecret` } }
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
  );
  const error = await failing(client().getConfig(at(registry), descriptor, asAlice()));
  expect(error.code).toBe('REGISTRY_CONNECTION');
  expect(`${error.message} ${error.hint}`).not.toMatch(/s3cret|topsecret|YWxpY2U/);
});
