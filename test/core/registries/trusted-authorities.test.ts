import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { hostOfKey, trustedAuthorities } from '../../../src/core/registries/trusted-authorities.ts';
import { createAuthority } from '../../support/certificates.ts';

const { cert, key } = createAuthority('Config Map Test');

const map = (data: unknown): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cas' }, data });

test.each([
  ['reg.io', 'reg.io'],
  ['reg.io..5000', 'reg.io:5000'],
  ['a..b..5000', 'a..b:5000'],
  ['reg.io..x', 'reg.io..x'],
])('the key %s means %s', (text, host) => {
  expect(hostOfKey(text)).toBe(host);
});

test.each([
  ['reg.io', 'reg.io', true],
  ['reg.io..443', 'reg.io', true],
  ['reg.io..5000', 'reg.io:5000', true],
  ['docker.io', 'registry-1.docker.io', true],
  ['reg.io', 'reg.io:5000', false],
  ['reg.io..5000', 'reg.io', false],
  ['reg.io', 'sub.reg.io', false],
  ['io', 'reg.io', false],
])('the authority of the key %s counts for %s: %s', (name, host, counts) => {
  const { authorities, problems } = trustedAuthorities(map({ [name]: cert }), host);
  const origin = `config map openshift-config/cas, key ${name}`;
  expect(authorities).toEqual(counts ? [{ pem: cert, origin }] : []);
  expect(problems).toEqual([]);
});

test.each([
  ['hello', 'it holds no certificate in PEM'],
  [key, 'it is a private key'],
  [7, 'it is not text'],
  [cert.replace(/\n.{8}/, '\n'), 'certificate 1 in it is broken'],
])('a value that is no certificate is named with its key: %#', (value, why) => {
  expect(trustedAuthorities(map({ 'reg.io..5000': value, other: 'x' }), 'reg.io:5000')).toEqual({
    authorities: [],
    problems: [`the key "reg.io..5000" of the config map openshift-config/cas is left out: ${why}`],
  });
});

test('several certificates in one value, and text around them', () => {
  const pem = `# our authority\n${cert}\n${cert}`;
  expect(trustedAuthorities(map({ 'reg.io': pem }), 'reg.io').authorities).toHaveLength(1);
});

test.each([[undefined], [null], ['text'], [[]]])('data that is %j trusts nobody', (data) => {
  expect(trustedAuthorities(map(data), 'reg.io')).toEqual({ authorities: [], problems: [] });
});
