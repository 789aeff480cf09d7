import { describe, expect, test } from '@jest/globals';
import { defaultAuthFiles, explicitAuthFile } from '../../src/credentials/auth-file-paths.ts';

const base = { env: {}, home: '/home/ann', uid: 1000, platform: 'linux' as const };
const pathsOf = (options: Parameters<typeof defaultAuthFiles>[0]) => defaultAuthFiles(options).map(({ path }) => path);

describe('where credential files lie', () => {
  test('Linux', () => {
    expect(pathsOf(base)).toEqual([
      '/run/containers/1000/auth.json',
      '/home/ann/.config/containers/auth.json',
      '/home/ann/.docker/config.json',
      '/home/ann/.dockercfg',
    ]);
  });

  test('Linux with every variable', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000', XDG_CONFIG_HOME: '/cfg', DOCKER_CONFIG: '/docker' };
    expect(pathsOf({ ...base, env })).toEqual([
      '/run/user/1000/containers/auth.json',
      '/cfg/containers/auth.json',
      '/docker/config.json',
      '/home/ann/.dockercfg',
    ]);
  });

  test('empty variables are none', () => {
    const env = { XDG_RUNTIME_DIR: '', XDG_CONFIG_HOME: '', DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '' };
    expect(pathsOf({ ...base, env })).toEqual(pathsOf(base));
    expect(explicitAuthFile({ ...base, env })).toBeUndefined();
  });

  test('macOS has no runtime directory, and names no file twice', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
    expect(pathsOf({ ...base, env, platform: 'darwin' })).toEqual([
      '/home/ann/.config/containers/auth.json',
      '/home/ann/.docker/config.json',
      '/home/ann/.dockercfg',
    ]);
  });

  test('Windows', () => {
    expect(pathsOf({ env: {}, home: 'C:\\Users\\ann', platform: 'win32' })).toEqual([
      'C:\\Users\\ann\\.config\\containers\\auth.json',
      'C:\\Users\\ann\\.docker\\config.json',
      'C:\\Users\\ann\\.dockercfg',
    ]);
  });

  test('only the last is of the old format', () => {
    expect(defaultAuthFiles(base).map(({ format }) => format)).toEqual(['config', 'config', 'config', 'dockercfg']);
  });

  test('the option precedes the variable', () => {
    const env = { REGISTRY_AUTH_FILE: '/b' };
    expect(explicitAuthFile({ ...base, env, authfile: '/a' })?.path).toBe('/a');
    expect(explicitAuthFile({ ...base, env })?.path).toBe('/b');
  });
});
