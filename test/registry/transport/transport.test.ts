import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../support/certificates.ts';
import { createImage } from '../../support/images.ts';
import type { ScriptedAnswer } from '../../support/scripted-registry.ts';
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
} from '../client-under-test.ts';
import { startForwardProxy } from '../forward-proxy.ts';

const image = createImage({ seed: 'transport' });
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };
const folder = mkdtempSync(path.join(tmpdir(), 'imagestream-transport-'));
const caFile = path.join(folder, 'ca.crt');
writeFileSync(caFile, authority.cert);
afterAll(() => rmSync(folder, { recursive: true }));

/** A client that trusts what its environment says, and nothing else. */
const trusting = (env: Record<string, string>, warnings: string[] = []) =>
  client({ env, certificates: authoritiesFor(undefined), warn: (message) => warnings.push(message) });

describe('certificates', () => {
  test('of an unknown authority: the error says what to try', async () => {
    const registry = await script(() => good);
    expect(await failing(trusting({}).getManifest(at(registry), 'v1', nobody))).toMatchObject({
      code: 'REGISTRY_TLS',
      message: `${registry.host}: its certificate is signed by an unknown authority`,
      hint: expect.stringMatching(/certs\.d\/[\w.:-]+\/ca\.crt, or name it with --certificate-authority/),
    });
    expect(registry.requests).toHaveLength(0);
  });

  test.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])('are trusted through %s', async (name) => {
    const registry = await script(() => good);
    await trusting({ [name]: caFile }).getManifest(at(registry), 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });

  test('are trusted through the folders of SSL_CERT_DIR, and a bundle may hold several', async () => {
    const certs = path.join(folder, 'certs');
    mkdirSync(certs);
    writeFileSync(path.join(certs, 'README'), 'not a certificate');
    writeFileSync(path.join(certs, 'all.pem'), `${createAuthority('Another').cert}\n${authority.cert}`);
    const registry = await script(() => good);
    await trusting({ SSL_CERT_DIR: `/does/not/exist:${certs}` }).getManifest(at(registry), 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });

  test('that cannot be read are warned about, once', async () => {
    const warnings: string[] = [];
    const registry = await script(() => good);
    const it = trusting({ SSL_CERT_FILE: '/does/not/exist', NODE_EXTRA_CA_CERTS: caFile }, warnings);
    await it.getManifest(at(registry), 'v1', nobody);
    await it.getManifest(at(registry), 'v1', nobody);
    expect(warnings).toEqual(['the certificates in /does/not/exist cannot be read and are left out']);
  });

  test('of a host with authorities of its own may be signed by any other that is trusted', async () => {
    const registry = await script(() => good);
    const own = authoritiesFor(createAuthority('The authority before').cert, registry.host);
    await client({ env: { SSL_CERT_FILE: caFile }, certificates: own }).getManifest(at(registry), 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });

  test('that have expired are told apart from those of an unknown authority', async () => {
    const notAfter = new Date(Date.now() - 60_000);
    const registry = await script(() => good, authority.issue(['127.0.0.1'], { notAfter }));
    const it = client({ certificates: authoritiesFor(authority.cert, registry.host) });
    expect(await failing(it.getManifest(at(registry), 'v1', nobody))).toMatchObject({
      code: 'REGISTRY_TLS',
      message: `${registry.host}: its certificate has expired`,
    });
    expect(registry.requests).toHaveLength(0);
  });

  test('of an authority that counts for one host only', async () => {
    const [own, other] = [await script(() => good), await script(() => good)];
    const it = client({ certificates: authoritiesFor(authority.cert, own.host) });
    await it.getManifest(at(own), 'v1', nobody);
    expect((await failing(it.getManifest(at(other), 'v1', nobody))).code).toBe('REGISTRY_TLS');
  });

  test.each([
    ['for another name', authority.issue(['registry.example.com']), 'its certificate is for another name'],
    [
      'of the past',
      authority.issue(['127.0.0.1'], { notBefore: new Date(0), notAfter: new Date(1e12) }),
      'its certificate has expired',
    ],
    [
      'of the future',
      authority.issue(['127.0.0.1'], { notBefore: new Date(4e12), notAfter: new Date(5e12) }),
      'its certificate is not valid yet',
    ],
  ])('%s', async (_name, wrong, message) => {
    const registry = await script(() => good, wrong);
    const error = await failing(client().getManifest(at(registry), 'v1', asAlice()));
    expect(error).toMatchObject({ code: 'REGISTRY_TLS', message: `${registry.host}: ${message}` });
    await client().getManifest(at(registry, 'team/app', true), 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });
});

describe('plain HTTP', () => {
  test('without consent: nothing is sent in clear, and the error names the flag', async () => {
    const registry = await script(() => good, 'plain');
    const error = await failing(client().getManifest(at(registry), 'v1', asAlice()));
    expect(error).toMatchObject({ code: 'REGISTRY_HTTP_ONLY' });
    expect(error.hint).toContain('--insecure');
    expect(registry.requests).toHaveLength(0);
  });

  test('with consent: HTTPS is tried once, and the outcome remembered', async () => {
    const registry = await script(() => good, 'plain');
    const it = client();
    const requests = Array.from({ length: 4 }, () => it.getManifest(at(registry, 'team/app', true), 'v1', nobody));
    await Promise.all(requests);
    expect(registry.requests).toHaveLength(4);
    expect(registry.connections()).toBeLessThanOrEqual(1 + 4);
  });

  test('consent prefers HTTPS, and does not verify it', async () => {
    const registry = await script(() => good);
    await trusting({}).getManifest(at(registry, 'team/app', true), 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });

  test('consent for one address is none for the same host without it', async () => {
    const registry = await script(() => good, 'plain');
    const it = client();
    await it.getManifest(at(registry, 'team/app', true), 'v1', nobody);
    expect((await failing(it.getManifest(at(registry), 'v1', nobody))).code).toBe('REGISTRY_HTTP_ONLY');
  });

  test('an HTTP error over HTTPS is an answer, not a reason for plain HTTP', async () => {
    const registry = await script(() => ({ status: 501 }));
    const error = await failing(client().getManifest(at(registry, 'team/app', true), 'v1', nobody));
    expect(error.status).toBe(501);
    expect(registry.requests).toHaveLength(1);
  });

  test('a closed port is closed in both ways', async () => {
    const registry = await script(() => good, 'plain');
    await registry.stop();
    const error = await failing(client().getManifest(at(registry, 'team/app', true), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_CONNECTION', message: `${registry.host}: connection refused` });
  });
});

describe('through a proxy', () => {
  const named = authority.issue(['registry.example.com']);
  const address = { registry: 'registry.example.com', repository: 'team/app', insecure: false };

  test('HTTPS is tunnelled; the proxy sees its own login, the registry does not', async () => {
    const registry = await script(() => good, named);
    const proxy = await startForwardProxy(() => ({ port: registry.port }));
    const HTTPS_PROXY = proxy.url.replace('//', '//us%40er:pass@');
    const it = client({ env: { HTTPS_PROXY, SSL_CERT_FILE: caFile }, certificates: authoritiesFor(undefined) });
    await it.getManifest(address, 'v1', nobody);
    await it.getManifest(address, 'v1', nobody);
    const login = `Basic ${Buffer.from('us@er:pass').toString('base64')}`;
    expect(proxy.requests).toEqual([{ line: 'CONNECT registry.example.com:443', login }]);
    expect(registry.requests).toHaveLength(2);
    expect(registry.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(registry.requests[0]?.headers.host).toBe('registry.example.com');
  });

  test('consent reaches into the tunnel', async () => {
    const registry = await script(() => good, named);
    const proxy = await startForwardProxy(() => ({ port: registry.port }));
    const env = { HTTPS_PROXY: proxy.url };
    const it = client({ env, certificates: authoritiesFor(undefined) });
    expect((await failing(it.getManifest(address, 'v1', nobody))).code).toBe('REGISTRY_TLS');
    await it.getManifest({ ...address, insecure: true }, 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });

  test('plain HTTP goes in absolute form', async () => {
    const registry = await script(() => good, 'plain');
    const proxy = await startForwardProxy(() => ({ port: registry.port }));
    const it = client({ env: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } });
    await it.getManifest({ ...address, insecure: true }, 'v1', nobody);
    expect(proxy.requests.map(({ line }) => line)).toEqual([
      'CONNECT registry.example.com:443',
      'GET http://registry.example.com/v2/team/app/manifests/v1',
    ]);
    expect(registry.requests[0]?.headers.host).toBe('registry.example.com');
  });

  test('the proxy itself may speak HTTPS', async () => {
    const registry = await script(() => good, named);
    const proxy = await startForwardProxy(() => ({ port: registry.port }), identity);
    await client({ env: { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: caFile } }).getManifest(address, 'v1', nobody);
    expect(registry.requests).toHaveLength(1);
  });

  test.each(['127.0.0.1', '[::1]'])('the proxy may be an address: %s, which TLS has no name for', async (address6) => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on('warning', note);
    const registry = await script(() => good, named);
    const proxy = await startForwardProxy(() => ({ port: registry.port }), authority.issue(['127.0.0.1', '::1']), '::');
    const HTTPS_PROXY = proxy.url.replace('127.0.0.1', address6);
    await client({ env: { HTTPS_PROXY, SSL_CERT_FILE: caFile } }).getManifest(address, 'v1', nobody);
    await new Promise(setImmediate);
    process.off('warning', note);
    expect(registry.requests).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test('that says it is HTTPS, and is not, is what is wrong', async () => {
    const proxy = await startForwardProxy(() => 'hang up');
    const HTTPS_PROXY = proxy.url.replace('http://', 'https://user:hidden@');
    for (const insecure of [false, true]) {
      const error = await failing(client({ env: { HTTPS_PROXY } }).getManifest({ ...address, insecure }, 'v1', nobody));
      expect(error.message).toBe(
        `registry.example.com: the proxy ${proxy.host} speaks plain HTTP, and HTTPS_PROXY says https://`,
      );
      expect(error.hint).toBe(`write http://${proxy.host} in HTTPS_PROXY`);
    }
  });

  test('that says it is HTTP, and is HTTPS, is what is wrong', async () => {
    const proxy = await startForwardProxy(() => 'hang up', identity);
    const HTTPS_PROXY = proxy.url.replace('https://', 'http://');
    const error = await failing(client({ env: { HTTPS_PROXY } }).getManifest(address, 'v1', nobody));
    expect(error.message).toContain(`the proxy ${proxy.host} does not answer`);
  });

  test('whose certificate nobody vouches for is what is wrong', async () => {
    const stranger = createAuthority('Stranger').issue(['127.0.0.1']);
    const proxy = await startForwardProxy(() => 'hang up', stranger);
    const error = await failing(client({ env: { HTTPS_PROXY: proxy.url } }).getManifest(address, 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_CONNECTION', hint: 'name its authority in SSL_CERT_FILE' });
    expect(error.message).toContain(`the proxy ${proxy.host} has a certificate that is signed by an unknown authority`);
  });

  test('with a login whose escapes are wrong is no URL, and the login is not shown', async () => {
    const env = { HTTPS_PROXY: 'http://user:hid%zzden@127.0.0.1:1080' };
    const error = await failing(client({ env }).getManifest(address, 'v1', nobody));
    expect(error).toMatchObject({
      code: 'REGISTRY_CONNECTION',
      message: 'the proxy for registry.example.com is not a URL',
      hint: 'correct the environment variable HTTPS_PROXY',
    });
  });

  test('of another kind is refused by its name', async () => {
    const env = { HTTPS_PROXY: 'socks5://user:hidden@127.0.0.1:1080' };
    const error = await failing(client({ env }).getManifest(address, 'v1', nobody));
    expect(error.message).toBe(
      'the proxy for registry.example.com is one of socks5://, and only those of http:// and https:// are supported',
    );
  });

  test('a login that is missing without a tunnel is wanted by the proxy, and no login of the registry is looked for', async () => {
    const registry = await script(() => good, 'plain');
    const proxy = await startForwardProxy((to) => (to.endsWith(':443') ? { port: registry.port } : { status: 407 }));
    const it = client({ env: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } });
    const credentials = login(alice);
    const error = await failing(it.getManifest({ ...address, insecure: true }, 'v1', { credentials }));
    expect(error.message).toBe(`registry.example.com: the proxy ${proxy.host} wants a login (HTTP 407)`);
    expect(credentials.asked).toEqual([]);
  });

  test('loopback is never proxied', async () => {
    const registry = await script(() => good);
    const proxy = await startForwardProxy(() => 'hang up');
    await client({ env: { HTTPS_PROXY: proxy.url } }).getManifest(at(registry), 'v1', nobody);
    expect(proxy.requests).toEqual([]);
  });

  test.each<[string, { status: number } | 'hang up', string]>([
    ['does not know the host', { status: 502 }, 'does not connect to it (HTTP 502)'],
    ['wants a login', { status: 407 }, 'wants a login (HTTP 407)'],
    ['hangs up', 'hang up', 'does not answer (it closed the connection)'],
  ])('that %s', async (_name, outcome, message) => {
    const proxy = await startForwardProxy(() => outcome);
    const HTTPS_PROXY = proxy.url.replace('//', '//user:hidden@');
    const error = await failing(client({ env: { HTTPS_PROXY } }).getManifest(address, 'v1', nobody));
    expect(error).toMatchObject({
      code: 'REGISTRY_CONNECTION',
      message: `registry.example.com: the proxy ${proxy.host} ${message}`,
    });
    expect(`${error.message} ${error.hint}`).not.toContain('hidden');
    expect(proxy.requests.length).toBeLessThanOrEqual(5);
  });

  test('that is not there', async () => {
    const gone = await script(() => good, 'plain');
    await gone.stop();
    const error = await failing(client({ env: { https_proxy: gone.host } }).getManifest(address, 'v1', nobody));
    expect(error.message).toBe(`registry.example.com: the proxy ${gone.host} does not answer (ECONNREFUSED)`);
  });

  test('that is no URL', async () => {
    const env = { HTTPS_PROXY: 'http://user:hidden@a b' };
    const error = await failing(client({ env }).getManifest(address, 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_CONNECTION', hint: 'correct the environment variable HTTPS_PROXY' });
    expect(error.message).not.toContain('hidden');
  });

  test('a registry whose address is not known may name no host on loopback', async () => {
    const storage = await script(() => good);
    const location = `https://127.0.0.1:${storage.port}/manifest`;
    const registry = await script(() => ({ status: 307, headers: { location } }), named);
    const proxy = await startForwardProxy(() => ({ port: registry.port }));
    const env = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: caFile };
    expect((await failing(client({ env }).getManifest(address, 'v1', nobody))).code).toBe('REGISTRY_REFUSED');
    expect(storage.requests).toHaveLength(0);
  });
});

describe('connections', () => {
  test('are few, kept, and closed at the end', async () => {
    const registry = await script(() => good);
    const it = client({ connections: 3 });
    await Promise.all(Array.from({ length: 30 }, () => it.getManifest(at(registry), 'v1', nobody)));
    expect(registry.requests).toHaveLength(30);
    expect(registry.connections()).toBe(3);
    await it.close();
    await it.close();
  });

  test('one after the other share one', async () => {
    const registry = await script(({ method }) => (method === 'HEAD' ? { status: 404 } : good));
    const it = client();
    await it.resolveDigest(at(registry), 'v1', nobody);
    for (let n = 0; n < 5; n++) await it.getManifest(at(registry), 'v1', nobody);
    expect(registry.requests).toHaveLength(7);
    expect(registry.connections()).toBe(1);
  });

  test('nothing is opened before the first request', async () => {
    const registry = await script(() => good);
    await client().close();
    expect(registry.connections()).toBe(0);
  });

  test('Docker Hub is contacted by the name that speaks the protocol', async () => {
    const registry = await script(() => good, authority.issue(['registry-1.docker.io']));
    const proxy = await startForwardProxy(() => ({ port: registry.port }));
    const hub = { registry: 'docker.io', repository: 'library/nginx', insecure: false };
    const it = client({ env: { HTTPS_PROXY: proxy.url } });
    await it.getManifest(hub, 'latest', nobody);
    await it.getManifest(hub, 'latest', { ...nobody, known: [image.digest] });
    expect(proxy.requests[0]?.line).toBe('CONNECT registry-1.docker.io:443');
    expect(registry.requests.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'GET']);
  });
});
