import { describe, expect, test } from '@jest/globals';
import { checkRealmUrl, isSameParty, refusedRealm } from '../../../src/registry/addresses/realm-policy.ts';
import { registrableName } from '../../../src/registry/addresses/registrable-name.ts';

describe('who may receive a login', () => {
  test.each<[registry: string, realm: string, may: boolean]>([
    ['https://quay.io', 'https://quay.io/v2/auth', true],
    ['https://quay.io:8443', 'https://quay.io/v2/auth', true],
    ['https://registry-1.docker.io', 'https://auth.docker.io/token', true],
    ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth', true],
    ['https://registry.team.example.co.uk', 'https://auth.example.co.uk/token', true],
    ['https://registry.example.co.uk', 'https://other.co.uk/token', false],
    ['https://registry.example.com', 'https://evil.com/token', false],
    ['https://registry.example.com', 'https://example.com.evil.com/token', false],
    ['https://registry.example.com', 'https://notexample.com/token', false],
    ['https://alice.github.io', 'https://mallory.github.io/token', false],
    ['https://1.dkr.ecr.eu-west-1.amazonaws.com', 'https://2.dkr.ecr.eu-west-1.amazonaws.com/token', false],
    ['https://10.0.0.1', 'https://10.0.0.2/token', false],
    ['https://10.0.0.1:5000', 'https://10.0.0.1:5001/token', true],
    ['https://127.0.0.1:5000', 'https://localhost:5001/token', true],
    ['https://registry', 'https://token/token', false],
    ['https://registry-1.docker.io', 'https://auth.docker.com/token', false],
    ['https://index.docker.io', 'https://evil.io/token', false],
    ['https://127.0.0.1:5000', 'https://a.localhost/token', true],
    ['https://127.0.0.1:5000', 'https://notlocalhost/token', false],
    ['https://registry', 'https://localhost/token', false],
    ['https://10.0.0.1', 'https://localhost/token', false],
    ['https://[::1]:5000', 'https://127.0.0.1/token', true],
    ['https://registry.victim.duckdns.org', 'https://auth.evil.duckdns.org/token', false],
    ['https://registry.victim.duckdns.org', 'https://auth.victim.duckdns.org/token', true],
    ['https://registry.corp.example', 'https://auth.corp.example/token', true],
    ['https://registry.ns.svc.cluster.local:5000', 'https://auth.ns.svc.cluster.local/token', false],
    ['https://a.xn--55qx5d.cn', 'https://b.xn--55qx5d.cn/token', false],
    ['https://registry.city.kobe.jp', 'https://auth.city.kobe.jp/token', true],
  ])('%s may send it to %s: %s', async (registry, realm, may) => {
    expect(await isSameParty(new URL(registry), new URL(realm))).toBe(may);
  });

  test.each([
    ['a.b.example.com', 'example.com'],
    ['example.com.', 'example.com'],
    ['a.example.com.au', 'example.com.au'],
    ['localhost', undefined],
    ['x.run.app', undefined],
    ['run.app', undefined],
    ['notrun.app', 'notrun.app'],
    ['a.co.uk', 'a.co.uk'],
    ['co.uk', undefined],
    ['a.b.co.com', 'b.co.com'],
    ['a.b.c.jfrog.io', undefined],
    ['duckdns.org', undefined],
    ['a.xco.uk', 'xco.uk'],
    ['a.b.ltd.uk', 'b.ltd.uk'],
  ])('%s is held by %s', (host, owner) => {
    expect(registrableName(host)).toBe(owner);
  });
});

test.each([
  'amazonaws.com',
  'appspot.com',
  'azurecr.io',
  'azure.com',
  'azurewebsites.net',
  'cloudfront.net',
  'digitaloceanspaces.com',
  'duckdns.org',
  'fly.dev',
  'github.dev',
  'github.io',
  'gitlab.io',
  'googleapis.com',
  'herokuapp.com',
  'jfrog.io',
  'netlify.app',
  'ngrok.io',
  'ngrok-free.app',
  'nip.io',
  'onrender.com',
  'pages.dev',
  'pkg.dev',
  'run.app',
  'sslip.io',
  'svc.cluster.local',
  'trycloudflare.com',
  'vercel.app',
  'windows.net',
  'workers.dev',
])('neighbours under %s are strangers', async (suffix) => {
  const url = (host: string) => new URL(`https://${host}.${suffix}/token`);
  expect(await isSameParty(url('a'), url('b'))).toBe(false);
  expect(await isSameParty(url('a'), url('a'))).toBe(true);
  expect(registrableName(`not${suffix}`)).toBeDefined();
});

describe('realms that nothing is sent to', () => {
  test.each([
    ['https://a.com', 'http://a.com/token', 'plain HTTP'],
    ['https://a.com', 'ftp://a.com/token', 'not a web address'],
    ['https://a.com', 'file:///etc/passwd', 'not a web address'],
    ['https://a.com', 'https://user:pass@a.com/token', 'holds a login'],
    ['https://a.com', 'https://user@a.com/token', 'holds a login'],
    ['https://a.com', 'https://:pass@a.com/token', 'holds a login'],
  ])('%s names %s', (registry, realm, why) => {
    expect(() => checkRealmUrl(new URL(registry), new URL(realm))).toThrow(why);
  });

  test('a registry on plain HTTP may have a realm on plain HTTP', () => {
    expect(() => checkRealmUrl(new URL('http://a.com'), new URL('http://a.com/token'))).not.toThrow();
  });
});

describe('the refusal', () => {
  test('gives the lines to write word for word', () => {
    const { message, hint } = refusedRealm('r.example.com:5000', new URL('https://sso.example.net:8443/token'));
    expect(message).toContain('the token server sso.example.net:8443, which is another party');
    const pair = 'r.example.com:5000=sso.example.net:8443';
    expect(hint).toContain(`--token-server ${pair}`);
    expect(hint).toContain(`IMAGESTREAM_TOKEN_SERVERS=${pair}`);
  });

  test('offers nothing to a token server on plain HTTP', () => {
    expect(refusedRealm('r.example.com', new URL('http://sso.example.net/token')).hint).not.toContain('--token-server');
  });
});
