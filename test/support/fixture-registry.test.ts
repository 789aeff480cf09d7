import http from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type FixtureRegistry, type RegistryOptions, startFixtureRegistry } from './fixture-registry.ts';
import { createImage, createIndex, type Image, MEDIA_TYPES, sha256 } from './images.ts';

let registry: FixtureRegistry;
const start = async (options?: RegistryOptions) => {
  registry = await startFixtureRegistry(options);
  return registry;
};
const ask = (path: string, init?: RequestInit) => fetch(`${registry.url}${path}`, init);
const rover = createImage({ seed: 'rover' });

afterEach(async () => {
  await registry.stop();
});

describe('manifests', () => {
  test('GET and HEAD by tag and by digest', async () => {
    (await start()).push(rover, 'engine/marsview', 'latest');
    for (const reference of ['latest', rover.digest]) {
      const got = await ask(`/v2/engine/marsview/manifests/${reference}`);
      expect(got.status).toBe(200);
      expect(got.headers.get('content-type')).toBe(rover.mediaType);
      expect(got.headers.get('docker-content-digest')).toBe(rover.digest);
      expect(Buffer.from(await got.arrayBuffer())).toEqual(rover.manifest);
      const head = await ask(`/v2/engine/marsview/manifests/${reference}`, { method: 'HEAD' });
      expect(head.headers.get('content-length')).toBe(String(rover.manifest.length));
      expect(await head.text()).toBe('');
    }
  });

  test('304 for a known ETag, 200 again when the tag has moved', async () => {
    (await start()).push(rover, 'engine/marsview', 'latest');
    const etag = (await ask('/v2/engine/marsview/manifests/latest')).headers.get('etag') ?? '';
    const conditional = { headers: { 'if-none-match': etag } };
    expect((await ask('/v2/engine/marsview/manifests/latest', conditional)).status).toBe(304);
    registry.push(createImage({ seed: 'other' }), 'engine/marsview', 'latest');
    expect((await ask('/v2/engine/marsview/manifests/latest', conditional)).status).toBe(200);
  });

  test('a list becomes its linux/amd64 image for a client that knows no lists', async () => {
    const list = createIndex({ seed: 'list', platforms: ['linux/arm64', 'linux/amd64'] });
    (await start()).push(list, 'engine/multi', 'latest');
    const old = { headers: { accept: MEDIA_TYPES.docker.manifest } };
    const byTag = await ask('/v2/engine/multi/manifests/latest', old);
    expect(byTag.headers.get('docker-content-digest')).toBe(list.children[1]!.digest);
    expect((await ask(`/v2/engine/multi/manifests/${list.digest}`, old)).status).toBe(404);
  });

  test.each([
    ['/v2/engine/marsview/manifests/nope', 404, 'MANIFEST_UNKNOWN'],
    ['/v2/engine/nope/manifests/latest', 404, 'NAME_UNKNOWN'],
    ['/v2/engine/nope/tags/list', 404, 'NAME_UNKNOWN'],
    [`/v2/engine/marsview/blobs/${sha256('x')}`, 404, 'BLOB_UNKNOWN'],
    ['/v2/engine/marsview/tags/list?n=x', 400, 'PAGINATION_NUMBER_INVALID'],
  ])('%s is %d %s', async (path, status, code) => {
    (await start()).push(rover, 'engine/marsview', 'latest');
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ code }] });
  });
});

describe('blobs and tags', () => {
  test('whole blobs and ranges', async () => {
    (await start()).push(rover, 'engine/marsview', 'latest');
    const { digest, bytes } = rover.blobs[1]!;
    const at = `/v2/engine/marsview/blobs/${digest}`;
    expect(Buffer.from(await (await ask(at)).arrayBuffer())).toEqual(bytes);
    const part = await ask(at, { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    expect((await ask(at, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
  });

  test('tags come sorted, in pages that Link leads through', async () => {
    await start({ pageSize: 2 });
    for (const tag of ['v3', 'v1', 'latest', 'v2', 'develop']) registry.push(rover, 'engine/marsview', tag);
    const pages: string[][] = [];
    let next: string | undefined = '/v2/engine/marsview/tags/list?n=1000';
    while (next) {
      const page: Response = await ask(next);
      pages.push(((await page.json()) as { tags: string[] }).tags);
      next = /^<(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(pages).toEqual([['develop', 'latest'], ['v1', 'v2'], ['v3']]);
  });
});

describe('uploads', () => {
  const { digest, bytes } = rover.blobs[1]!;
  const startUpload = async () => (await ask('/v2/a/b/blobs/uploads/', { method: 'POST' })).headers.get('location')!;

  test('one PUT', async () => {
    await start();
    const done = await fetch(`${await startUpload()}&digest=${digest}`, { method: 'PUT', body: bytes });
    expect(done.status).toBe(201);
    expect(registry.content.blob('a/b', digest)).toEqual(bytes);
  });

  test('chunks; one that comes twice is refused with where to go on', async () => {
    await start();
    const chunk = (from: number, to: number) => ({
      method: 'PATCH',
      body: bytes.subarray(from, to),
      headers: { 'content-range': `${from}-${to - 1}` },
    });
    const first = await fetch(await startUpload(), chunk(0, 100));
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-99']);
    const location = first.headers.get('location')!;
    const again = await fetch(location, chunk(0, 100));
    expect([again.status, again.headers.get('range')]).toEqual([416, '0-99']);
    await fetch(location, chunk(100, bytes.length));
    expect((await fetch(`${location}&digest=${digest}`, { method: 'PUT' })).status).toBe(201);
    expect(registry.content.blob('a/b', digest)).toEqual(bytes);
  });

  test('a wrong digest stores nothing', async () => {
    await start();
    const wrong = await fetch(`${await startUpload()}&digest=${sha256('other')}`, { method: 'PUT', body: bytes });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { errors: [{ code: 'DIGEST_INVALID' }] }]);
    expect(registry.content.has('a/b')).toBe(false);
  });

  test('a mount from a repository that has the blob, and a session where none has', async () => {
    (await start()).push(rover, 'engine/marsview', 'latest');
    const mount = (mounted: string) =>
      ask(`/v2/a/b/blobs/uploads/?mount=${mounted}&from=engine/marsview`, { method: 'POST' });
    expect((await mount(digest)).status).toBe(201);
    expect((await mount(sha256('other'))).status).toBe(202);
    expect(registry.content.blob('a/b', digest)).toEqual(bytes);
  });

  test('a manifest is taken when all that it names is there', async () => {
    await start();
    const put = (image: Image) =>
      ask('/v2/a/b/manifests/v1', {
        method: 'PUT',
        body: image.manifest,
        headers: { 'content-type': image.mediaType },
      });
    expect((await put(rover)).status).toBe(400);
    for (const blob of rover.blobs) registry.content.putBlob('a/b', blob.digest, blob.bytes);
    const done = await put(rover);
    expect([done.status, done.headers.get('docker-content-digest')]).toEqual([201, rover.digest]);
    expect(registry.content.manifest('a/b', 'v1')?.bytes).toEqual(rover.manifest);
    expect((await ask('/v2/a/b/manifests/v1', { method: 'DELETE' })).status).toBe(202);
    expect(registry.content.manifest('a/b', 'v1')).toBeUndefined();
  });
});

describe('access', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const manifest = '/v2/engine/marsview/manifests/latest';

  test('Basic', async () => {
    (await start({ access: { mode: 'basic', users: { rover: 'curiosity' } } })).push(
      rover,
      'engine/marsview',
      'latest',
    );
    const refused = await ask(manifest);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="fixture registry"']);
    expect((await ask(manifest, { headers: { authorization: basic('rover:wrong') } })).status).toBe(401);
    expect((await ask(manifest, { headers: { authorization: basic('rover:curiosity') } })).status).toBe(200);
  });

  const token = async (query: string, authorization?: string) => {
    const answer = await ask(`/token?${query}`, authorization ? { headers: { authorization } } : {});
    return { status: answer.status, ...((await answer.json()) as { token?: string }) };
  };
  const withToken = (text: string | undefined) => ask(manifest, { headers: { authorization: `Bearer ${text}` } });

  test('Bearer: the challenge names where, for what and which scope; its token opens the repository', async () => {
    (await start({ access: { mode: 'bearer', service: 'mars' } })).push(rover, 'engine/marsview', 'latest');
    expect((await ask(manifest)).headers.get('www-authenticate')).toBe(
      `Bearer realm="${registry.url}/token",service="mars",scope="repository:engine/marsview:pull"`,
    );
    expect((await ask('/v2/')).headers.get('www-authenticate')).toBe(
      `Bearer realm="${registry.url}/token",service="mars"`,
    );
    const { token: good } = await token('service=mars&scope=repository:engine/marsview:pull');
    expect((await withToken(good)).status).toBe(200);
    const { token: other } = await token('service=mars&scope=repository:engine/other:pull');
    expect((await withToken(other)).headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect((await withToken('garbage')).headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('Bearer: expired and revoked tokens are worthless', async () => {
    let now = 1_000_000;
    const access = { mode: 'bearer', expiresIn: 60 } as const;
    (await start({ access, now: () => now })).push(rover, 'engine/marsview', 'latest');
    const query = 'scope=repository:engine/marsview:pull';
    const { token: first } = await token(query);
    now += 61_000;
    expect((await withToken(first)).status).toBe(401);
    const { token: second } = await token(query);
    expect((await withToken(second)).status).toBe(200);
    registry.access.revokeTokens();
    expect((await withToken(second)).status).toBe(401);
  });

  test('Bearer: a private repository opens for its users, a wrong password for nobody', async () => {
    const users = { robot: 's3cret', other: 'x' };
    await start({ access: { mode: 'bearer', users, private: { 'engine/marsview': ['robot'] } } });
    registry.push(rover, 'engine/marsview', 'latest');
    const query = 'scope=repository:engine/marsview:pull';
    const status = async (authorization?: string) =>
      (await withToken((await token(query, authorization)).token)).status;
    expect(await status()).toBe(401);
    expect(await status(basic('other:x'))).toBe(401);
    expect(await status(basic('robot:s3cret'))).toBe(200);
    expect((await token(query, basic('robot:wrong'))).status).toBe(401);
  });
});

test('requests and connections are recorded, secrets are not', async () => {
  await start();
  const alone = (path: string) =>
    new Promise((done) => {
      const headers = { authorization: 'Bearer secret' };
      http.get(`${registry.url}${path}`, { agent: false, headers }, (answer) => answer.resume().on('end', done));
    });
  await alone('/v2/');
  await alone('/v2/nope/tags/list');
  expect(registry.requests).toEqual([
    { host: registry.host, method: 'GET', url: '/v2/', status: 200, authorization: 'Bearer' },
    { host: registry.host, method: 'GET', url: '/v2/nope/tags/list', status: 404, authorization: 'Bearer' },
  ]);
  expect(registry.connections()).toBe(2);
});
