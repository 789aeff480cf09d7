import { describe, expect, test } from '@jest/globals';
import { patchedConfig } from '../../../src/core/append/patched-config.ts';

const base = {
  ...{ parent: 'p', created: 'then', container: 'c', docker_version: '1', unknown: 1 },
  container_config: {},
  config: { Cmd: ['a'], Labels: { a: 'b' }, Image: 'i' },
  history: [{}],
};
const change = { image: '', meta: '', dropHistory: false, created: 'now' };

describe('the configuration of an appended image', () => {
  test.each([
    ['keeps what it does not know', {}, { unknown: 1, created: 'now', history: [{}] }],
    [
      'merges maps',
      { image: '{"labels":{"c":"d"}}' },
      { config: { Cmd: ['a'], Labels: { a: 'b', c: 'd' }, Image: 'i' } },
    ],
    ['replaces lists', { image: '{"Cmd":["b"]}' }, { config: { Cmd: ['b'], Labels: { a: 'b' }, Image: 'i' } }],
    ['removes by null', { image: '{"Cmd":null,"Labels":{"a":null}}' }, { config: { Labels: {}, Image: 'i' } }],
    ['says more of the image', { meta: '{"OS":"linux","os.version":"10"}' }, { os: 'linux', 'os.version': '10' }],
  ])('%s', (_what, over, expected) => {
    expect(patchedConfig(base, { ...change, ...over })).toMatchObject(expected);
    expect(patchedConfig(base, { ...change, ...over })).not.toHaveProperty('parent');
  });

  test('says nothing of its past where that is wanted', () => {
    expect(patchedConfig(base, { ...change, dropHistory: true })).toEqual({
      ...{ created: 'now', unknown: 1 },
      config: { Cmd: ['a'], Labels: { a: 'b' } },
    });
  });

  test.each(['{', '[]', 'null', '{"nosuch":1}', '{"__proto__":1}'])('refuses %s', (image) => {
    expect(() => patchedConfig(base, { ...change, image })).toThrow('unable to patch image from --image: ');
  });
});
