import { describe, expect, test } from '@jest/globals';
import { dockerConfig, readConfig } from '../../../src/core/images/docker-image-config.ts';

const read = (config: unknown) => dockerConfig({ config }, 'config');

describe('the runtime part of an image configuration', () => {
  test('holds what Docker knows, in its order, and nothing that is empty', () => {
    const known = read({
      ...{ Labels: { a: 'b' }, Unknown: 1, Env: ['A=1'], User: '', Tty: false, Memory: 0, Cmd: null, Volumes: {} },
      ...{ ExposedPorts: { '80/tcp': {} }, Healthcheck: { Test: ['CMD'] }, Entrypoint: ['sh'] },
    });
    expect(Object.entries(known ?? {})).toEqual([
      ['ExposedPorts', { '80/tcp': {} }],
      ['Env', ['A=1']],
      ['Entrypoint', ['sh']],
      ['Labels', { a: 'b' }],
    ]);
  });

  test('holds every field that Docker knows', () => {
    const all = {
      ...{
        OnBuild: ['x'],
        SecurityOpts: ['x'],
        NetworkDisabled: true,
        Entrypoint: ['x'],
        WorkingDir: '/',
        VolumesFrom: 'x',
      },
      ...{ Volumes: { '/x': {} }, Image: 'x', Cmd: ['x'], Env: ['x'], StdinOnce: true, OpenStdin: true, Tty: true },
      ...{ ExposedPorts: { '1/tcp': {} }, PortSpecs: ['x'], AttachStderr: true, AttachStdout: true, AttachStdin: true },
      ...{
        Cpuset: 'x',
        CpuShares: 1,
        MemorySwap: 1,
        Memory: 1,
        User: 'x',
        Domainname: 'x',
        Hostname: 'x',
        Labels: { a: 'b' },
      },
    };
    expect(read(all)).toEqual(all);
    expect(Object.keys(read(all) ?? {}).slice(0, 3)).toEqual(['Hostname', 'Domainname', 'User']);
    expect([read(null), read(undefined)]).toEqual([undefined, undefined]);
  });

  test('null in lists and maps is an empty text, and values of sets say nothing', () => {
    expect(read({ Cmd: ['a', null], Labels: { a: null }, Volumes: { '/v': null, '/w': { deep: [] } } })).toEqual({
      Cmd: ['a', ''],
      Labels: { a: '' },
      Volumes: { '/v': {}, '/w': {} },
    });
  });

  test.each<[unknown, string]>([
    ['x', 'config is not an object'],
    [[], 'config is not an object'],
    [{ Cmd: 'sh' }, 'config.Cmd is not a list of texts'],
    [{ Entrypoint: { length: 1 } }, 'config.Entrypoint is not a list of texts'],
    [{ Env: [['A=1']] }, 'config.Env is not a list of texts'],
    [{ Labels: 'x' }, 'config.Labels is not an object of texts'],
    [{ Labels: { a: 1 } }, 'config.Labels is not an object of texts'],
    [{ ExposedPorts: ['80'] }, 'config.ExposedPorts is not an object'],
    [{ Volumes: { '/v': 1 } }, 'config.Volumes is not an object'],
    [{ User: 1001 }, 'config.User is not a text'],
    [{ Memory: 1.5 }, 'config.Memory is not a whole number'],
    [{ Tty: 'yes' }, 'config.Tty is not true or false'],
  ])('%j is refused', (config, why) => {
    expect(() => read(config)).toThrow(`the image configuration is not valid: ${why}`);
  });

  test('members that every object has are none', () => {
    expect(read(JSON.parse('{"__proto__":{"Cmd":["x"]},"constructor":1}'))).toEqual({});
    expect(read(JSON.parse('{"Labels":{"__proto__":"x"}}'))).toEqual({ Labels: JSON.parse('{"__proto__":"x"}') });
  });
});

test.each([
  ['', 'not readable JSON'],
  ['[]', 'not an object'],
  ['null', 'not an object'],
  [`{"a":${'['.repeat(100_000)}`, 'nested too deeply'],
])('a configuration that is %.9j cannot be read', (text, why) => {
  expect(() => readConfig(Buffer.from(text), 'sha256:0')).toThrow(`the image configuration sha256:0 is ${why}`);
});

describe('a configuration of very many entries', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `N${at}`);
  const inMap = (count: number) => Object.fromEntries(names(count).map((name) => [name, '']));

  test.each<[string, (count: number) => unknown]>([
    ['Env', names],
    ['Labels', inMap],
    ['ExposedPorts', (count) => Object.fromEntries(names(count).map((name) => [name, {}]))],
  ])('%s is taken up to ten thousand', (field, value) => {
    expect(dockerConfig({ config: { [field]: value(10_000) } }, 'config')).toHaveProperty(field);
    expect(() => dockerConfig({ config: { [field]: value(10_001) } }, 'config')).toThrow(
      expect.objectContaining({ code: 'REGISTRY_LIMIT' }),
    );
  });
});
