import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DOCKER_MANIFEST, OCI_MANIFEST } from '../../src/core/images/manifest.ts';
import { createImage } from '../support/images.ts';
import { json, registryError, type ScriptedAnswer, type ScriptedRequest } from '../support/scripted-registry.ts';
import { at, client, failing, nobody, script, testClock } from './client-under-test.ts';

const image = createImage({ seed: 'faults' });
const good = (headers: Record<string, string> = {}): ScriptedAnswer => ({
  status: 200,
  headers: { 'content-type': DOCKER_MANIFEST, 'docker-content-digest': image.digest, ...headers },
  body: image.manifest,
});

/** Answers the first requests with faults, one after the other, and then well. */
const failingFirst =
  (...faults: ScriptedAnswer[]) =>
  ({ before }: ScriptedRequest) =>
    faults[before] ?? good();

const unchangedBy = async (answer: (request: ScriptedRequest) => ScriptedAnswer, clock = testClock()) => {
  const registry = await script(answer);
  const result = await client(clock).getManifest(at(registry), 'v1', nobody);
  expect(result).toMatchObject({ unchanged: false, manifest: { digest: image.digest } });
  return registry.requests;
};

describe('what a client recovers from', () => {
  const reset: ScriptedAnswer = (response) => response.socket?.destroy();
  const short: ScriptedAnswer = (response) => {
    response.writeHead(200, { 'content-type': DOCKER_MANIFEST, 'content-length': image.manifest.length });
    response.write(image.manifest.subarray(0, 10), () => response.socket?.destroy());
  };
  test.each<[string, ScriptedAnswer]>([
    ['408', { status: 408 }],
    ['429 with a document', registryError(429, 'TOOMANYREQUESTS', 'slow down', { 'retry-after': '1' })],
    ['429 with a page', { status: 429, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['500', registryError(500, 'UNKNOWN', 'oops')],
    ['502', { status: 502 }],
    ['503', { status: 503, body: 'down' }],
    ['504', { status: 504 }],
    ['522', { status: 522 }],
    ['a reset connection', reset],
    ['a body that ends early', short],
  ])('%s, twice', async (_name, fault) => {
    expect(await unchangedBy(failingFirst(fault, fault))).toHaveLength(3);
  });

  test('the pauses grow, and a wish of the registry goes first', async () => {
    const clock = testClock();
    const busy: ScriptedAnswer = { status: 503 };
    await unchangedBy(failingFirst(busy, busy, { status: 503, headers: { 'retry-after': '2' } }), clock);
    expect(clock.slept).toEqual([250, 500, 2000]);
  });

  test('a date in Retry-After', async () => {
    const clock = testClock();
    const date = new Date(clock.now() + 3000).toUTCString();
    await unchangedBy(failingFirst({ status: 429, headers: { 'retry-after': date } }), clock);
    expect(clock.slept).toEqual([3000]);
  });
});

describe('what ends at once, or soon', () => {
  test.each<[string, ScriptedAnswer, string, string]>([
    ['501', { status: 501 }, 'REGISTRY_UNEXPECTED_ANSWER', 'received unexpected HTTP status: 501 Not Implemented'],
    [
      'a document',
      registryError(403, 'DENIED', 'requested access to the resource is denied'),
      'REGISTRY_DENIED',
      'denied: requested access to the resource is denied',
    ],
    [
      'an unknown manifest',
      registryError(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
      'REGISTRY_MANIFEST_UNKNOWN',
      'manifest unknown: manifest unknown',
    ],
    [
      'an unknown name',
      registryError(404, 'NAME_UNKNOWN', 'repository name not known to registry'),
      'REGISTRY_NAME_UNKNOWN',
      'name unknown: repository name not known to registry',
    ],
    [
      'a page',
      { status: 404, body: '<html>not here</html>' },
      'REGISTRY_UNEXPECTED_ANSWER',
      'error parsing HTTP 404 response body: invalid character \'<\' at offset 0: "<html>not here</html>"',
    ],
    ['nothing', { status: 404 }, 'REGISTRY_MANIFEST_UNKNOWN', 'received unexpected HTTP status: 404 Not Found'],
  ])('%s', async (_name, fault, code, message) => {
    const registry = await script(() => fault);
    expect(await failing(client().getManifest(at(registry), 'v1', nobody))).toMatchObject({ code, message });
    expect(registry.requests).toHaveLength(1);
  });

  test('five tries, less than four seconds of pauses', async () => {
    const clock = testClock();
    const registry = await script(() => ({ status: 503, body: 'upstream down' }));
    const error = await failing(client(clock).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({
      code: 'REGISTRY_UNEXPECTED_ANSWER',
      status: 503,
      message: 'received unexpected HTTP status: 503 Service Unavailable',
    });
    expect(registry.requests).toHaveLength(5);
    expect(clock.slept).toEqual([250, 500, 1000, 2000]);
  });

  test('a long wish is not waited for, but told', async () => {
    const clock = testClock();
    const registry = await script(() => registryError(429, 'TOOMANYREQUESTS', 'pull limit', { 'retry-after': '3600' }));
    const error = await failing(client(clock).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({
      code: 'REGISTRY_TOO_MANY_REQUESTS',
      message: 'toomanyrequests: pull limit',
      hint: 'try again in 60 min',
    });
    expect(clock.slept).toEqual([]);
  });

  test('many requests to a failing host share the pauses', async () => {
    const clock = testClock();
    const registry = await script(({ url }) => (url.includes('first') ? good() : { status: 503 }));
    const it = client(clock);
    await it.getManifest(at(registry), 'first', nobody);
    const all = Array.from({ length: 40 }, () => failing(it.getManifest(at(registry), 'v1', nobody)));
    for (const error of await Promise.all(all)) expect(error.status).toBe(503);
    expect(clock.slept).toEqual([250, 500, 1000, 2000]);
    expect(registry.requests.length).toBeLessThan(2 * 40 + 6);
  });

  test('a closed port: one try, no pause', async () => {
    const clock = testClock();
    const registry = await script(() => good());
    await registry.stop();
    const error = await failing(client(clock).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_CONNECTION', message: `${registry.host}: connection refused` });
    expect(clock.slept).toEqual([]);
  });

  test('a name that does not exist: one try, no pause', async () => {
    const clock = testClock();
    const error = await failing(client(clock).getManifest(at({ host: 'registry.invalid' }), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_CONNECTION', message: 'registry.invalid: no such host' });
    expect(clock.slept).toEqual([]);
  });

  test('no answer in the time for everything together: one try', async () => {
    const registry = await script(() => () => {});
    const it = client({ timeouts: { total: 400 } });
    const error = await failing(it.getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({ code: 'REGISTRY_TIMEOUT' });
    expect(registry.requests).toHaveLength(1);
  });

  test('an aborted request ends at once, and leaves nothing', async () => {
    const abort = new AbortController();
    const registry = await script(() => () => abort.abort());
    const promise = client().getManifest(at(registry), 'v1', { ...nobody, signal: abort.signal });
    await expect(promise).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(registry.requests).toHaveLength(1);
    await expect(client().listTags(at(registry), { ...nobody, signal: abort.signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });

  test('an abort ends a pause', async () => {
    const abort = new AbortController();
    const registry = await script(() => ({ status: 503 }));
    const sleep = async () => abort.abort();
    const promise = client({ sleep }).getManifest(at(registry), 'v1', { ...nobody, signal: abort.signal });
    await expect(promise).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(registry.requests).toHaveLength(1);
  });
});

describe('content that is not what it says', () => {
  const text = (value: unknown) => Buffer.from(JSON.stringify(value));
  const config = { mediaType: 'x', digest: `sha256:${'1'.repeat(64)}`, size: 2 };
  const other = `sha256:${'0'.repeat(64)}`;
  test.each<[string, string, ScriptedAnswer, string]>([
    [
      'a digest header that lies',
      'v1',
      good({ 'docker-content-digest': other }),
      `retrieved with digest ${other} does not match the digest calculated from the content ${image.digest}`,
    ],
    [
      'another manifest than the pinned one',
      other,
      good({ 'docker-content-digest': other }),
      `retrieved with digest ${other} does not match`,
    ],
    ['another type than the document says', 'v1', good({ 'content-type': OCI_MANIFEST }), 'its Content-Type is'],
    ['compressed', 'v1', good({ 'content-encoding': 'gzip' }), 'encoded, which was not asked for'],
    [
      'an image and an index',
      'v1',
      { status: 200, body: text({ config, layers: [], manifests: [] }) },
      'as an image and as an index',
    ],
    ['half a document', 'v1', { status: 200, headers: { 'content-type': DOCKER_MANIFEST }, body: '{"a":' }, 'not JSON'],
    ['a page', 'v1', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'a web page'],
  ])('%s', async (_name, reference, answer, message) => {
    const registry = await script(() => answer);
    const error = await failing(client().getManifest(at(registry), reference, nobody));
    expect(error.code).toBe('REGISTRY_CONTENT');
    expect(error.message).toContain(message);
  });

  test('a sha512 digest is checked as such', async () => {
    const digest = `sha512:${createHash('sha512').update(image.manifest).digest('hex')}`;
    const registry = await script(() => good({ 'docker-content-digest': digest }));
    const it = client();
    expect(await it.getManifest(at(registry), digest, nobody)).toMatchObject({ manifest: { digest } });
    const wrong = `sha512:${'0'.repeat(128)}`;
    expect(await failing(it.getManifest(at(registry), wrong, nobody))).toMatchObject({ code: 'REGISTRY_CONTENT' });
  });

  test('a configuration with another digest or size', async () => {
    const registry = await script(() => ({ status: 200, body: '{}' }));
    const descriptor = { mediaType: 'x', digest: image.blobs[0]!.digest, size: 2 };
    const it = client();
    expect((await failing(it.getConfig(at(registry), descriptor, nobody))).message).toContain(
      'content integrity error',
    );
    const longer = { ...descriptor, size: 3 };
    expect((await failing(it.getConfig(at(registry), longer, nobody))).message).toContain('has 2 bytes instead of 3');
  });

  test('embedded content needs no request, unless it is wrong', async () => {
    const { digest, bytes } = image.blobs[0]!;
    const registry = await script(() => ({ status: 200, body: bytes }));
    const descriptor = { mediaType: 'x', digest, size: bytes.length, data: bytes.toString('base64') };
    const it = client();
    expect(Buffer.from(await it.getConfig(at(registry), descriptor, nobody))).toEqual(bytes);
    expect(registry.requests).toHaveLength(0);
    await it.getConfig(at(registry), { ...descriptor, data: 'e30=' }, nobody);
    expect(registry.requests).toHaveLength(1);
  });
});

describe('sizes', () => {
  const endless: ScriptedAnswer = (response) => {
    response.writeHead(200, { 'content-type': DOCKER_MANIFEST });
    const more = () => response.write(Buffer.alloc(65_536, 32), (error) => error ?? more());
    more();
  };
  test('an endless manifest', async () => {
    const registry = await script(() => endless);
    const error = await failing(client({ limits: { manifest: 300_000 } }).getManifest(at(registry), 'v1', nobody));
    expect(error).toMatchObject({
      code: 'REGISTRY_LIMIT',
      message: `the manifest of ${registry.host} exceeds the limit of 300000 bytes`,
    });
  });

  test('a declared size is believed before anything is read', async () => {
    const registry = await script(() => ({ status: 200, headers: { 'content-length': 9_000_000 } }));
    const error = await failing(client().getManifest(at(registry), 'v1', nobody));
    expect(error.code).toBe('REGISTRY_LIMIT');
  });

  test('an endless explanation', async () => {
    const registry = await script(() => (response) => {
      response.writeHead(403, { 'content-type': 'text/plain' });
      const more = () => response.write('no '.repeat(10_000), (error) => error ?? more());
      more();
    });
    const error = await failing(client().getManifest(at(registry), 'v1', nobody));
    expect(error.code).toBe('REGISTRY_DENIED');
    expect(error.message.length).toBeLessThan(3000);
  });

  test('a configuration that says it is too large is not asked for', async () => {
    const registry = await script(() => good());
    const descriptor = { mediaType: 'x', digest: image.digest, size: 9_000_000 };
    expect(await failing(client().getConfig(at(registry), descriptor, nobody))).toMatchObject({
      code: 'REGISTRY_LIMIT',
    });
    expect(registry.requests).toHaveLength(0);
  });
});

describe('a tag to a digest', () => {
  test.each<[string, ScriptedAnswer]>([
    ['400', { status: 400 }],
    ['403', { status: 403 }],
    ['404', { status: 404 }],
    ['405', { status: 405 }],
    ['501', { status: 501 }],
    ['200 without a digest', { status: 200 }],
    ['200 with rubbish', { status: 200, headers: { 'docker-content-digest': 'sha256:../../x' } }],
  ])('HEAD answers %s: GET tells, and HEAD is not asked again', async (_name, answer) => {
    const registry = await script(({ method }) => (method === 'HEAD' ? answer : good()));
    const it = client();
    expect(await it.resolveDigest(at(registry), 'v1', nobody)).toBe(image.digest);
    expect(await it.resolveDigest(at(registry), 'v1', nobody)).toBe(image.digest);
    expect(registry.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET', 'GET']);
  });

  test('a 404 that GET confirms', async () => {
    const registry = await script(() => registryError(404, 'MANIFEST_UNKNOWN', 'manifest unknown'));
    const error = await failing(client().resolveDigest(at(registry), 'v1', nobody));
    expect(error.code).toBe('REGISTRY_MANIFEST_UNKNOWN');
  });

  test('a pinned digest that HEAD answers with another', async () => {
    const registry = await script(() => good());
    const error = await failing(client().resolveDigest(at(registry), `sha256:${'0'.repeat(64)}`, nobody));
    expect(error.code).toBe('REGISTRY_CONTENT');
  });
});

describe('an import of what is known', () => {
  const other = `sha256:${'0'.repeat(64)}`;
  const conditional = ({ headers }: ScriptedRequest): ScriptedAnswer =>
    String(headers['if-none-match']).includes(image.digest)
      ? { status: 304, headers: { etag: `"${image.digest}"` } }
      : good();

  test('one conditional GET names all known digests', async () => {
    const registry = await script(conditional);
    const answer = await client().getManifest(at(registry), 'v1', { ...nobody, known: [other, image.digest] });
    expect(answer).toEqual({ unchanged: true, digest: image.digest });
    expect(registry.requests.map(({ headers }) => headers['if-none-match'])).toEqual([`"${other}", "${image.digest}"`]);
  });

  test('a registry that ignores the condition', async () => {
    const registry = await script(() => good());
    const answer = await client().getManifest(at(registry), 'v1', { ...nobody, known: [image.digest] });
    expect(answer).toEqual({ unchanged: true, digest: image.digest });
  });

  test('a 304 that names nothing is not believed where it could mean several', async () => {
    const registry = await script(({ headers }) => (headers['if-none-match'] ? { status: 304 } : good()));
    const answer = await client().getManifest(at(registry), 'v1', { ...nobody, known: [other, image.digest] });
    expect(answer).toEqual({ unchanged: true, digest: image.digest });
    expect(registry.requests).toHaveLength(2);
  });

  test('a HEAD with another digest than the content is not believed', async () => {
    const counted = { 'ratelimit-limit': '100;w=21600' };
    const lie = good({ ...counted, 'docker-content-digest': `sha256:${'1'.repeat(64)}` });
    const registry = await script(({ method }) => (method === 'HEAD' ? lie : good(counted)));
    const it = client();
    await it.getManifest(at(registry), 'v1', nobody);
    expect(await it.getManifest(at(registry), 'v1', { ...nobody, known: [other] })).toMatchObject({
      manifest: { digest: image.digest },
    });
    expect(registry.requests.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'GET']);
  });

  test('a host that counts pulls is asked by HEAD from then on', async () => {
    const warnings: string[] = [];
    const registry = await script(() => good({ 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '9;w=21600' }));
    const it = client({ warn: (message) => warnings.push(message) });
    await it.getManifest(at(registry), 'v1', nobody);
    await it.getManifest(at(registry), 'v1', { ...nobody, known: [image.digest] });
    await it.getManifest(at(registry), 'v1', { ...nobody, known: [other] });
    expect(registry.requests.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'HEAD', 'GET']);
    expect(warnings).toEqual([`${registry.host} allows 9 of 100 more pulls for now`]);
  });
});

test('what is sent along', async () => {
  const registry = await script(({ url }) => (url.includes('tags') ? json(200, { tags: [] }) : good()));
  const it = client();
  await it.getManifest(at(registry), 'v1', nobody);
  await it.resolveDigest(at(registry), 'v1', nobody);
  for (const { headers } of registry.requests) {
    expect(headers).toMatchObject({ 'user-agent': 'imagestream/test', 'accept-encoding': 'identity' });
    expect(headers.accept?.split(', ')).toHaveLength(6);
    expect(headers.authorization).toBeUndefined();
  }
});
