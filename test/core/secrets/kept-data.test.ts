import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeText, encodeText } from '../../../src/core/secrets/base64.ts';
import {
  fillSecret,
  hasGaps,
  KEPT_IN,
  markOf,
  parseKeptData,
  splitSecret,
  withMark,
} from '../../../src/core/secrets/kept-data.ts';
import type { Secret } from '../../../src/core/secrets/secret-data.ts';

const secret = (type: string, data: Record<string, string>, annotations?: Record<string, string>): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'pull', ...(annotations ? { annotations } : {}) },
  type,
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeText(value)])),
});
const JSON_TYPE = 'kubernetes.io/dockerconfigjson';
const config = (value: unknown) => secret(JSON_TYPE, { '.dockerconfigjson': JSON.stringify(value) });
const text = (object: Secret, key: string) => decodeText(object.data?.[key] ?? '');

describe('what of a secret may lie in the store', () => {
  test.each<[string, unknown, unknown]>([
    [
      'hosts, user names and addresses stay; logins go',
      { auths: { 'quay.io': { username: 'u', password: 'pw', email: 'u@x', auth: 'dTpwdw==' } } },
      { auths: { 'quay.io': { username: 'u', email: 'u@x' } } },
    ],
    [
      'tokens, and fields that nobody knows, go',
      { auths: { h: { identitytoken: 't', registrytoken: 'r', new: 'pw' } }, HttpHeaders: { Authorization: 'pw' } },
      { auths: { h: {} } },
    ],
    [
      'helpers stay',
      { auths: {}, credsStore: 'pass', credHelpers: { h: 'x' } },
      { auths: {}, credsStore: 'pass', credHelpers: { h: 'x' } },
    ],
    ['an entry that is no object has nothing to show', { auths: { h: 'pw' } }, { auths: { h: {} } }],
    ['auths that are no object have neither', { auths: 'pw' }, {}],
  ])('%s', (_name, whole, bare) => {
    expect(JSON.parse(text(splitSecret(config(whole)).bare, '.dockerconfigjson') ?? '')).toEqual(bare);
  });

  test.each([undefined, {}])('a secret with data %j stays as it is', (data) => {
    const { data: _data, ...bare } = secret('Opaque', {});
    const whole = data === undefined ? bare : { ...bare, data };
    expect(splitSecret(whole as Secret)).toEqual({ bare: whole, kept: {} });
  });

  test('the old format is taken apart in the same way', () => {
    const { bare } = splitSecret(
      secret('kubernetes.io/dockercfg', { '.dockercfg': '{"h":{"auth":"dTpwdw==","email":"e"}}' }),
    );
    expect(text(bare, '.dockercfg')).toBe('{"h":{"email":"e"}}');
  });

  test('other values go as a whole, empty ones stay, and broken JSON goes', () => {
    const { bare, kept } = splitSecret(secret('Opaque', { a: 'pw', b: '' }));
    expect(bare.data).toEqual({ a: '', b: '' });
    expect(kept).toEqual({ a: encodeText('pw') });
    expect(splitSecret(secret(JSON_TYPE, { '.dockerconfigjson': '{"pw' })).bare.data).toEqual({
      '.dockerconfigjson': '',
    });
  });

  test('what apply recorded keeps its keys and loses its values', () => {
    const record = 'kubectl.kubernetes.io/last-applied-configuration';
    const applied = { kind: 'Secret', data: { a: 'cHc=' }, stringData: { b: 'pw' } };
    const { bare } = splitSecret(secret('Opaque', { a: 'pw' }, { [record]: JSON.stringify(applied) }));
    expect(JSON.parse(bare.metadata.annotations?.[record] ?? '')).toEqual({
      kind: 'Secret',
      data: { a: '' },
      stringData: { b: '' },
    });
    const broken = splitSecret(secret('Opaque', { a: 'pw' }, { [record]: '{"data": "pw' }));
    expect(broken.bare.metadata.annotations).toEqual({});
  });

  test('no password is ever in the bare secret, and filling it gives the whole one back', () => {
    const password = fc.string({ minLength: 1 }).map((end) => `hunter2${end}`);
    const host = fc.string({ minLength: 1, unit: fc.constantFrom('a', '.', ':', '/', '1') });
    const entry = fc.oneof(
      fc.record({ username: fc.constant('u'), password }),
      password.map((p) => ({ auth: encodeText(`u:${p}`) })),
      fc.record({ identitytoken: password }),
    );
    fc.assert(
      fc.property(fc.dictionary(host, entry), fc.dictionary(fc.constantFrom('a', 'b'), password), (auths, values) => {
        for (const whole of [config({ auths }), secret('Opaque', values)]) {
          const { bare, kept } = splitSecret(whole);
          const shown = JSON.stringify({ ...bare, data: Object.values(bare.data ?? {}).map(decodeText) });
          expect(shown).not.toContain('hunter2');
          expect(shown).not.toContain(encodeText('hunter').slice(0, 8));
          expect(fillSecret(bare, kept)).toEqual(whole);
          expect(parseKeptData(JSON.stringify(kept))).toEqual(kept);
        }
      }),
    );
  });
});

describe('putting values back', () => {
  const { bare, kept } = splitSecret(
    config({ auths: { 'quay.io': { username: 'u', password: 'pw' }, 'gcr.io': { username: 'v', password: 'px' } } }),
  );
  const edited = (auths: unknown) => ({
    ...bare,
    data: { '.dockerconfigjson': encodeText(JSON.stringify({ auths })) },
  });

  test.each<[string, unknown, unknown]>([
    [
      'a login is filled in for its own host only',
      { 'evil.example': { username: 'u' }, 'quay.io': { username: 'u' } },
      { 'evil.example': { username: 'u' }, 'quay.io': { username: 'u', password: 'pw' } },
    ],
    ['a host that was taken out stays out', { 'gcr.io': {} }, { 'gcr.io': { username: 'v', password: 'px' } }],
    ['a new login stays as it was written', { 'quay.io': { auth: 'eDp5' } }, { 'quay.io': { auth: 'eDp5' } }],
    [
      'an address that was changed stays',
      { 'quay.io': { username: 'u', email: 'new' } },
      { 'quay.io': { username: 'u', password: 'pw', email: 'new' } },
    ],
  ])('%s', (_name, written, filled) => {
    const whole = fillSecret(edited(written), kept);
    expect(JSON.parse(text(whole, '.dockerconfigjson') ?? '')).toEqual({ auths: filled });
  });

  test.each<[string, Secret, boolean]>([
    ['a bare login', bare, true],
    ['a login of its own', edited({ h: { auth: 'eDp5' } }), false],
    ['an empty value', secret('Opaque', { a: '' }), true],
    ['values of its own', secret('Opaque', { a: 'x' }), false],
    ['nothing', secret('Opaque', {}), false],
  ])('%s: gaps %#', (_name, object, expected) => expect(hasGaps(object)).toBe(expected));

  test.each(['', 'null', '[]', '"x"', '{', '{"a":'])('%j is no kept data', (broken) => {
    expect(parseKeptData(broken)).toBeUndefined();
  });

  test('a mark is put and taken without leaving an empty map', () => {
    const marked = withMark(bare, 'file:1');
    expect(marked.metadata.annotations).toEqual({ [KEPT_IN]: 'file:1' });
    expect(markOf(marked)).toBe('file:1');
    expect(withMark(marked, undefined)).toEqual(bare);
  });
});
