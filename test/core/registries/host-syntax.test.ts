import { expect, test } from '@jest/globals';
import { hostOf, isHostPort, isLocation, isWildcard } from '../../../src/core/registries/host-syntax.ts';

test.each<[text: string, hostPort: boolean, location: boolean]>([
  ['quay.io', true, true],
  ['localhost:5000', true, true],
  ['[::1]', true, true],
  ['[::1]:5000', true, true],
  ['quay.io:1', true, true],
  ['quay.io:65535', true, true],
  ['quay.io:0', false, false],
  ['quay.io:65536', false, false],
  ['quay.io:99999', false, false],
  ['[::1]:0', false, false],
  ['[::1]:65536', false, false],
  ['quay.io/team/app', false, true],
  ['quay.io:5000/team', false, true],
  ['quay.io:0/team', false, false],
  ['quay.io/Team', false, false],
  ['https://quay.io', false, false],
  ['*.quay.io', false, false],
  ['-quay.io', false, false],
  ['', false, false],
])('%j is a host with a port: %j, a location: %j', (text, hostPort, location) => {
  expect([isHostPort(text), isLocation(text)]).toEqual([hostPort, location]);
});

test.each([
  ['*.quay.io', true],
  ['quay.io', false],
  ['*', false],
  ['*.quay.io/team', false],
])('%j is a wildcard: %j', (text, expected) => {
  expect(isWildcard(text)).toBe(expected);
});

test.each([
  ['quay.io:443/team/app', 'quay.io:443'],
  ['quay.io', 'quay.io'],
])('the host of %j is %j', (location, host) => {
  expect(hostOf(location)).toBe(host);
});
