import net from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Registry } from '../../src/core/ports/registry.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import { createImage } from '../support/images.ts';
import type { Script, ScriptedAnswer, ScriptedRegistry } from '../support/scripted-registry.ts';
import { at, client, failing, later, nobody, script } from './client-under-test.ts';

// Bodies that are too large, packed, slow, or framed twice (registry client S8, S9, S10, S16, S25).

const image = createImage({ seed: 'bodies' });
const config = image.blobs[0]!;
const descriptor = { mediaType: config.mediaType, digest: config.digest, size: config.bytes.length };
const good: ScriptedAnswer = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };

/** Everything that is read whole, and how to ask for it. */
const kinds: [
  string,
  (it: Registry, host: ScriptedRegistry) => Promise<unknown>,
  (answer: ScriptedAnswer) => Script,
][] = [
  ['a manifest', (it, host) => it.getManifest(at(host), 'v1', nobody), (answer) => () => answer],
  ['a configuration', (it, host) => it.getConfig(at(host), descriptor, nobody), (answer) => () => answer],
  ['a page of tags', (it, host) => it.listTags(at(host), nobody), (answer) => () => answer],
  [
    'a token reply',
    (it, host) => it.getManifest(at(host), 'v1', nobody),
    (answer) =>
      ({ url }) =>
        url.startsWith('/token') ? answer : { status: 401, headers: { 'www-authenticate': 'Bearer realm="/token"' } },
  ],
];

/** Writes so many bytes as fast as they are taken, and tells how many were. */
function flood(bytes: number, headers: Record<string, string> = {}) {
  const told = { written: 0 };
  const answer: ScriptedAnswer = (response) => {
    response.writeHead(200, headers);
    const piece = Buffer.alloc(65_536, 0x20);
    const more = () => {
      if (told.written >= bytes || response.destroyed) return void response.end();
      response.write(piece, (error) => {
        if (error) return;
        told.written += piece.length;
        more();
      });
    };
    more();
  };
  return { told, answer };
}

describe('a body without an end (S8)', () => {
  test.each(kinds)('%s of 300 MB is left as soon as it is too large', async (_what, ask, to) => {
    const { told, answer } = flood(300 * 1024 * 1024);
    const registry = await script(to(answer));
    const error = await failing(ask(client(), registry));
    expect(error).toMatchObject({ code: 'REGISTRY_LIMIT' });
    expect(error.message).toMatch(/exceeds the limit of \d+ bytes/);
    expect(error.hint).toContain('the limit is called');
    expect(told.written).toBeLessThan(32 * 1024 * 1024);
  });

  test.each(kinds)('%s that says 300 MB is not read at all', async (_what, ask, to) => {
    const registry = await script(to({ status: 200, headers: { 'content-length': String(300 * 1024 * 1024) } }));
    expect(await failing(ask(client(), registry))).toMatchObject({ code: 'REGISTRY_LIMIT' });
  });

  test.each([401, 403, 404, 500])('the explanation of a %i is read as far as it is shown', async (status) => {
    const registry = await script(() => (response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      const more = () => response.write('['.repeat(60_000), (error) => error ?? more());
      more();
    });
    const error = await failing(client({ limits: { attempts: 1 } }).getManifest(at(registry), 'v1', nobody));
    expect(error.status).toBe(status);
    expect(error.message.length).toBeLessThan(3000);
  });

  test('headers without an end', async () => {
    const headers = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`x-${n}`, 'y'.repeat(1000)]));
    const registry = await script(() => ({ status: 200, headers }));
    const error = await failing(client().getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_LIMIT' });
    expect(error.message).toContain('exceed the limit of 16384 bytes');
  });
});

describe('a body that was packed without being asked for (S9)', () => {
  const encodings: [string, (bytes: Buffer) => Buffer][] = [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', (bytes) => bytes],
    ['gzip, identity', gzipSync],
  ];
  test.each(kinds.flatMap((kind) => encodings.map((encoding) => [...encoding, ...kind] as const)))(
    '%s: %s',
    async (encoding, pack, what, ask, to) => {
      const bytes =
        what === 'a manifest' ? image.manifest : what === 'a configuration' ? config.bytes : Buffer.from('{}');
      const registry = await script(to({ status: 200, headers: { 'content-encoding': encoding }, body: pack(bytes) }));
      expect(await failing(ask(client(), registry))).toMatchObject({
        code: 'REGISTRY_CONTENT',
        message: expect.stringContaining('encoded, which was not asked for'),
      });
      for (const { headers } of registry.requests) expect(headers['accept-encoding']).toBe('identity');
    },
  );
});

describe('a body that hardly comes (S10)', () => {
  const drip =
    (headers: Record<string, string> = {}): ScriptedAnswer =>
    (response) => {
      response.writeHead(200, headers);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
  const silent: ScriptedAnswer = (response) => {
    response.writeHead(200);
    response.write(' ');
  };
  test.each(kinds)('%s, byte by byte, ends with the time for all of it', async (_what, ask, to) => {
    const registry = await script(to(drip()));
    const error = await failing(ask(client({ timeouts: { total: 150 } }), registry));
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT' });
    expect(error.message).toContain('the answer took too long');
    expect(registry.requests.filter(({ before }) => before > 0)).toEqual([]);
  });

  const HINT = 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n';
  test.each<[string, begin: string, piece: string]>([
    ['informational answers before it', '', HINT],
    ['a status line', 'HTTP/1.1 200 ', 'O'],
    ['a header', 'HTTP/1.1 200 OK\r\nx-a: ', 'b'],
    ['one header after the other', 'HTTP/1.1 200 OK\r\n', 'x: y\r\n'],
    ['a size of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '0'],
    ['an extension of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;', 'a'],
    ['chunks of one byte', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\n \r\n'],
    ['a trailer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: ', 'a'],
  ])('%s, piece by piece, has the same time, and one try', async (_what, begin, piece) => {
    const registry = await script(() => ({ socket }) => {
      socket?.write(begin);
      const timer = setInterval(() => socket?.write(piece), 20);
      socket?.on('close', () => clearInterval(timer)).on('error', () => {});
    });
    const it = client({ timeouts: { total: 300 } });
    const error = await failing(it.getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT', message: `${registry.host}: the answer took too long` });
    expect(registry.requests).toHaveLength(1);
  });

  test('further tries and redirects have the same time, not each its own', async () => {
    const registry = await script(({ before, url }) => (response) => {
      const next = before < 2 ? { status: 503 } : { status: 307, location: `${url}x` };
      setTimeout(
        () => response.writeHead(next.status, 'location' in next ? { location: next.location } : {}).end(),
        150,
      );
    });
    const error = await failing(client({ timeouts: { total: 600 } }).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT' });
    expect(registry.requests.length).toBeLessThanOrEqual(5);
  });

  test('that stops arriving ends with the time between two pieces', async () => {
    const registry = await script(() => silent);
    const error = await failing(client({ timeouts: { idle: 500 } }).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({
      code: 'REGISTRY_TIMEOUT',
      message: `${registry.host}: the answer stopped arriving`,
    });
  });

  test('that does not even begin ends with the time for headers', async () => {
    const registry = await script(() => () => {});
    const error = await failing(client({ timeouts: { headers: 500 } }).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT', message: `${registry.host}: no answer in time` });
  });

  test('a port that takes connections and says nothing ends with the time for connecting', async () => {
    const mute = net.createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const sockets = new Set<net.Socket>();
    mute.on('connection', (socket) => sockets.add(socket));
    later(async () => {
      for (const socket of sockets) socket.destroy();
      mute.close();
    });
    const host = `127.0.0.1:${(mute.address() as net.AddressInfo).port}`;
    const error = await failing(client({ timeouts: { connect: 300 } }).getManifest(at({ host }), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT', message: `${host}: no connection in time` });
  });
});

describe('an answer that can be read in two ways (S25)', () => {
  const raw =
    (head: string[], body: string): ScriptedAnswer =>
    (response) => {
      response.socket?.end(['HTTP/1.1 200 OK', ...head, '', body].join('\r\n'));
    };
  const body = '{"name":"team/app","tags":["a"]}';
  test.each<[string, string[]]>([
    ['two lengths', [`Content-Length: ${body.length}`, 'Content-Length: 5']],
    ['a length and chunks', [`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked']],
    ['a length that is none', ['Content-Length: +5']],
    ['a header over two lines', [`Content-Length: ${body.length}`, 'X-A: b', ' Content-Length: 5']],
    ['a name with a blank', [`Content-Length : ${body.length}`]],
  ])('%s', async (_what, head) => {
    const registry = await script(() => raw(head, body), 'plain');
    const tags = client({ limits: { attempts: 1 } }).listTags(at(registry, 'team/app', true), nobody);
    expect((await failing(tags)).code).toMatch(/^REGISTRY_(UNEXPECTED_ANSWER|CONNECTION)$/);
  });

  test('what follows an answer is not the next one', async () => {
    const smuggled = 'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"tags":["b"]}';
    const registry = await script(
      () => (response) =>
        void response.socket?.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}${smuggled}`),
      'plain',
    );
    const it = client({ limits: { attempts: 1 } });
    const first = it.listTags(at(registry, 'team/app', true), nobody);
    expect(await first.catch((error: { code: string }) => error.code)).toEqual(expect.not.arrayContaining(['b']));
    const second = await it.listTags(at(registry, 'team/app', true), nobody).catch(() => []);
    expect(second).not.toContain('b');
  });
});

describe('a blob of an image that is copied', () => {
  test('is left where it is longer than its manifest says (S8)', async () => {
    const { told, answer } = flood(300 * 1024 * 1024);
    const from = await script(() => answer, 'plain');
    const target = await script(
      ({ method }) => (method === 'HEAD' ? { status: 404 } : { status: 202, headers: { location: '/upload' } }),
      'plain',
    );
    const transfer = await (client() as RegistryClient).transfer();
    const [source, onward] = [at(from, 'team/app', true), at(target, 'team/app', true)];
    const error = await failing(transfer.copyBlob({ source, target: onward, blob: descriptor }, nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_CONTENT' });
    expect(told.written).toBeLessThan(64 * 1024 * 1024);
  });
});

test('nothing of a refused answer is taken for the next one on the same connection', async () => {
  const registry = await script(({ before }) =>
    before === 0 ? { status: 200, headers: { 'content-encoding': 'gzip' }, body: 'x' } : good,
  );
  const it = client();
  await failing(it.getManifest(at(registry), 'v1', nobody));
  expect(await it.getManifest(at(registry), 'v1', nobody)).toMatchObject({ manifest: { digest: image.digest } });
});
