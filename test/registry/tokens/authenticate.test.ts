import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../../src/core/ports/credential-source.ts';
import { createImage } from '../../support/images.ts';
import { json, registryError, type ScriptedAnswer, type ScriptedRequest } from '../../support/scripted-registry.ts';
import { alice, asAlice, at, client, failing, login, nobody, script, testClock } from '../client-under-test.ts';

const image = createImage({ seed: 'authenticate' });
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };
const basicOf = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

interface Bearer {
  realm?: string;
  scope?: string;
  /** Whether a token opens a path. */
  accepts?: (token: string, url: string) => boolean;
  token?: (request: ScriptedRequest) => ScriptedAnswer;
}

/** A registry with a token server at `/token`, whose tokens are `t0`, `t1`... */
async function bearer({ realm = '/token', scope, accepts = () => true, token }: Bearer = {}) {
  const challenge = () => `Bearer realm="${realm}",service="svc"${scope ? `,scope="${scope}"` : ''}`;
  return await script((request) => {
    if (request.url.startsWith('/token')) return token?.(request) ?? json(200, { token: `t${request.before}` });
    const [scheme, sent = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme === 'Bearer' && accepts(sent, request.url)) return good;
    return registryError(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': challenge() });
  });
}

const paths = (requests: readonly ScriptedRequest[]) =>
  requests.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
const manifest = 'GET /v2/team/app/manifests/v1';
const tokensOf = (requests: readonly ScriptedRequest[]) => requests.filter(({ url }) => url.startsWith('/token'));

describe('Bearer', () => {
  test('401, token, again; the realm may be relative', async () => {
    const registry = await bearer({ scope: 'repository:team/app:pull' });
    await client().getManifest(at(registry), 'v1', asAlice());
    expect(paths(registry.requests)).toEqual([manifest, 'GET /token', manifest]);
    const asked = new URL(registry.requests[1]!.url, 'http://x').searchParams;
    expect(asked.get('service')).toBe('svc');
    expect(asked.getAll('scope')).toEqual(['repository:team/app:pull']);
    expect(registry.requests[1]?.headers.authorization).toBe(basicOf('alice', 's3cret'));
    expect(registry.requests[2]?.headers.authorization).toBe('Bearer t0');
  });

  test('a challenge without a scope: the scope of a pull', async () => {
    const registry = await bearer();
    await client().getManifest(at(registry), 'v1', nobody);
    expect(registry.requests[1]?.url).toContain(`scope=${encodeURIComponent('repository:team/app:pull')}`);
    expect(registry.requests[1]?.headers.authorization).toBeUndefined();
  });

  test('several scopes are several parameters', async () => {
    const registry = await bearer({ scope: 'repository:team/app:pull repository:team/base:pull' });
    await client().getManifest(at(registry), 'v1', nobody);
    const asked = new URL(registry.requests[1]!.url, 'http://x').searchParams;
    expect(asked.getAll('scope')).toEqual(['repository:team/app:pull', 'repository:team/base:pull']);
  });

  test.each([
    ['token', { token: 'abc' }],
    ['access_token', { access_token: 'abc' }],
    ['both', { token: 'abc', access_token: 'other' }],
  ])('the reply may say %s', async (_name, reply) => {
    const registry = await bearer({ token: () => json(200, reply), accepts: (token) => token === 'abc' });
    await client().getManifest(at(registry), 'v1', nobody);
    expect(registry.requests).toHaveLength(3);
  });

  test.each<[string, ScriptedAnswer, string]>([
    ['no token', json(200, {}), 'answers without a token'],
    ['null', json(200, null), 'answers without a token'],
    ['a number', json(200, { token: 7 }), 'answers without a token'],
    ['a header of its own', json(200, { token: 'a\r\nHost: evil' }), 'cannot be sent'],
    ['no JSON', { status: 200, body: '<html>' }, 'does not answer in JSON'],
    [
      'compressed',
      { status: 200, headers: { 'content-encoding': 'gzip' }, body: '{}' },
      'encoded, which was not asked for',
    ],
    ['too much', { status: 200, body: ' '.repeat(200_000) }, 'exceeds the limit of 131072 bytes'],
    ['an error', { status: 418 }, 'received unexpected HTTP status: 418'],
  ])('a reply with %s', async (_name, reply, message) => {
    const registry = await bearer({ token: () => reply });
    expect((await failing(client().getManifest(at(registry), 'v1', nobody))).message).toContain(message);
  });

  test('a token lives for 60 s at least, and is renewed 30 s early', async () => {
    const clock = testClock();
    const registry = await bearer({ token: ({ before }) => json(200, { token: `t${before}`, expires_in: 1 }) });
    const it = client(clock);
    await it.getManifest(at(registry), 'v1', nobody);
    clock.advance(29_000);
    await it.getManifest(at(registry), 'v1', nobody);
    expect(tokensOf(registry.requests)).toHaveLength(1);
    clock.advance(2000);
    await it.getManifest(at(registry), 'v1', nobody);
    expect(tokensOf(registry.requests)).toHaveLength(2);
    expect(
      registry.requests.filter(({ headers, url }) => !headers.authorization && !url.startsWith('/token')),
    ).toHaveLength(1);
  });

  test('a token that ends in mid-flight is renewed, once for all', async () => {
    let revoked = 'none';
    const registry = await bearer({ accepts: (token) => token !== revoked });
    const it = client();
    await it.getManifest(at(registry), 'v1', nobody);
    revoked = 't0';
    await Promise.all(Array.from({ length: 6 }, () => it.getManifest(at(registry), 'v1', nobody)));
    expect(tokensOf(registry.requests)).toHaveLength(2);
  });

  test('a second 401 is final', async () => {
    const registry = await bearer({ accepts: () => false, scope: 'repository:team/app:pull' });
    const it = client();
    const error = await failing(it.getManifest(at(registry), 'v1', asAlice()));
    expect(error).toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      status: 401,
      message: 'unauthorized: authentication required',
      hint: 'check the login from the test',
    });
    expect(paths(registry.requests)).toEqual([manifest, 'GET /token', manifest]);
  });

  test('a challenge that wants more gets a token for old and new', async () => {
    const registry = await script((request) => {
      if (request.url.startsWith('/token')) return json(200, { token: `t${request.before}` });
      if (request.headers.authorization === 'Bearer t1') return good;
      const scope = request.headers.authorization ? 'repository:team/base:pull' : 'repository:team/app:pull';
      return { status: 401, headers: { 'www-authenticate': `Bearer realm="/token",scope="${scope}"` } };
    });
    await client().getManifest(at(registry), 'v1', nobody);
    const asked = tokensOf(registry.requests).map(({ url }) => new URL(url, 'http://x').searchParams.getAll('scope'));
    expect(asked).toEqual([['repository:team/app:pull'], ['repository:team/app:pull', 'repository:team/base:pull']]);
  });

  test('tokens of one person are not used for another', async () => {
    const registry = await bearer({
      token: ({ headers }) => json(200, { token: Buffer.from(headers.authorization ?? 'none').toString('hex') }),
    });
    const it = client();
    for (const request of [asAlice(), nobody, { credentials: login({ ...alice, password: 'other' }) }]) {
      await it.getManifest(at(registry), 'v1', request);
    }
    const sent = registry.requests
      .filter(({ url }) => url.includes('manifests'))
      .map(({ headers }) => headers.authorization);
    expect(new Set(sent.filter(Boolean)).size).toBe(3);
  });
});

describe('identity tokens', () => {
  const identity: Credential = { username: '<token>', password: '', identityToken: 'refresh me', origin: 'the test' };

  test('are exchanged by POST', async () => {
    const registry = await bearer();
    await client().getManifest(at(registry), 'v1', { credentials: login(identity) });
    const [asked] = tokensOf(registry.requests);
    expect(asked?.method).toBe('POST');
    expect(asked?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh me',
      service: 'svc',
      scope: 'repository:team/app:pull',
    });
  });

  test.each([404, 405])('a server that answers the POST with %i gets a GET', async (status) => {
    const token = ({ method }: ScriptedRequest) => (method === 'POST' ? { status } : json(200, { token: 'x' }));
    const registry = await bearer({ token });
    await client().getManifest(at(registry), 'v1', { credentials: login(identity) });
    expect(tokensOf(registry.requests).map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('a ready token is sent as it is', async () => {
    const registry = await bearer({ accepts: (token) => token === 'ready' });
    const credential = { username: '', password: '', registryToken: 'ready', origin: 'the test' };
    await client().getManifest(at(registry), 'v1', { credentials: login(credential) });
    expect(paths(registry.requests)).toEqual([manifest, manifest]);
  });

  test('a ready token that breaks the header goes nowhere', async () => {
    const registry = await bearer();
    const credential = { username: '', password: '', registryToken: 'a\r\nX: y', origin: 'the test' };
    const error = await failing(client().getManifest(at(registry), 'v1', { credentials: login(credential) }));
    expect(error).toMatchObject({ code: 'REGISTRY_REFUSED', hint: 'check the login from the test' });
    expect(registry.requests).toHaveLength(1);
  });
});

describe('a login that is refused', () => {
  test.each<[string, ScriptedAnswer, string]>([
    ['wrong password', json(401, { details: 'incorrect username or password' }), 'REGISTRY_WRONG_PASSWORD'],
    ['401', json(401, { details: 'no' }), 'REGISTRY_UNAUTHORIZED'],
    ['403', registryError(403, 'DENIED', 'denied'), 'REGISTRY_UNAUTHORIZED'],
  ])('by the token server: %s', async (_name, reply, code) => {
    const registry = await bearer({ token: () => reply });
    const error = await failing(client().getManifest(at(registry), 'v1', asAlice()));
    expect(error).toMatchObject({ code, hint: 'check the login from the test' });
    expect(JSON.stringify([error.message, error.hint])).not.toContain('s3cret');
    expect(registry.requests).toHaveLength(2);
  });

  test('by a registry with Basic', async () => {
    const registry = await script(() => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }));
    const error = await failing(client().getManifest(at(registry), 'v1', asAlice()));
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', hint: 'check the login from the test' });
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      basicOf('alice', 's3cret'),
    ]);
  });

  test('by a registry that knows it, and forbids what was asked for', async () => {
    const forbidden = (anybody: boolean) =>
      script(({ headers }) =>
        anybody || headers.authorization
          ? registryError(403, 'DENIED', 'not for you')
          : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
      );
    const denied = { code: 'REGISTRY_DENIED', message: 'denied: not for you', hint: undefined };
    const error = await failing(client().getManifest(at(await forbidden(false)), 'v1', asAlice()));
    expect(error).toMatchObject({ ...denied, login: 'user alice (the test)' });
    const unasked = await failing(client().getManifest(at(await forbidden(true)), 'v1', asAlice()));
    expect(unasked).toMatchObject({ ...denied, login: 'somebody without a login' });
  });

  test('nobody is there to log in', async () => {
    const registry = await script(() => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }));
    const error = await failing(client().getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', message: 'unauthorized: authentication required' });
    expect(error.hint).toContain(registry.host);
    expect(registry.requests).toHaveLength(1);
  });
});

describe('a 401 that says nothing', () => {
  test('is explained by GET /v2/, once', async () => {
    const registry = await script(({ url, headers }) => {
      if (headers.authorization) return good;
      return url === '/v2/' ? { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } } : { status: 401 };
    });
    const it = client();
    await it.getManifest(at(registry), 'v1', asAlice());
    await it.getManifest(at(registry), 'v1', asAlice());
    expect(paths(registry.requests)).toEqual(
      [manifest, 'GET /v2/', manifest, manifest, manifest].slice(0, registry.requests.length),
    );
    expect(paths(registry.requests).filter((path) => path === 'GET /v2/')).toHaveLength(1);
  });

  test.each([200, 401, 404])('stays one when /v2/ answers %i', async (status) => {
    const registry = await script(({ url }) => ({ status: url === '/v2/' ? status : 401 }));
    const error = await failing(client().getManifest(at(registry), 'v1', asAlice()));
    expect(error.code).toBe('REGISTRY_UNAUTHORIZED');
    expect(paths(registry.requests)).toEqual([manifest, 'GET /v2/']);
  });
});

test('a broken credential source is told as it is, and asked again next time', async () => {
  const registry = await script(({ headers }) =>
    headers.authorization ? good : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
  );
  let broken = true;
  const credentials = {
    find: async () => {
      if (broken) throw Object.assign(new Error('helper failed'), { code: 'CREDENTIALS' });
      return alice;
    },
  };
  const it = client();
  await expect(it.getManifest(at(registry), 'v1', { credentials })).rejects.toMatchObject({ code: 'CREDENTIALS' });
  broken = false;
  await expect(it.getManifest(at(registry), 'v1', { credentials })).resolves.toMatchObject({ unchanged: false });
});
