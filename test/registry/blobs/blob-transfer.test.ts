import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { BlobCopy } from '../../../src/core/ports/blob-transfer.ts';
import { interrupted, isAppError } from '../../../src/errors.ts';
import type { RegistryClient } from '../../../src/registry/client.ts';
import {
  json,
  registryError,
  type Script,
  type ScriptedAnswer,
  type ScriptedRegistry,
  type ScriptedRequest,
} from '../../support/scripted-registry.ts';
import { alice, at, client, failing, later, login, nobody, script } from '../client-under-test.ts';

const CONTENT = 'a layer of some length, so that it can be cut '.repeat(40);
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const blob = { digest: digestOf(CONTENT), size: CONTENT.length, mediaType: '' };

/** A registry that serves one blob, by range where it is asked to. */
function source(text = CONTENT): Script {
  return ({ headers }) => {
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    if (start === 0) return { status: 200, body: text };
    const range = `bytes ${start}-${text.length - 1}/${text.length}`;
    return { status: 206, headers: { 'content-range': range }, body: text.slice(start) };
  };
}

/** Sends the beginning of an answer, and loses the connection. */
const broken =
  (status: number, whole: string, sent: number, headers = {}): ScriptedAnswer =>
  (response) => {
    response.writeHead(status, { 'content-length': whole.length, ...headers });
    response.write(whole.slice(0, sent), () => response.destroy());
  };

const lose: ScriptedAnswer = (response) => response.destroy();

const UPLOADS = '/v2/team/app/blobs/uploads/';

/** A registry that takes one blob, as the specification says: each answer has a new address, and only the newest counts. */
class UploadTarget {
  received = '';
  step = 0;
  committed: string | undefined;
  readonly counts = new Map<string, number>();
  /** Answers in place of the usual ones. */
  readonly instead: (request: ScriptedRequest) => ScriptedAnswer | undefined;

  constructor(instead: UploadTarget['instead'] = () => undefined) {
    this.instead = instead;
  }

  /** `before` counts requests of the method, since every address is new. */
  readonly script: Script = (request) => {
    const before = this.counts.get(request.method) ?? 0;
    this.counts.set(request.method, before + 1);
    return this.instead({ ...request, before }) ?? this.usual(request);
  };

  usual({ method, url, body, headers }: ScriptedRequest): ScriptedAnswer {
    if (method === 'HEAD') return { status: 404 };
    if (method === 'POST') {
      this.received = '';
      return this.going(202);
    }
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname !== `${UPLOADS}${this.step}`) return registryError(404, 'BLOB_UPLOAD_INVALID', 'blob upload invalid');
    if (method === 'DELETE') return { status: 204 };
    if (method === 'GET') return this.going(204);
    const start = /^(\d+)-/.exec(headers['content-range'] ?? '')?.[1];
    if (start !== undefined && Number(start) !== this.received.length) return this.going(416);
    this.received += body;
    if (method === 'PATCH') return this.going(202);
    const digest = searchParams.get('digest') ?? '';
    if (digestOf(this.received) !== digest) return registryError(400, 'DIGEST_INVALID', 'wrong digest');
    this.committed = this.received;
    return { status: 201, headers: { 'docker-content-digest': digest } };
  }

  going(status: number): ScriptedAnswer {
    this.step++;
    const range = `0-${Math.max(0, this.received.length - 1)}`;
    return { status, headers: { location: `${UPLOADS}${this.step}?_state=a%2Fb%3D`, range } };
  }
}

async function copy(
  from: ScriptedRegistry,
  to: ScriptedRegistry,
  over: Partial<BlobCopy> = {},
  registry: RegistryClient = plain(),
) {
  const transfer = await registry.transfer();
  return await transfer.copyBlob(
    { source: at(from, 'team/app', true), target: at(to, 'team/app', true), blob, ...over },
    nobody,
  );
}

const plain = () => client({ random: () => 0 }) as RegistryClient;
const methods = ({ requests }: ScriptedRegistry) => requests.map(({ method }) => method);

describe('an upload', () => {
  test('is HEAD, POST and one PUT to the address that the registry named, letter for letter', async () => {
    const target = new UploadTarget();
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    let bytes = 0;
    expect(await copy(from, to, { onBytes: (more) => void (bytes += more) })).toBe('copied');
    expect(methods(to)).toEqual(['HEAD', 'POST', 'PUT']);
    expect(to.requests[2]?.url).toBe(`${UPLOADS}1?_state=a%2Fb%3D&digest=${encodeURIComponent(blob.digest)}`);
    expect(to.requests[2]?.headers['content-length']).toBe(String(blob.size));
    expect(target.committed).toBe(CONTENT);
    expect(bytes).toBe(blob.size);
  });

  test('does not happen where the target has the blob, unless that has another size', async () => {
    const having = (length: number) =>
      new UploadTarget(({ method }) =>
        method === 'HEAD' ? { status: 200, headers: { 'content-length': String(length) } } : undefined,
      ).script;
    const from = await script(source(), 'plain');
    expect(await copy(from, await script(having(blob.size), 'plain'))).toBe('existed');
    expect(await copy(from, await script(having(7), 'plain'))).toBe('copied');
    expect(from.requests).toHaveLength(1);
  });

  test('of a blob with no bytes', async () => {
    const target = new UploadTarget();
    const [from, to] = [await script(source(''), 'plain'), await script(target.script, 'plain')];
    expect(await copy(from, to, { blob: { ...blob, digest: digestOf(''), size: 0 } })).toBe('copied');
    expect(target.committed).toBe('');
  });

  test.each([
    [201, 'mounted', ['HEAD', 'POST']],
    [202, 'copied', ['HEAD', 'POST', 'PUT']],
  ] as const)('with a mount that is answered by %i', async (status, outcome, requests) => {
    const target = new UploadTarget(({ method }) => (method === 'POST' && status === 201 ? { status } : undefined));
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    const started: boolean[] = [];
    const copied = await copy(from, to, { mountFrom: 'other/app', onStart: (ignored) => void started.push(ignored) });
    expect(copied).toBe(outcome);
    expect(to.requests[1]?.url).toBe(`${UPLOADS}?mount=${encodeURIComponent(blob.digest)}&from=other%2Fapp`);
    expect(methods(to)).toEqual(requests);
    expect(started).toEqual(status === 201 ? [] : [true]);
  });

  test.each([404, 405, 413, 416])('goes on in pieces where one PUT is answered by %i', async (status) => {
    const target = new UploadTarget(({ method, before }) =>
      method === 'PUT' && before === 0 ? { status } : undefined,
    );
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    expect(await copy(from, to)).toBe('copied');
    expect(target.committed).toBe(CONTENT);
    expect(methods(to)).toEqual(['HEAD', 'POST', 'PUT', 'GET', 'PATCH', 'PUT']);
  });

  test('that is lost goes on where the registry is', async () => {
    const target = new UploadTarget((request) => {
      if (request.method !== 'PUT' || request.before > 0) return undefined;
      target.received = CONTENT.slice(0, 700);
      return lose;
    });
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    let bytes = 0;
    expect(await copy(from, to, { onBytes: (more) => void (bytes += more) })).toBe('copied');
    const patch = to.requests.find(({ method }) => method === 'PATCH');
    expect(patch?.headers['content-range']).toBe(`700-${blob.size - 1}`);
    expect(patch?.body).toBe(CONTENT.slice(700));
    expect(target.committed).toBe(CONTENT);
    expect(bytes).toBe(blob.size);
  });

  test('that a registry has elsewhere than it said is put right by 416 and status', async () => {
    let patches = 0;
    const target: UploadTarget = new UploadTarget((request) => {
      if (request.method === 'PUT' && request.before === 0) return lose;
      if (request.method === 'PATCH' && patches++ === 0) {
        target.received = CONTENT.slice(0, 100); // an earlier piece arrives late
        return target.going(416);
      }
      return undefined;
    });
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    expect(await copy(from, to)).toBe('copied');
    const ranges = to.requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ headers }) => headers['content-range']);
    expect(ranges).toEqual([`0-${blob.size - 1}`, `100-${blob.size - 1}`]);
    expect(target.committed).toBe(CONTENT);
  });

  test('that the registry has forgotten begins anew', async () => {
    const target = new UploadTarget((request) => {
      if (request.method === 'PUT' && request.before === 0) return lose;
      if (request.method === 'GET' && request.before === 0) return registryError(404, 'BLOB_UPLOAD_UNKNOWN', 'unknown');
      return undefined;
    });
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    expect(await copy(from, to)).toBe('copied');
    expect(methods(to).filter((method) => method === 'POST')).toHaveLength(2);
  });

  test.each([503, 429])('waits where the registry answers %i', async (status) => {
    const target = new UploadTarget(({ method, before }) =>
      method !== 'HEAD' && before === 0 ? { status, headers: { 'retry-after': '2' } } : undefined,
    );
    const slept: number[] = [];
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    const patient = client({ random: () => 0, sleep: async (ms) => void slept.push(ms) }) as RegistryClient;
    expect(await copy(from, to, {}, patient)).toBe('copied');
    expect(slept).toContain(2000);
  });

  test('is given up where the registry never takes it', async () => {
    const target = new UploadTarget(({ method }) => (method === 'PUT' || method === 'PATCH' ? lose : undefined));
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    expect((await failing(copy(from, to))).code).toBe('REGISTRY_CONNECTION');
    expect(methods(to).at(-1)).toBe('DELETE');
    expect(to.requests.length).toBeLessThan(20);
  });

  test('is given up where the registry takes pieces and forgets them', async () => {
    const target = new UploadTarget(({ method, url }) =>
      method === 'PUT' || (method === 'GET' && url.includes('uploads'))
        ? registryError(404, 'BLOB_UPLOAD_UNKNOWN', '')
        : undefined,
    );
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    await failing(copy(from, to));
    expect(to.requests.length).toBeLessThan(60);
    expect(target.committed).toBeUndefined();
  });

  test('that is refused says why, and is taken back', async () => {
    const target = new UploadTarget(({ method }) =>
      method === 'PUT' ? registryError(403, 'DENIED', 'quota exceeded') : undefined,
    );
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    expect(await failing(copy(from, to))).toMatchObject({ code: 'REGISTRY_DENIED', message: 'denied: quota exceeded' });
    expect(methods(to)).toEqual(['HEAD', 'POST', 'PUT', 'DELETE']);
  });

  test('that the registry calls by another digest is no success', async () => {
    const told = { 'docker-content-digest': digestOf('something else') };
    const target = new UploadTarget(({ method }) => (method === 'PUT' ? { status: 201, headers: told } : undefined));
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    expect((await failing(copy(from, to))).code).toBe('REGISTRY_CONTENT');
  });

  test('is taken back when a signal ends it', async () => {
    const aborter = new AbortController();
    const target = new UploadTarget(({ method }) => (method === 'PUT' ? () => aborter.abort() : undefined));
    const [from, to] = [await script(source(), 'plain'), await script(target.script, 'plain')];
    const transfer = await plain().transfer();
    const copying = transfer.copyBlob(
      { source: at(from, 'team/app', true), target: at(to, 'team/app', true), blob },
      { ...nobody, signal: aborter.signal },
    );
    await expect(copying).rejects.toMatchObject({ code: interrupted().code });
    expect(methods(to).at(-1)).toBe('DELETE');
  });
});

describe('the address of an upload', () => {
  const secret = login(alice);
  const demanding =
    (script: Script): Script =>
    (request) =>
      request.headers.authorization
        ? script(request)
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };

  test('on another origin gets no login', async () => {
    const storage = await script(() => ({ status: 201 }), 'plain');
    const target = new UploadTarget(({ method }) =>
      method === 'POST' ? { status: 202, headers: { location: `${storage.url}/store?sig=1` } } : undefined,
    );
    const [from, to] = [await script(source(), 'plain'), await script(demanding(target.script), 'plain')];
    const transfer = await plain().transfer();
    const [source_, target_] = [at(from, 'team/app', true), at(to, 'team/app', true)];
    await transfer.copyBlob({ source: source_, target: target_, blob }, { credentials: secret });
    expect(to.requests.at(-1)?.headers.authorization).toMatch(/^Basic /);
    expect(storage.requests).toHaveLength(1);
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
    expect(storage.requests[0]?.body).toBe(CONTENT);
  });

  test.each([
    ['http://127.0.0.1:1/x', 'in plain HTTP at 127.0.0.1:1'],
    ['ftp://127.0.0.1/x', 'at ftp:, which is no web address'],
    ['https://u:p@127.0.0.1/x', 'at an address that holds a login'],
    ['https://[', 'at no readable address'],
    [undefined, 'and does not say where'],
  ])('%s is refused', async (location, why) => {
    const target = new UploadTarget(({ method }) =>
      method === 'POST' ? { status: 202, headers: location === undefined ? {} : { location } } : undefined,
    );
    const [from, to] = [await script(source()), await script(target.script)];
    const transfer = await plain().transfer();
    const error = await failing(transfer.copyBlob({ source: at(from), target: at(to), blob }, nobody));
    expect(error.code).toBe('REGISTRY_REFUSED');
    expect(error.message).toBe(`${to.host} wants an upload to go on ${why}`);
    expect(error.message).not.toContain('u:p');
  });

  test.each(['https://169.254.169.254/x', 'https://[fe80::1]/x', 'https://0.0.0.0/x'])(
    'is not %s, to which no registry may send anybody (S6, S23)',
    async (location) => {
      const target = new UploadTarget(({ method }) =>
        method === 'POST' ? { status: 202, headers: { location } } : undefined,
      );
      const [from, to] = [await script(source()), await script(target.script)];
      const transfer = await plain().transfer();
      const error = await failing(transfer.copyBlob({ source: at(from), target: at(to), blob }, nobody));
      expect(error.code).toBe('REGISTRY_REFUSED');
    },
  );

  test('a redirect of what is sent stays on its origin', async () => {
    const elsewhere = await script(() => ({ status: 201 }), 'plain');
    const to = async (location: (url: string) => string) => {
      const target: UploadTarget = new UploadTarget(({ method, before, url }) =>
        method === 'PUT' && before === 0 ? { status: 307, headers: { location: location(url) } } : undefined,
      );
      const registry = await script(target.script, 'plain');
      return { registry, target };
    };
    const from = await script(source(), 'plain');
    const near = await to((url) => `${url}&again=1`);
    expect(await copy(from, near.registry)).toBe('copied');
    expect(near.target.committed).toBe(CONTENT);
    const far = await to(() => `${elsewhere.url}/x`);
    expect((await failing(copy(from, far.registry))).code).toBe('REGISTRY_REFUSED');
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a source', () => {
  test('that loses connections is asked for the rest', async () => {
    const target = new UploadTarget();
    const from = await script(({ before, headers }) => {
      if (before === 0) return broken(200, CONTENT, 500);
      if (before === 1)
        return broken(206, CONTENT.slice(500), 300, { 'content-range': `bytes 500-${blob.size - 1}/*` });
      return source()({ headers } as ScriptedRequest);
    }, 'plain');
    const to = await script(target.script, 'plain');
    expect(await copy(from, to)).toBe('copied');
    expect(from.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=500-', 'bytes=800-']);
    expect(methods(to)).toEqual(['HEAD', 'POST', 'PUT']);
    expect(target.committed).toBe(CONTENT);
  });

  test('that knows no ranges is read again from the beginning', async () => {
    const target = new UploadTarget();
    const from = await script(
      ({ before }) => (before === 0 ? broken(200, CONTENT, 500) : { status: 200, body: CONTENT }),
      'plain',
    );
    expect(await copy(from, await script(target.script, 'plain'))).toBe('copied');
    expect(target.committed).toBe(CONTENT);
  });

  test('that answers with another range is not believed', async () => {
    const target = new UploadTarget();
    const from = await script(
      ({ before }) =>
        before === 0
          ? broken(200, CONTENT, 500)
          : { status: 206, headers: { 'content-range': 'bytes 0-9/10' }, body: 'x' },
      'plain',
    );
    expect((await failing(copy(from, await script(target.script, 'plain')))).code).toBe('REGISTRY_CONTENT');
    expect(target.committed).toBeUndefined();
  });

  test.each([
    ['shorter', CONTENT.slice(1)],
    ['longer', `${CONTENT}x`],
    ['other', CONTENT.replace('layer', 'LAYER')],
    ['other after a break', CONTENT.replace(/cut $/, 'CUT ')],
  ])('with %s content is refused before the registry can take it', async (_, text) => {
    const target = new UploadTarget();
    const from = await script(
      ({ before, headers }) => (before === 0 ? broken(200, text, 500) : source(text)({ headers } as ScriptedRequest)),
      'plain',
    );
    const to = await script(target.script, 'plain');
    expect((await failing(copy(from, to))).message).toMatch(/^content integrity error: /);
    expect(target.committed).toBeUndefined();
    expect(methods(to).at(-1)).toBe('DELETE');
  });

  const sized = (body: string) => (): ScriptedAnswer => ({
    status: 200,
    headers: { 'content-length': String(body.length) },
    body,
  });
  test.each([
    ['the length of an answer', sized(`${CONTENT}x`), CONTENT.length + 1, 1],
    ['the length of a short answer', sized(CONTENT.slice(5)), CONTENT.length - 5, 1],
    [
      'the range of a later answer',
      ({ before }: ScriptedRequest): ScriptedAnswer =>
        before === 0
          ? broken(200, CONTENT, 500)
          : { status: 206, headers: { 'content-range': 'bytes 500-509/510' }, body: CONTENT.slice(500, 510) },
      510,
      2,
    ],
  ])('is refused as soon as %s is not the size in the manifest', async (_, answer, has, requests) => {
    const from = await script(answer, 'plain');
    const error = await failing(copy(from, await script(new UploadTarget().script, 'plain')));
    expect([error.code, error.message]).toEqual([
      'REGISTRY_CONTENT',
      `content integrity error: ${digestOf(CONTENT)} has ${has} bytes instead of ${CONTENT.length}: its size does not agree with the manifest`,
    ]);
    expect(methods(from).filter((method) => method === 'GET')).toHaveLength(requests);
  });

  test('without the blob is an error of the blob', async () => {
    const from = await script(() => registryError(404, 'BLOB_UNKNOWN', 'blob unknown to registry'), 'plain');
    const to = await script(new UploadTarget().script, 'plain');
    expect((await failing(copy(from, to))).code).toBe('REGISTRY_BLOB_UNKNOWN');
  });
});

describe('tokens', () => {
  test('are asked for with the right to push, and to pull where a blob is mounted from', async () => {
    const scopes: string[][] = [];
    const target = new UploadTarget();
    const to: ScriptedRegistry = await script((request) => {
      if (request.url.startsWith('/token')) {
        scopes.push(new URL(request.url, 'http://x').searchParams.getAll('scope'));
        return json(200, { token: `t${scopes.length}` });
      }
      if (request.headers.authorization === `Bearer t${Math.max(scopes.length, 1)}`) return target.script(request);
      return {
        status: 401,
        headers: {
          'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="s",scope="repository:team/app:pull"`,
        },
      };
    }, 'plain');
    const from = await script(source(), 'plain');
    await copy(from, to, { mountFrom: 'other/app' });
    expect(scopes).toEqual([
      ['repository:team/app:pull', 'repository:team/app:pull,push', 'repository:other/app:pull'],
    ]);
  });

  test('that end in the middle are replaced, and the body is sent again', async () => {
    let tokens = 0;
    let expired = false;
    const target = new UploadTarget();
    const to = await script((request) => {
      if (request.url.startsWith('/token')) return json(200, { token: `t${++tokens}` });
      if (request.method === 'PUT' && !expired) {
        expired = true;
        return challenge(request);
      }
      return request.headers.authorization === `Bearer t${tokens}` ? target.script(request) : challenge(request);
    }, 'plain');
    const challenge = ({ headers }: ScriptedRequest): ScriptedAnswer => ({
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="http://${headers.host}/token",service="s"` },
    });
    expect(await copy(await script(source(), 'plain'), to)).toBe('copied');
    expect(tokens).toBe(2);
    expect(target.committed).toBe(CONTENT);
  });
});

describe('manifests', () => {
  const bytes = Buffer.from('{"schemaVersion":2}');
  const manifest = { bytes, digest: digestOf(String(bytes)), mediaType: 'application/vnd.oci.image.manifest.v1+json' };

  test("are put with their type, again after a moment's failure", async () => {
    const to = await script(({ before }) => (before === 0 ? { status: 503 } : { status: 201 }), 'plain');
    const transfer = await plain().transfer();
    await transfer.putManifest(at(to, 'team/app', true), 'v1', manifest, nobody);
    expect(to.requests.map(({ method, url, body }) => [method, url, body])).toEqual(
      Array(2).fill(['PUT', '/v2/team/app/manifests/v1', String(bytes)]),
    );
    expect(to.requests[0]?.headers['content-type']).toBe(manifest.mediaType);
  });

  test.each([
    [registryError(400, 'MANIFEST_INVALID', 'manifest invalid'), 'REGISTRY_UNEXPECTED_ANSWER'],
    [{ status: 201, headers: { 'docker-content-digest': digestOf('x') } }, 'REGISTRY_CONTENT'],
  ])('that the registry does not take as they are: %#', async (answer, code) => {
    const to = await script(() => answer, 'plain');
    const transfer = await plain().transfer();
    expect((await failing(transfer.putManifest(at(to, 'team/app', true), 'v1', manifest, nobody))).code).toBe(code);
  });

  test.each([
    [200, true],
    [404, false],
    [401, false],
    [405, false],
  ])('are there when HEAD says %i: %s', async (status, there) => {
    const to = await script(() => ({ status }), 'plain');
    const transfer = await plain().transfer();
    expect(await transfer.hasManifest(at(to, 'team/app', true), manifest.digest, nobody)).toBe(there);
  });
});

test('no failure leaves a rejection behind', async () => {
  const seen: unknown[] = [];
  const note = (reason: unknown) => void seen.push(reason);
  process.on('unhandledRejection', note);
  later(async () => void process.off('unhandledRejection', note));
  const to = await script(
    new UploadTarget(({ method }) => (method === 'PUT' ? registryError(403, 'DENIED', '') : undefined)).script,
    'plain',
  );
  const from = await script(() => broken(200, CONTENT, 10), 'plain');
  await copy(from, to).catch((error: unknown) => expect(isAppError(error)).toBe(true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual([]);
});
