import { describe, expect, test } from '@jest/globals';
import { decodeBytes, decodeText, encodeBytes, encodeText } from '../../../src/core/secrets/base64.ts';
import { configKeyProblems, envNameProblems } from '../../../src/core/secrets/config-keys.ts';
import { readSecret } from '../../../src/core/secrets/secret-data.ts';
import { validateSecret, validateSecretUpdate } from '../../../src/core/secrets/validate-secret.ts';

const object = (fields: Record<string, unknown>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'pull' },
  ...fields,
});

describe('base64 as Go reads it', () => {
  test.each<[string, string | number]>([
    ['', ''],
    ['eA==', 'x'],
    ['eHk=', 'xy'],
    ['eHl6', 'xyz'],
    ['eH\nl6\r\n', 'xyz'],
    ['eA', 2],
    ['eA=', 2],
    ['e===', 1],
    ['eHl6=', 4],
    ['eA==eA==', 2],
    ['eH-6', 2],
    [' eA==', 0],
  ])('%j', (base64, expected) => {
    const decoded = decodeBytes(base64);
    expect(decoded.ok ? new TextDecoder().decode(decoded.bytes) : decoded.at).toBe(expected);
  });

  test('long values do not overflow the stack', () => {
    const bytes = new Uint8Array(300_000).fill(200);
    const decoded = decodeBytes(encodeBytes(bytes));
    expect(decoded).toEqual({ ok: true, bytes });
    expect(decodeText(encodeBytes(bytes))).toBeUndefined();
  });
});

describe('reading a secret', () => {
  test('stringData wins, null is empty, no type is Opaque', () => {
    const secret = readSecret(object({ data: { a: 'eA==', b: null }, stringData: { a: 'ü', c: 'z' } }));
    expect(secret.type).toBe('Opaque');
    expect(secret.data).toEqual({ a: encodeText('ü'), b: '', c: encodeText('z') });
    expect(secret.stringData).toBeUndefined();
  });

  test.each<[unknown, string]>([
    [{ data: { a: 'hunter2!' } }, 'data[a]: illegal base64 data at input byte 7'],
    [{ data: { a: 5 } }, 'data[a] must be a text'],
    [{ data: ['hunter2'] }, 'data must be an object'],
    [{ stringData: { a: { hunter2: 1 } } }, 'stringData[a] must be a text'],
    [{ type: 7 }, 'type must be a text'],
  ])('%j is refused without being quoted', (fields, why) => {
    expect(() => readSecret(object(fields as Record<string, unknown>))).toThrow(
      `Secret in version "v1" cannot be handled as a Secret: ${why}`,
    );
  });
});

describe('validation', () => {
  const causesOf = (fields: Record<string, unknown>) =>
    validateSecret(readSecret(object(fields))).map((cause) => `${cause.field}: ${cause.message}`);
  const redacted = 'Invalid value: "<secret contents redacted>"';

  test.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ type: 'anything/at-all', stringData: { 'a.b-c_D': 'x' } }, []],
    [{ type: 'kubernetes.io/dockerconfigjson' }, ['data[.dockerconfigjson]: Required value']],
    [{ type: 'kubernetes.io/dockercfg' }, ['data[.dockercfg]: Required value']],
    [
      { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{"a":\nhunter2' } },
      [`data[.dockerconfigjson]: ${redacted}: not valid JSON at line 2, column 1`],
    ],
    [
      { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': '[1]' } },
      [`data[.dockercfg]: ${redacted}: not a JSON object`],
    ],
    [
      { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': '/w==' } },
      [`data[.dockercfg]: ${redacted}: not UTF-8 text`],
    ],
    [{ type: 'kubernetes.io/basic-auth' }, ['data[username]: Required value', 'data[password]: Required value']],
    [{ type: 'kubernetes.io/basic-auth', stringData: { username: 'u' } }, []],
    [{ type: 'kubernetes.io/ssh-auth' }, ['data[ssh-privatekey]: Required value']],
    [{ type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'x' } }, ['data[tls.key]: Required value']],
    [
      { type: 'kubernetes.io/service-account-token' },
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
    [{ stringData: { a: 'x'.repeat(1024 * 1024 + 1) } }, ['data: Too long: may not be more than 1048576 bytes']],
  ])('%#', (fields, causes) => expect(causesOf(fields)).toEqual(causes));

  test('names and keys have their rules', () => {
    expect(causesOf({ metadata: { name: 'Pull_Secret' } })[0]).toContain(
      'a lowercase RFC 1123 subdomain must consist of',
    );
    expect(causesOf({ stringData: { 'a b': 'x' } })[0]).toContain(
      'data[a b]: Invalid value: "a b": a valid config key',
    );
  });

  test.each<[string, number]>([
    ['a', 0],
    ['.a', 0],
    ['..', 1],
    ['.', 1],
    ['..a', 1],
    ['', 1],
    ['a/b', 1],
    ['a'.repeat(254), 1],
  ])('config key %j', (key, problems) => expect(configKeyProblems(key)).toHaveLength(problems));

  test.each<[string, number]>([
    ['A_b.c-d', 0],
    ['1a', 1],
    ['', 1],
    ['..x', 1],
    ['a b', 1],
  ])('env name %j', (name, problems) => expect(envNameProblems(name)).toHaveLength(problems));

  test('the type stays, and immutable secrets do', () => {
    const before = readSecret(object({ immutable: true, stringData: { a: 'x' } }));
    const next = readSecret(object({ type: 'other', stringData: { a: 'y' } }));
    expect(validateSecretUpdate(next, before).map(({ field }) => field)).toEqual(['type', 'immutable', 'data']);
    expect(validateSecretUpdate(before, before)).toEqual([]);
  });
});
