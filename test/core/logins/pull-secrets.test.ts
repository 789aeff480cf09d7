import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chainCredentials } from '../../../src/core/logins/chain-credentials.ts';
import { matchGlob, matchHost } from '../../../src/core/logins/host-glob.ts';
import { pullSecretCredentials } from '../../../src/core/logins/pull-secrets.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { KEPT_IN } from '../../../src/core/secrets/kept-data.ts';
import { AppError } from '../../../src/errors.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const login = (user: string, password = 'pw') => ({ auth: base64(`${user}:${password}`) });

function secret(name: string, auths: unknown, more: Record<string, unknown> = {}): KubeObject {
  const content = typeof auths === 'string' ? auths : JSON.stringify({ auths });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': base64(content) },
    ...more,
  };
}

const unexpected = (message: string) => {
  throw new Error(`unexpected warning: ${message}`);
};

async function userFor(secrets: KubeObject[], registry: string, repository: string) {
  return (await pullSecretCredentials(secrets, unexpected).find(registry, repository))?.username;
}

describe('the key of a pull secret', () => {
  test.each<[key: string, registry: string, repository: string, matches: boolean]>([
    ['quay.io', 'quay.io', 'acme/app', true],
    ['https://quay.io', 'quay.io', 'acme/app', true],
    ['http://quay.io/', 'quay.io', 'acme/app', true],
    ['https://quay.io/v1/', 'quay.io', 'acme/app', true],
    ['https://quay.io/v2/', 'quay.io', 'acme/app', true],
    ['quay.io/v1/', 'quay.io', 'acme/app', true],
    ['quay.io/v2', 'quay.io', 'acme/app', false],
    ['quay.io/v2/acme', 'quay.io', 'acme/app', true],
    ['quay.io/acme', 'quay.io', 'acme/app', true],
    ['quay.io/ac', 'quay.io', 'acme/app', true],
    ['quay.io/acme/app', 'quay.io', 'acme/app', true],
    ['quay.io/acme/app/x', 'quay.io', 'acme/app', false],
    ['quay.io/other', 'quay.io', 'acme/app', false],
    ['quay.io:443', 'quay.io', 'acme/app', false],
    ['quay.io', 'quay.io:443', 'acme/app', false],
    ['quay.io:5000', 'quay.io:5000', 'acme/app', true],
    ['*.example.com', 'a.example.com', 'x', true],
    ['*.example.com', 'example.com', 'x', false],
    ['*.example.com', 'a.b.example.com', 'x', false],
    ['*.*.example.com', 'a.b.example.com', 'x', true],
    ['*.example.com:5000', 'a.example.com:5000', 'x', true],
    ['*.example.com', 'a.example.com:5000', 'x', false],
    ['reg[0-9].example.com', 'reg7.example.com', 'x', true],
    ['reg[0-9.example.com', 'reg7.example.com', 'x', false],
    ['r*y.io', 'registry.io', 'x', true],
    ['QUAY.io', 'quay.io', 'x', false],
    ['https://ann:pw@quay.io/acme', 'quay.io', 'acme/app', true],
    ['[::1]:5000', '[::1]:5000', 'x', true],
    ['docker.io', 'docker.io', 'library/nginx', true],
    ['https://index.docker.io/v1/', 'docker.io', 'library/nginx', true],
    ['index.docker.io', 'docker.io', 'ann/app', true],
    ['registry-1.docker.io', 'docker.io', 'ann/app', true],
    ['index.docker.io/ann', 'docker.io', 'bob/app', false],
    ['https://index.docker.io/v1/', 'localhost', 'ann/app', false],
    ['__proto__', 'quay.io', 'acme/app', false],
  ])('%s for %s/%s: %s', async (key, registry, repository, matches) => {
    const auths = JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(login('ann'))}}`);
    expect(await userFor([secret('s', auths)], registry, repository)).toBe(matches ? 'ann' : undefined);
  });
});

describe('the choice between several logins', () => {
  test('the most specific key wins, whatever the order of secrets', async () => {
    const secrets = [
      secret('a', { 'quay.io': login('host'), '*.io': login('glob') }),
      secret('b', { 'quay.io/acme': login('namespace'), 'quay.io/acme/app': login('repository') }),
    ];
    expect(await userFor(secrets, 'quay.io', 'acme/app')).toBe('repository');
    expect(await userFor(secrets, 'quay.io', 'acme/web')).toBe('namespace');
    expect(await userFor(secrets, 'quay.io', 'other/web')).toBe('host');
    expect(await userFor(secrets, 'ghcr.io', 'other/web')).toBe('glob');
  });

  test('equal keys are in the order of the names of their secrets', async () => {
    const secrets = [secret('zeta', { 'quay.io': login('z') }), secret('alpha', { 'https://quay.io/v2/': login('a') })];
    expect(await userFor(secrets, 'quay.io', 'acme/app')).toBe('a');
  });

  test('an exact key for docker.io precedes the one for index.docker.io', async () => {
    const secrets = [secret('a', { 'https://index.docker.io/v1/': login('index'), 'docker.io': login('exact') })];
    expect(await userFor(secrets, 'docker.io', 'library/nginx')).toBe('exact');
  });
});

describe('the fields of an entry', () => {
  test.each<[string, unknown, { username: string; password: string } | undefined]>([
    ['auth', { auth: base64('ann:a:b') }, { username: 'ann', password: 'a:b' }],
    ['auth without padding', { auth: base64('ann:pw').replace(/=+$/, '') }, { username: 'ann', password: 'pw' }],
    ['auth with NULs at the end', { auth: base64('ann:pw\0\0') }, { username: 'ann', password: 'pw' }],
    ['username and password', { username: 'ann', password: 'pw' }, { username: 'ann', password: 'pw' }],
    ['both: auth wins', { auth: base64('ann:pw'), username: 'bob' }, { username: 'ann', password: 'pw' }],
    ['nothing', {}, undefined],
    ['null', null, undefined],
    ['an identity token only', { identitytoken: 't' }, undefined],
    ['beyond ASCII', { auth: base64('ann:pässwörd✓') }, { username: 'ann', password: 'pässwörd✓' }],
  ])('%s', async (_name, entry, expected) => {
    const found = await pullSecretCredentials([secret('s', { h: entry })], unexpected).find('h', 'r');
    expect(found && { username: found.username, password: found.password }).toEqual(expected);
    expect(found?.identityToken).toBeUndefined();
    if (found) expect(found.origin).toBe('secret "s", auths["h"]');
  });
});

describe('which secrets count', () => {
  test('the old format', async () => {
    const old = secret('old', '', {
      type: 'kubernetes.io/dockercfg',
      data: { '.dockercfg': base64(JSON.stringify({ 'quay.io': login('ann') })) },
    });
    expect(await userFor([old], 'quay.io', 'acme/app')).toBe('ann');
  });

  test('stringData, which wins over data', async () => {
    const plain = { stringData: { '.dockerconfigjson': JSON.stringify({ auths: { 'quay.io': login('plain') } }) } };
    expect(await userFor([secret('s', { 'quay.io': login('data') }, plain)], 'quay.io', 'acme/app')).toBe('plain');
  });

  test.each<[string, Record<string, unknown>]>([
    ['another type', { type: 'Opaque' }],
    ['no type', { type: undefined }],
    ['excluded', { metadata: { name: 's', annotations: { 'openshift.io/image.excludeSecret': 'true' } } }],
  ])('%s: passed over', async (_name, more) => {
    expect(await userFor([secret('s', { 'quay.io': login('ann') }, more)], 'quay.io', 'acme/app')).toBeUndefined();
  });

  test('the excluding annotation must say true', async () => {
    const metadata = { name: 's', annotations: { 'openshift.io/image.excludeSecret': 'false' } };
    expect(await userFor([secret('s', { 'quay.io': login('ann') }, { metadata })], 'quay.io', 'acme/app')).toBe('ann');
  });

  test.each<[string, KubeObject, RegExp]>([
    ['not base64', secret('bad', '', { data: { '.dockerconfigjson': '%%' } }), /"bad": .*not base64/],
    ['not JSON', secret('bad', '{"auths": {"hunter2"'), /"bad": line 1, column 21: not valid JSON/],
    ['no data', secret('bad', '', { data: undefined }), /"bad" has no data\["\.dockerconfigjson"\]/],
    ['auths is a list', secret('bad', []), /"bad": auths is not an object/],
    ['auth without a colon', secret('bad', { 'quay.io': { auth: base64('hunter2') } }), /"bad": auths\["quay\.io"\]/],
    ['a password in the key', secret('bad', { 'https://u:hunter2@h': { auth: '!' } }), /"bad": auths\["https:\/\/h"\]/],
  ])('malformed (%s): told once by name, and passed over', async (_name, bad, message) => {
    const warnings: string[] = [];
    const source = pullSecretCredentials([bad, secret('good', { 'quay.io': login('ann') })], (w) => warnings.push(w));
    expect(warnings).toEqual([]);
    expect((await source.find('quay.io', 'acme/app'))?.username).toBe('ann');
    expect((await source.find('quay.io', 'acme/web'))?.username).toBe('ann');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(message);
    expect(warnings[0]).not.toContain('hunter2');
  });

  test('an aborted signal', async () => {
    const find = pullSecretCredentials([], unexpected).find('quay.io', 'acme/app', AbortSignal.abort());
    await expect(find).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

test('any JSON in a secret gives an answer or one warning', async () => {
  const entries = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'quay.io', '*.io', 'quay.io/acme')),
    fc.oneof(fc.jsonValue(), fc.record({ auth: fc.string(), username: fc.string() }, { requiredKeys: [] })),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.record({ auths: entries })), async (content) => {
      const warnings: string[] = [];
      const source = pullSecretCredentials([secret('s', JSON.stringify(content))], (w) => warnings.push(w));
      await source.find('quay.io', 'acme/app');
      expect(warnings.length).toBeLessThanOrEqual(1);
      expect(({} as Record<string, unknown>).auth).toBeUndefined();
    }),
  );
});

describe('globs', () => {
  test.each<[string, string, boolean]>([
    ['*', '', true],
    ['*', 'abc', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[^a]', 'b', true],
    ['[^a]', 'a', false],
    ['[a-c]x', 'bx', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[', 'a', false],
    ['[]', ']', false],
    ['[a-]', 'a', false],
    ['\\', '\\', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchGlob(pattern, text)).toBe(expected);
  });

  test('many stars take no exponential time', () => {
    expect(matchGlob('*a'.repeat(200), `${'a'.repeat(199)}b`)).toBe(false);
  });

  test('a host without special characters matches itself only', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (a, b) => {
        expect(matchHost(a, a)).toBe(true);
        expect(matchHost(a, b)).toBe(a === b);
      }),
    );
  });
});

describe('a chain of sources', () => {
  const source = (user: string | undefined, log: string[], name: string) => ({
    async find() {
      log.push(name);
      return user === undefined ? undefined : { username: user, password: '', origin: name };
    },
  });

  test('the first answer wins, and later sources are not asked', async () => {
    const log: string[] = [];
    const chain = chainCredentials(source(undefined, log, '1'), source('ann', log, '2'), source('bob', log, '3'));
    expect((await chain.find('h', 'r'))?.username).toBe('ann');
    expect(log).toEqual(['1', '2']);
  });

  test('a failure is not passed over', async () => {
    const failing = { find: () => Promise.reject(new Error('no')) };
    await expect(chainCredentials(failing, source('ann', [], '1')).find('h', 'r')).rejects.toThrow('no');
  });

  test('no source, no login', async () => {
    expect(await chainCredentials().find('h', 'r')).toBeUndefined();
  });
});

describe('a secret whose values are kept elsewhere', () => {
  const bare = (name: string) => secret(name, { 'quay.io': { username: 'ann' } }, marked(name));
  const marked = (name: string) => ({ metadata: { name, annotations: { [KEPT_IN]: 'keychain' } } });
  const whole = async ({ metadata }: KubeObject) =>
    secret(metadata.name, { 'quay.io': login('ann') }, marked(metadata.name));

  test('is fetched once, when a login of it is needed', async () => {
    const fetched: string[] = [];
    const source = pullSecretCredentials(
      [bare('a'), secret('b', { 'x.io': login('ben') })],
      unexpected,
      async (object) => {
        fetched.push(object.metadata.name);
        return await whole(object);
      },
    );
    expect((await source.find('x.io', 'app'))?.username).toBe('ben');
    expect(fetched).toEqual([]);
    const found = await Promise.all([source.find('quay.io', 'app'), source.find('quay.io', 'other')]);
    expect(found.map((credential) => credential?.password)).toEqual(['pw', 'pw']);
    expect((await source.find('quay.io', 'third'))?.password).toBe('pw');
    expect(fetched).toEqual(['a']);
  });

  test('that cannot be fetched is warned about, and the next one counts', async () => {
    const warnings: string[] = [];
    const source = pullSecretCredentials(
      [bare('a'), secret('b', { 'quay.io': login('ben') })],
      (text) => warnings.push(text),
      async () => {
        throw new AppError('CREDENTIALS', 'the keychain is locked');
      },
    );
    expect((await source.find('quay.io', 'app'))?.username).toBe('ben');
    expect((await source.find('quay.io', 'app'))?.username).toBe('ben');
    expect(warnings).toEqual([expect.stringContaining('the keychain is locked')]);
  });

  test('that fails in another way is a failure', async () => {
    const source = pullSecretCredentials([bare('a')], unexpected, () => Promise.reject(new Error('bug')));
    await expect(source.find('quay.io', 'app')).rejects.toThrow('bug');
  });
});
