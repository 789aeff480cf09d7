import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeychainLogins } from '../../src/credentials/keychain-logins.ts';
import { createUserCredentials } from '../../src/credentials/user-credentials.ts';
import { createUserLogins, loginHost, type UserLoginsOptions } from '../../src/credentials/user-logins.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { installHelper } from '../support/script-helper.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'user-logins-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const HUNTER = { username: 'u', password: 'hunter2' };
const AUTH = Buffer.from('u:hunter2').toString('base64');
const runtimeFile = () => path.join(home, 'run/containers/auth.json');

function site(
  keychain: ReturnType<typeof memoryKeychain>,
  over: { place?: UserLoginsOptions['place']; env?: Record<string, string> } = {},
) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const env = { PATH: `${home}/bin:${process.env.PATH}`, XDG_RUNTIME_DIR: path.join(home, 'run'), ...over.env };
  const options = { env, home, uid: process.getuid?.() || 1, platform: 'linux' as const };
  const own = () =>
    createKeychainLogins({ keychain, folder: path.join(home, 'logins'), owner: process.getuid?.(), warn });
  return {
    warnings,
    logins: createUserLogins({ ...options, place: over.place, keychain: own() }),
    // A new one for each question, as each command has its own.
    find: (registry: string, repository = 'a/b') =>
      createUserCredentials({ ...options, own: own(), warn }).find(registry, repository),
  };
}

describe('a login', () => {
  test('goes to the keychain, is found there, and is removed', async () => {
    const keychain = memoryKeychain();
    const { logins, find } = site(keychain);
    expect(await find('quay.io')).toBeUndefined();
    expect(keychain.calls).toEqual([]);
    expect(await logins.save('quay.io', HUNTER)).toBe('in the keychain');
    expect(await find('quay.io')).toEqual({ ...HUNTER, origin: 'the keychain, quay.io' });
    expect(await find('other.io')).toBeUndefined();
    expect(existsSync(runtimeFile())).toBe(false);
    expect(await site(keychain).logins.remove('quay.io')).toEqual(['the keychain']);
    expect(await find('quay.io')).toBeUndefined();
    expect(await site(keychain).logins.remove('quay.io')).toEqual([]);
  });

  test('of the keychain goes before files, and after what the user named', async () => {
    const keychain = memoryKeychain();
    const { logins, find } = site(keychain);
    await logins.saveToFile(undefined, 'quay.io', { username: 'file', password: 'x' });
    await logins.save('quay.io', HUNTER);
    expect((await find('quay.io'))?.username).toBe('u');
    const variable = JSON.stringify({ auths: { 'quay.io': { username: 'v', password: 'x' } } });
    const named = site(keychain, { env: { DOCKER_AUTH_CONFIG: variable } });
    expect((await named.find('quay.io'))?.username).toBe('v');
    const explicit = site(keychain, { env: { REGISTRY_AUTH_FILE: runtimeFile() } });
    expect((await explicit.find('quay.io'))?.username).toBe('file');
  });

  test('for a repository is found for what is below it, and for nothing else', async () => {
    const { logins, find } = site(memoryKeychain());
    await logins.save('quay.io/team', HUNTER);
    expect(await find('quay.io', 'team/app')).toMatchObject(HUNTER);
    expect(await find('quay.io', 'teams/app')).toBeUndefined();
  });

  test.each([
    ['https://index.docker.io/v1/', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['docker.io/library', 'docker.io/library'],
    ['https://quay.io/', 'quay.io'],
    ['localhost:5000', 'localhost:5000'],
    ['http://h:1/v2', 'h:1'],
  ])('for %s is one for %s', async (written, host) => {
    expect(loginHost(written)).toBe(host);
    const keychain = memoryKeychain();
    await site(keychain).logins.save(written, HUNTER);
    expect([...keychain.passwords.keys()]).toEqual([`imagestream:${host} login`]);
  });

  test('goes to the helper of the files, where there is no keychain', async () => {
    const { log } = installHelper(path.join(home, 'bin'), 'x');
    mkdirSync(path.join(home, '.docker'));
    writeFileSync(path.join(home, '.docker/config.json'), '{"credsStore":"x"}');
    const { logins, find } = site(memoryKeychain('none'));
    expect(await logins.save('quay.io/team', HUNTER)).toBe('with docker-credential-x');
    expect(await find('quay.io', 'team/app')).toMatchObject(HUNTER);
    expect(await logins.remove('quay.io')).toEqual(['docker-credential-x']);
    expect(await find('quay.io', 'team/app')).toBeUndefined();
    expect(readFileSync(log, 'utf8')).not.toContain('hunter2');
  });

  test("goes into podman's file, where there is neither", async () => {
    const { logins, find } = site(memoryKeychain('none'));
    expect(await logins.save('quay.io', HUNTER)).toBe(`into ${runtimeFile()}`);
    expect(JSON.parse(readFileSync(runtimeFile(), 'utf8'))).toEqual({ auths: { 'quay.io': { auth: AUTH } } });
    expect(await find('quay.io')).toMatchObject(HUNTER);
    expect(await logins.remove('quay.io')).toEqual([runtimeFile()]);
    expect(await find('quay.io')).toBeUndefined();
  });

  test('goes into the file that the user named, because lookups read no other', async () => {
    const file = path.join(home, 'named.json');
    const keychain = memoryKeychain();
    const { logins, find } = site(keychain, { env: { REGISTRY_AUTH_FILE: file } });
    expect(await logins.save('quay.io', HUNTER)).toBe(`into ${file}`);
    expect(await find('quay.io')).toMatchObject(HUNTER);
    expect(keychain.passwords.size).toBe(0);
  });

  test('in a file is not hidden by an older one in the keychain', async () => {
    const keychain = memoryKeychain();
    await site(keychain).logins.save('quay.io', { username: 'old', password: 'x' });
    const { logins, find } = site(keychain, { place: 'file' });
    await logins.save('quay.io', HUNTER);
    expect(await find('quay.io')).toMatchObject(HUNTER);
  });

  test.each(['keychain', 'helper'] as const)('is not saved elsewhere when %s was chosen and fails', async (place) => {
    const { logins } = site(memoryKeychain('none'), { place });
    await expect(logins.save('quay.io', HUNTER)).rejects.toMatchObject({ code: 'CREDENTIALS' });
    expect(existsSync(runtimeFile())).toBe(false);
  });

  test("may go into docker's file", async () => {
    const { logins } = site(memoryKeychain(), { env: { REGISTRY_AUTH_PREFERENCE: 'docker' } });
    expect(await logins.saveToFile(undefined, 'h', HUNTER)).toBe(path.join(home, '.docker/config.json'));
  });

  test('goes into the home directory, where there is no runtime directory', async () => {
    const { logins, find } = site(memoryKeychain('none'), { env: { XDG_RUNTIME_DIR: '' } });
    const file = path.join(home, '.config/containers/auth.json');
    expect(await logins.save('quay.io', HUNTER)).toBe(`into ${file}`);
    expect(await find('quay.io')).toMatchObject(HUNTER);
  });

  test('that cannot be read any more is told once, and files are asked', async () => {
    await site(memoryKeychain()).logins.save('quay.io', HUNTER);
    const { logins, find, warnings } = site(memoryKeychain('it is locked'));
    await logins.saveToFile(undefined, 'quay.io', { username: 'file', password: 'x' });
    expect((await find('quay.io'))?.username).toBe('file');
    expect(warnings).toEqual(['the login for quay.io in the keychain is not used: it is locked']);
  });
});
