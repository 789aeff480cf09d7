import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Credential } from '../../../src/core/ports/credential-source.ts';
import type { KeptTokens, TokenCache } from '../../../src/core/ports/token-cache.ts';
import type { RegistryOptions } from '../../../src/registry/client.ts';
import { createRegistry } from '../../../src/registry/client.ts';
import { TokenMemory } from '../../../src/registry/tokens/token-memory.ts';
import { createImage } from '../../support/images.ts';
import { json, registryError, type ScriptedAnswer, type ScriptedRequest } from '../../support/scripted-registry.ts';
import {
  alice,
  at,
  authoritiesFor,
  authority,
  client,
  login,
  nobody,
  script,
  testClock,
} from '../client-under-test.ts';

const image = createImage({ seed: 'token memory' });
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };

/** A cache in memory, as the next run finds it. */
function memoryCache() {
  const files = new Map<string, KeptTokens>();
  const cache: TokenCache = {
    recall: async (origin) => structuredClone(files.get(origin)),
    keep: async (origin, kept) => void files.set(origin, structuredClone(kept)),
  };
  return { cache, files, tokens: () => [...files.values()].flatMap(({ tokens }) => tokens) };
}

/** A registry that hands out `t0`, `t1`..., and takes those that are not revoked. */
async function bearer(reply: object = { expires_in: 300 }) {
  const revoked = new Set<string>();
  let given = 0;
  const registry = await script(({ url, headers }) => {
    if (url.startsWith('/token')) return json(200, { token: `t${given++}`, ...reply });
    const token = /^Bearer (.*)$/.exec(String(headers.authorization))?.[1];
    if (token && !revoked.has(token)) return good;
    return registryError(401, 'UNAUTHORIZED', 'no', { 'www-authenticate': 'Bearer realm="/token",service="svc"' });
  });
  return { ...registry, revoked };
}

type Bearer = Awaited<ReturnType<typeof bearer>>;

/** One run of the product: a client of its own, closed at its end. Gives the requests that it sent. */
async function run(
  registry: Bearer,
  tokens: TokenCache | undefined,
  {
    as,
    repository,
    insecure,
    ...options
  }: { as?: Credential; repository?: string; insecure?: boolean } & Partial<RegistryOptions> = {},
): Promise<string[]> {
  const before = registry.requests.length;
  const it = client({ ...testClock(), ...options, tokens });
  await it.getManifest(at(registry, repository, insecure), 'v1', { credentials: login(as) });
  await it.close();
  return registry.requests.slice(before).map(shown);
}

const shown = ({ url, headers }: ScriptedRequest) =>
  `${url.split('?')[0]} ${url.startsWith('/token') ? '' : (headers.authorization ?? '-')}`.trim();
const MANIFEST = '/v2/team/app/manifests/v1';
const COLD = (token: string) => [`${MANIFEST} -`, '/token', `${MANIFEST} Bearer ${token}`];

test('the next run sends the token at once', async () => {
  const [registry, { cache }] = [await bearer(), memoryCache()];
  expect(await run(registry, cache, { as: alice })).toEqual(COLD('t0'));
  expect(await run(registry, cache, { as: alice })).toEqual([`${MANIFEST} Bearer t0`]);
});

test('without a cache every run starts anew', async () => {
  const registry = await bearer();
  expect(await run(registry, undefined)).toEqual(COLD('t0'));
  expect(await run(registry, undefined)).toEqual(COLD('t1'));
});

test.each<[string, Credential | undefined]>([
  ['another user', { ...alice, username: 'bob' }],
  ['the same user with another password', { ...alice, password: 'guess' }],
  ['an identity token', { ...alice, identityToken: 'x' }],
  ['nobody', undefined],
])('a token of one is never sent for %s', async (_, other) => {
  const [registry, { cache, tokens }] = [await bearer(), memoryCache()];
  const as = (credential: Credential | undefined) => (credential === undefined ? {} : { as: credential });
  await run(registry, cache, as(alice));
  const sent = await run(registry, cache, as(other));
  expect(sent[0]).toBe(`${MANIFEST} -`);
  expect(sent.join()).not.toContain('t0');
  expect(await run(registry, cache, as(alice))).toEqual([`${MANIFEST} Bearer t0`]);
  expect(new Set(tokens().map(({ identity }) => identity)).size).toBe(2);
});

test('what is kept holds no login, and no plain hash of one', async () => {
  const [registry, { cache, files }] = [await bearer(), memoryCache()];
  await run(registry, cache, { as: alice });
  const text = JSON.stringify([...files]);
  expect(text).toContain('t0');
  for (const secret of [alice.username, alice.password, Buffer.from('alice:s3cret').toString('base64')]) {
    expect(text).not.toContain(secret);
  }
  const plain = createHash('sha256')
    .update(JSON.stringify(['alice', 's3cret', '']))
    .digest();
  for (const form of ['hex', 'base64', 'base64url'] as const) expect(text).not.toContain(plain.toString(form));
});

test('a token that is refused is dropped, and fetched anew once', async () => {
  const [registry, { cache, tokens }] = [await bearer(), memoryCache()];
  await run(registry, cache);
  registry.revoked.add('t0');
  expect(await run(registry, cache)).toEqual([`${MANIFEST} Bearer t0`, '/token', `${MANIFEST} Bearer t1`]);
  expect(tokens().map(({ value }) => value)).toEqual(['t1']);
  expect(await run(registry, cache)).toEqual([`${MANIFEST} Bearer t1`]);
});

test('one that is about to expire is not sent, and no longer kept', async () => {
  const [registry, { cache, tokens }] = [await bearer({ expires_in: 100 }), memoryCache()];
  const clock = testClock();
  await run(registry, cache, clock);
  clock.advance(69_000);
  expect(await run(registry, cache, clock)).toEqual([`${MANIFEST} Bearer t0`]);
  clock.advance(2000);
  expect(await run(registry, cache, clock)).toEqual(COLD('t1'));
  expect(tokens().map(({ value }) => value)).toEqual(['t1']);
});

test('none is kept for longer than an hour, nor believed when the clock was set back', async () => {
  const [registry, { cache, tokens }] = [await bearer({ expires_in: 1e9 }), memoryCache()];
  const clock = testClock();
  await run(registry, cache, clock);
  expect(tokens()[0]!.expires - clock.now()).toBe(3_600_000);
  clock.advance(-60_000);
  expect(await run(registry, cache, clock)).toEqual(COLD('t1'));
});

test('each repository has its own, and both are kept', async () => {
  const [registry, { cache, tokens }] = [await bearer(), memoryCache()];
  await run(registry, cache);
  await run(registry, cache, { repository: 'team/other' });
  expect(tokens().map(({ scopes }) => scopes)).toEqual([['repository:team/app:pull'], ['repository:team/other:pull']]);
  expect(await run(registry, cache)).toEqual([`${MANIFEST} Bearer t0`]);
});

test('a registry that is not verified is shown none, and leaves none', async () => {
  const [registry, { cache, files }] = [await bearer(), memoryCache()];
  expect(await run(registry, cache, { insecure: true })).toEqual(COLD('t0'));
  expect(files.size).toBe(0);
  await run(registry, cache);
  expect(await run(registry, cache, { insecure: true })).toEqual(COLD('t2'));
});

test('what a registry is checked with is fetched now', async () => {
  const [registry, { cache }] = [await bearer(), memoryCache()];
  await run(registry, cache, { as: alice });
  const checked = createRegistry({
    env: {},
    userAgent: 'imagestream/test',
    ...testClock(),
    random: () => 1,
    certificates: authoritiesFor(authority.cert),
    tokens: cache,
  });
  const begin = registry.requests.length;
  expect(await checked.probe().reach(at(registry), { credentials: login(alice) })).toMatchObject({ login: 'token' });
  await checked.close();
  const sent = registry.requests.slice(begin).map(shown);
  expect(sent.map((line) => line.replace(/.* /, ''))).toEqual(['-', '/token', 't1']);
});

test('tokens that open more than a pull are not kept', async () => {
  const { cache, files } = memoryCache();
  const memory = new TokenMemory(cache, () => 0);
  const demand = { scheme: 'bearer' as const, realm: 'https://a.example/token', service: undefined, scopes: [] };
  for (const scopes of [['repository:a:pull,push'], ['repository:a:pull', 'registry:catalog:*'], []]) {
    memory.add('https://a.example', demand, undefined, { value: 't', scopes, expires: 300_000 });
  }
  await memory.save();
  expect(files.size).toBe(0);
});

test('nothing is kept where nothing was asked for', async () => {
  const [registry, { cache, files }] = [await script(() => good), memoryCache()];
  const it = client({ tokens: cache });
  await it.getManifest(at(registry), 'v1', nobody);
  await it.close();
  expect(files.size).toBe(0);
});
