import { describe, expect, test } from '@jest/globals';
import { answerError, type Subject } from '../../src/registry/response-error.ts';

const answer = (status: number, body: unknown = '', statusText = '') => ({
  from: 'public' as const,
  status,
  statusText,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const errors = (...list: [code: unknown, message?: unknown][]) => ({
  errors: list.map(([code, message]) => ({ code, message })),
});

describe('an answer in words', () => {
  test.each<[number, unknown, Subject, string, string]>([
    [404, errors(['MANIFEST_UNKNOWN', 'no']), 'manifest', 'REGISTRY_MANIFEST_UNKNOWN', 'manifest unknown: no'],
    [404, errors(['NAME_UNKNOWN', 'no']), 'tags', 'REGISTRY_NAME_UNKNOWN', 'name unknown: no'],
    [404, errors(['BLOB_UNKNOWN', 'no']), 'blob', 'REGISTRY_BLOB_UNKNOWN', 'blob unknown: no'],
    [403, errors(['DENIED']), 'manifest', 'REGISTRY_DENIED', 'denied'],
    [403, errors(['SOMETHING', 'else']), 'manifest', 'REGISTRY_DENIED', 'something: else'],
    [400, errors(['TAG_INVALID', 'bad']), 'manifest', 'REGISTRY_UNEXPECTED_ANSWER', 'tag invalid: bad'],
    [400, errors([7, 7]), 'manifest', 'REGISTRY_UNEXPECTED_ANSWER', 'unknown'],
    [
      401,
      errors(['UNAUTHORIZED', 'authentication required']),
      'manifest',
      'REGISTRY_UNAUTHORIZED',
      'unauthorized: authentication required',
    ],
    [
      403,
      errors(['DENIED', 'a'], ['UNAUTHORIZED', 'b']),
      'manifest',
      'REGISTRY_UNAUTHORIZED',
      'errors:\ndenied: a\nunauthorized: b\n',
    ],
    [401, '', 'manifest', 'REGISTRY_UNAUTHORIZED', 'unauthorized: authentication required'],
    [429, 'Too many\nfor you', 'manifest', 'REGISTRY_TOO_MANY_REQUESTS', 'toomanyrequests: Too many'],
    [429, '<html>', 'manifest', 'REGISTRY_TOO_MANY_REQUESTS', 'toomanyrequests: Too Many Requests'],
    [404, '', 'manifest', 'REGISTRY_MANIFEST_UNKNOWN', 'received unexpected HTTP status: 404 Not Found'],
    [404, '', 'tags', 'REGISTRY_NAME_UNKNOWN', 'received unexpected HTTP status: 404 Not Found'],
    [
      404,
      '{"a":',
      'tags',
      'REGISTRY_UNEXPECTED_ANSWER',
      'error parsing HTTP 404 response body: unexpected end of JSON input: "{\\"a\\":"',
    ],
    [
      404,
      '{}',
      'tags',
      'REGISTRY_UNEXPECTED_ANSWER',
      'error parsing HTTP 404 response body: no error details found in HTTP response body: "{}"',
    ],
    [
      500,
      errors(['UNKNOWN', 'secret trace']),
      'manifest',
      'REGISTRY_UNEXPECTED_ANSWER',
      'received unexpected HTTP status: 500 Internal Server Error',
    ],
    [200, '', 'manifest', 'REGISTRY_UNEXPECTED_ANSWER', 'received unexpected HTTP status: 200'],
  ])('%i %j for a %s is %s', (status, body, subject, code, message) => {
    expect(answerError(answer(status, body), subject)).toMatchObject({ code, message, status });
  });

  test.each([
    [400, 'Bad Request'],
    [403, 'Forbidden'],
    [404, 'Not Found'],
    [405, 'Method Not Allowed'],
    [429, 'Too Many Requests'],
    [500, 'Internal Server Error'],
    [501, 'Not Implemented'],
    [502, 'Bad Gateway'],
    [503, 'Service Unavailable'],
    [504, 'Gateway Timeout'],
  ])('%i is %s, whatever the server calls it', (status, phrase) => {
    const { message } = answerError(answer(status, '', 'Odd'), 'blob');
    expect(message).toBe(`received unexpected HTTP status: ${status} ${phrase}`);
  });

  test.each<[number, string, Subject, string]>([
    [404, '', 'blob', 'REGISTRY_BLOB_UNKNOWN'],
    [403, '', 'blob', 'REGISTRY_DENIED'],
    [429, '', 'blob', 'REGISTRY_TOO_MANY_REQUESTS'],
    [403, '<html>', 'blob', 'REGISTRY_DENIED'],
    [404, 'null', 'blob', 'REGISTRY_UNEXPECTED_ANSWER'],
    [404, '{"errors":[]}', 'blob', 'REGISTRY_UNEXPECTED_ANSWER'],
    [404, '{"errors":{}}', 'blob', 'REGISTRY_UNEXPECTED_ANSWER'],
    [404, '{"errors":[null,{"code":"DENIED"}]}', 'blob', 'REGISTRY_DENIED'],
    [399, 'x', 'blob', 'REGISTRY_UNEXPECTED_ANSWER'],
  ])('%i %s for a %s has the code %s', (status, body, subject, code) => {
    expect(answerError(answer(status, body), subject)).toMatchObject({ code, status, hint: undefined });
  });

  test.each([
    [undefined, undefined],
    [90_000, 'try again in 90 s'],
    [3_600_000, 'try again in 60 min'],
  ])('one that asks for a pause of %s ms says when to come back', (retryAfter, hint) => {
    expect(answerError({ ...answer(429), retryAfter }, 'tags')).toMatchObject({ hint, retryAfter });
  });

  test('where a text is no JSON, and at most twenty errors', () => {
    expect(answerError(answer(400, '{"a":x}'), 'blob').message).toContain("invalid character 'x' at offset 5");
    const many = errors(...Array.from({ length: 25 }, (_, at): [string] => [`E${at}`]));
    expect(answerError(answer(400, many), 'blob').message.match(/e\d+/g)).toHaveLength(20);
  });

  test.each([
    ['\n \nslow', 'toomanyrequests: slow'],
    ['  <p>', 'toomanyrequests: Too Many Requests'],
    [' \n ', 'toomanyrequests: Too Many Requests'],
  ])('429 %j', (body, message) => expect(answerError(answer(429, body), 'blob').message).toBe(message));

  test('a text is cut after 2048 characters', () => {
    const said = (length: number) => answerError(answer(403, errors(['DENIED', 'x'.repeat(length)])), 'blob').message;
    expect(said(2048)).toBe(`denied: ${'x'.repeat(2048)}`);
    expect(said(2049)).toBe(`denied: ${'x'.repeat(2048)}...`);
  });

  test('a status without a usual phrase has the one of the server, without what steers a terminal', () => {
    expect(answerError(answer(599, '', 'Odd\u001b[31m'), 'manifest').message).toBe(
      'received unexpected HTTP status: 599 Odd [31m',
    );
  });

  test('a long text is cut', () => {
    expect(answerError(answer(400, 'x'.repeat(60_000)), 'manifest').message.length).toBeLessThan(2200);
  });

  test('a document cannot reach what objects inherit', () => {
    expect(answerError(answer(404, '{"__proto__":{"errors":[{"code":"DENIED"}]}}'), 'tags').code).toBe(
      'REGISTRY_UNEXPECTED_ANSWER',
    );
    expect(answerError(answer(404, errors(['constructor', 'x'])), 'tags').code).toBe('REGISTRY_UNEXPECTED_ANSWER');
  });
});
