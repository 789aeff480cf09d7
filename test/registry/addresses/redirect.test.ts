import { describe, expect, test } from '@jest/globals';
import type { AddressClass } from '../../../src/registry/addresses/address-policy.ts';
import { follow } from '../../../src/registry/addresses/redirect.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/registry/http.ts';
import type { Transport } from '../../../src/registry/transport/transport.ts';
import { failing } from '../client-under-test.ts';

const FIRST = 'https://r.example.com/v2/a/blobs/x';

const request = (over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: new URL(FIRST),
  headers: { authorization: 'secret', cookie: 'c', accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'u' },
  trust: 'unverified',
  addresses: 'any',
  limit: { what: 'x', bytes: 1, option: 'x' },
  signal: undefined,
  ...over,
});

/** Follows hops, each `status location`, to an answer 200; gives the requests that were sent, and what came back. */
async function followed(
  hops: readonly (readonly [status: number, location?: string | undefined])[],
  { first = request(), is = ['public'] as readonly AddressClass[], most = 5 } = {},
) {
  const sent: HttpRequest[] = [];
  const transport = {
    exchange: async (asked: HttpRequest): Promise<HttpAnswer> => {
      sent.push(asked);
      const [status, location] = hops[sent.length - 1] ?? [200];
      const from = is[Math.min(sent.length, is.length) - 1] as AddressClass;
      return {
        from,
        status,
        statusText: '',
        headers: location === undefined ? {} : { location },
        body: Buffer.alloc(0),
      };
    },
  } as unknown as Transport;
  const answer = await follow(transport, first, { hops: most, option: 'redirects' });
  return { sent, answer, last: sent.at(-1) as HttpRequest };
}

const STORAGE = 'https://storage.example.net/blob?signature=1';
const PUBLIC = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'u' };

describe('what is followed', () => {
  test.each([301, 302, 303, 307, 308])('%i', async (status) => {
    const { answer, last } = await followed([[status, STORAGE]]);
    expect([answer.status, answer.url.href, answer.foreign, last.url.href]).toEqual([200, STORAGE, true, STORAGE]);
  });

  test.each([200, 300, 304, 305, 306, 309, 404])('%i is the answer', async (status) => {
    const { answer, sent } = await followed([[status, STORAGE]]);
    expect([answer.status, answer.url.href, answer.foreign, sent.length]).toEqual([status, FIRST, false, 1]);
  });

  test('a path on the same host', async () => {
    const { answer, last } = await followed([[307, '../y']]);
    expect([answer.url.href, answer.foreign]).toEqual(['https://r.example.com/v2/a/y', false]);
    expect(last.headers).toEqual(request().headers);
    expect([last.trust, last.addresses]).toEqual(['unverified', 'any']);
  });

  test('as many hops as are allowed', async () => {
    const hops = Array.from({ length: 3 }, (_, at): [number, string] => [307, `/${at}`]);
    expect((await followed(hops, { most: 3 })).sent).toHaveLength(4);
    const error = await failing(followed(hops, { most: 2 }));
    expect(error).toMatchObject({ code: 'REGISTRY_LIMIT', hint: 'the limit is called redirects' });
    expect(error.message).toContain('2 hops');
  });

  test('what is sent, on the same origin, by a status that keeps it', async () => {
    const { last } = await followed([[308, '/y']], { first: request({ method: 'PUT', body: 'x' }) });
    expect([last.method, last.body]).toEqual(['PUT', 'x']);
  });
});

describe('what another host sees', () => {
  test('no secrets, verified, by the address rule of the first', async () => {
    const { last } = await followed([[307, STORAGE]]);
    expect(last.headers).toEqual(PUBLIC);
    expect([last.trust, last.addresses]).toEqual(['verified', 'public']);
  });

  test('no secrets on another port, or back again', async () => {
    const { last, answer } = await followed([
      [307, STORAGE],
      [307, FIRST],
    ]);
    expect(last.headers).toEqual(PUBLIC);
    expect(answer.foreign).toBe(false);
    const other = await followed([[307, 'https://r.example.com:8443/']]);
    expect(other.last.headers).toEqual(PUBLIC);
    expect([other.last.trust, other.last.addresses, other.answer.foreign]).toEqual(['unverified', 'public', true]);
  });

  test.each<[AddressClass, string]>([
    ['public', 'public'],
    ['private', 'private'],
    ['loopback', 'loopback'],
    ['never', 'public'],
  ])('a host at a %s address leads to %s ones', async (is, rule) => {
    expect((await followed([[307, STORAGE]], { is: [is as AddressClass] })).last.addresses).toBe(rule);
  });

  test('who names a host is who was asked, whatever the rule for that one was', async () => {
    const first = request({ addresses: 'private' });
    expect((await followed([[307, STORAGE]], { first, is: ['private'] })).last.addresses).toBe('private');
    const hops = [[307, STORAGE] as const, [307, 'https://inner.example.org/'] as const];
    const { sent } = await followed(hops, { is: ['loopback', 'public'] });
    expect(sent.map(({ addresses }) => addresses)).toEqual(['any', 'loopback', 'public']);
  });

  test('another port of the same host is a host that was named', async () => {
    const { last } = await followed([[307, 'https://r.example.com:8443/']], { is: ['public'] });
    expect([last.trust, last.addresses]).toEqual(['unverified', 'public']);
  });
});

describe('what is refused', () => {
  test.each<[string, string | undefined, string]>([
    ['no address', undefined, 'to no readable address'],
    ['an unreadable address', 'https://[', 'to no readable address'],
    ['a file', 'file:///etc/passwd', 'to file:, which is no web address'],
    ['a script', 'javascript:alert(1)', 'to javascript:, which is no web address'],
    ['a user name', 'https://user@storage.net/', 'to an address that holds a login'],
    ['a password', 'https://:pass@storage.net/', 'to an address that holds a login'],
    ['plain HTTP', 'http://storage.net/', 'from HTTPS to plain HTTP at storage.net'],
  ])('%s', async (_what, location, why) => {
    const error = await failing(followed([[307, location]]));
    expect(error).toMatchObject({ code: 'REGISTRY_REFUSED', status: 307 });
    expect(error.message).toBe(`r.example.com redirects ${why}`);
  });

  test('plain HTTP may go on in plain HTTP', async () => {
    const first = request({ url: new URL('http://r.example.com/') });
    expect((await followed([[307, 'http://storage.net/']], { first })).answer.status).toBe(200);
  });

  test.each<[HttpRequest['method'], number, string]>([
    ['PUT', 302, '/y'],
    ['PUT', 307, STORAGE],
    ['POST', 303, '/y'],
    ['PATCH', 301, '/y'],
    ['DELETE', 307, 'https://r.example.com:8443/'],
  ])('%s by %i to %s', async (method, status, location) => {
    const error = await failing(followed([[status, location]], { first: request({ method }) }));
    expect(error.message).toBe('r.example.com redirects elsewhere what was sent to it');
  });

  test('HEAD is a way to read', async () => {
    expect((await followed([[302, STORAGE]], { first: request({ method: 'HEAD' }) })).last.method).toBe('HEAD');
  });
});
