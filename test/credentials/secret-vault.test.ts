import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CredentialPlace, dataDirectory, parseCredentialPlace } from '../../src/credentials/credential-place.ts';
import { createSecretVault, type SecretVaultOptions } from '../../src/credentials/secret-vault.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { installHelper, installProgram } from '../support/script-helper.ts';

let home: string;
let warnings: string[];
const bin = () => path.join(home, 'bin');
const secretsFolder = () => path.join(home, '.local/share/imagestream/secrets');

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'secret-vault-'));
  warnings = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function vault(over: Partial<SecretVaultOptions> = {}) {
  let id = 0;
  return createSecretVault({
    env: { PATH: `${bin()}:${process.env.PATH}` },
    home,
    uid: process.getuid?.(),
    platform: 'linux',
    keychain: memoryKeychain('there is none'),
    newId: () => `id-${++id}`,
    warn: (message) => void warnings.push(message),
    ...over,
  });
}

function configureHelper(name: string): void {
  mkdirSync(path.join(home, '.docker'), { recursive: true });
  writeFileSync(path.join(home, '.docker/config.json'), JSON.stringify({ credsStore: name }), { mode: 0o600 });
}

describe('where a text is kept', () => {
  test('in the keychain, if it works', async () => {
    const keychain = memoryKeychain();
    const kept = vault({ keychain });
    const mark = await kept.keep('hunter2', 'demo/pull');
    expect(mark).toBe('keychain:id-1');
    expect([...keychain.passwords.values()]).toEqual(['hunter2']);
    expect(await kept.recall(mark)).toEqual({ ok: true, text: 'hunter2' });
    await kept.forget(mark);
    expect(await kept.recall(mark)).toEqual({ ok: false, why: 'is not in the keychain of this machine' });
    expect(warnings).toEqual([]);
  });

  test('else with the configured helper, which never sees it in its arguments', async () => {
    configureHelper('x');
    const { log, entries } = installHelper(bin(), 'x');
    const kept = vault();
    const text = '{"a":"hunter2 \\" ü\\n"}';
    const mark = await kept.keep(text, 'demo/pull');
    expect(mark).toMatch(/^helper:x:id-\d$/);
    expect(await kept.recall(mark)).toEqual({ ok: true, text });
    expect(readdirSync(entries)).toHaveLength(1);
    await kept.forget(mark);
    expect(readdirSync(entries)).toEqual([]);
    expect(await kept.recall(mark)).toEqual({
      ok: false,
      why: 'is not known to docker-credential-x on this machine',
    });
    expect(readFileSync(log, 'utf8')).toBe('store\nget\nerase\nget\n');
    expect(warnings).toEqual([]);
  });

  test('else in a file that only the user can read, which is said once', async () => {
    const kept = vault();
    const mark = await kept.keep('hunter2', 'demo/pull');
    await kept.keep('other', 'demo/pull');
    expect(warnings).toEqual([
      `passwords are kept in files that only you can read, in ${secretsFolder()} (the keychain cannot be used: there is none)`,
    ]);
    expect(mark).toMatch(/^file:/);
    const file = path.join(secretsFolder(), mark.slice('file:'.length));
    expect(readFileSync(file, 'utf8')).toBe('hunter2');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(secretsFolder()).mode & 0o777).toBe(0o700);
    expect(await kept.recall(mark)).toEqual({ ok: true, text: 'hunter2' });
    await kept.forget(mark);
    await kept.forget(mark);
    expect(await kept.recall(mark)).toMatchObject({ ok: false, why: `is not in ${secretsFolder()} on this machine` });
  });

  test.each<[string, string, string]>([
    ['fails', 'exit 3', 'failed with exit code 3'],
    ['repeats what it was told', 'cat >&2; exit 1', 'failed with exit code 1)'],
    ['repeats it in base64', 'base64 >&2; exit 1', 'failed with exit code 1)'],
    ['repeats it in hexadecimal', 'od -An -tx1 >&2; exit 1', 'failed with exit code 1)'],
    ['hangs', 'sleep 60', 'gave no answer within 0.5 seconds'],
    ['is not there', '', 'is not on the PATH'],
  ])('a helper that %s is passed over for a file', async (_name, script, why) => {
    configureHelper('bad');
    if (script) installProgram(bin(), 'docker-credential-bad', `#!/bin/sh\n${script}\n`);
    const mark = await vault({ helperTimeoutMs: 500 }).keep('hunter2', 'demo/pull');
    expect(mark).toMatch(/^file:/);
    expect(warnings.join()).toContain(`the credential helper docker-credential-bad ${why}`);
    expect(warnings.join()).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test('a helper that only a mark names is not started, neither to read nor to forget', async () => {
    configureHelper('x');
    const { log } = installHelper(bin(), 'evil');
    const kept = vault();
    expect(await kept.recall('helper:evil:id-1')).toEqual({
      ok: false,
      why: 'is with the credential helper docker-credential-evil, which no file of yours names (credsStore)',
    });
    await kept.forget('helper:evil:id-1');
    expect(existsSync(log)).toBe(false);
  });

  test('a helper that the user names for one registry may be asked', async () => {
    mkdirSync(path.join(home, '.docker'), { recursive: true });
    writeFileSync(path.join(home, '.docker/config.json'), '{"credHelpers":{"quay.io":"y"}}', { mode: 0o600 });
    const { log } = installHelper(bin(), 'y');
    await vault().recall('helper:y:id-1');
    expect(readFileSync(log, 'utf8')).toBe('get\n');
  });

  test('a helper that prints garbage is no vault', async () => {
    configureHelper('mad');
    installProgram(bin(), 'docker-credential-mad', '#!/bin/sh\necho "<html>hunter2"\n');
    expect(await vault().recall('helper:mad:id-1')).toEqual({
      ok: false,
      why: 'is with the credential helper docker-credential-mad, which gave an answer that is not JSON with Username and Secret',
    });
  });

  test('a broken credential file is named, and passed over for a file', async () => {
    mkdirSync(path.join(home, '.docker'));
    writeFileSync(path.join(home, '.docker/config.json'), '{"auths": hunter2');
    expect(await vault().keep('x', 'demo/pull')).toMatch(/^file:/);
    expect(warnings.join()).toContain('.docker/config.json: line 1, column 11: not valid JSON');
  });
});

describe('what was kept', () => {
  test('is listed with whose it is and when it was last used, and nothing of it', async () => {
    const kept = vault({ place: 'file' });
    expect(await kept.kept()).toEqual([]);
    const mark = await kept.keep('hunter2', 'demo/pull');
    const other = await kept.keep('hunter3', 'demo/other');
    const record = path.join(home, '.local/share/imagestream/kept', mark.slice('file:'.length));
    utimesSync(record, 0, 0);
    const used = expect.any(Date);
    expect(await kept.kept()).toEqual([
      { mark, of: 'demo/pull', used: new Date(0) },
      { mark: other, of: 'demo/other', used },
    ]);
    expect(readFileSync(record, 'utf8')).not.toContain('hunter');
    await kept.recall(mark);
    expect((await kept.kept())[0]?.used.getTime()).toBeGreaterThan(0);
    await kept.forget(mark);
    expect((await kept.kept()).map((text) => text.mark)).toEqual([other]);
  });

  test('by an earlier version is listed from its first use on', async () => {
    const kept = vault({ place: 'file' });
    const mark = await kept.keep('hunter2', 'demo/pull');
    rmSync(path.join(home, '.local/share/imagestream/kept'), { recursive: true });
    await kept.recall(mark);
    expect(await kept.kept()).toEqual([{ mark, of: '', used: expect.any(Date) }]);
  });
});

describe('the folder of the files', () => {
  const spoilt: [string, (folder: string) => void, RegExp][] = [
    [
      'everybody may write',
      (folder) => chmodSync(folder, 0o777),
      /can be written by other users \(mode 777\): chmod 700/,
    ],
    [
      'the group may write',
      (folder) => chmodSync(path.dirname(folder), 0o770),
      /imagestream can be written by other users/,
    ],
    [
      'is behind a link',
      (folder) => {
        renameSync(folder, `${folder}-elsewhere`);
        symlinkSync(`${folder}-elsewhere`, folder);
      },
      /secrets is a symbolic link/,
    ],
    [
      'is below a link of ours',
      (folder) => {
        renameSync(path.dirname(folder), path.join(home, 'elsewhere'));
        symlinkSync(path.join(home, 'elsewhere'), path.dirname(folder));
      },
      /imagestream is a symbolic link/,
    ],
    ['somebody may exchange', () => chmodSync(path.join(home, '.local'), 0o777), /\.local can be written by everybody/],
  ];
  test.each(spoilt)('that %s is used neither to keep nor to read', async (_name, spoil, why) => {
    const kept = vault({ place: 'file' });
    const mark = await kept.keep('hunter2', 'demo/pull');
    spoil(secretsFolder());
    await expect(kept.keep('hunter3', 'demo/pull')).rejects.toThrow(why);
    expect(await kept.recall(mark)).toEqual({ ok: false, why: expect.stringMatching(why) });
  });

  test('of somebody else is used neither to keep nor to read', async () => {
    const mark = await vault({ place: 'file' }).keep('hunter2', 'demo/pull');
    const stranger = vault({ place: 'file', uid: 4_000_000_000 });
    await expect(stranger.keep('hunter3', 'demo/pull')).rejects.toThrow('belongs to another user');
    expect(await stranger.recall(mark)).toMatchObject({ ok: false });
  });

  test.each<[string, (file: string) => void, RegExp]>([
    ['others can read', (file) => chmodSync(file, 0o644), /other users can read or write it \(mode 644\): chmod 600/],
    ['is a link', (file) => symlinkSync('/dev/zero', file), /it is a symbolic link/],
    ['is a folder', (file) => mkdirSync(file), /not a regular file/],
  ])('with a file that %s does not give it out', async (_name, spoil, why) => {
    const kept = vault({ place: 'file' });
    const mark = await kept.keep('hunter2', 'demo/pull');
    const file = path.join(secretsFolder(), mark.slice('file:'.length));
    if (!String(why).includes('644')) rmSync(file);
    spoil(file);
    expect(await kept.recall(mark)).toEqual({ ok: false, why: expect.stringMatching(why) });
  });
});

describe('a place that was chosen', () => {
  test.each<[CredentialPlace, string]>([
    ['keychain', 'the keychain cannot be used: there is none'],
    ['helper', 'no credential file names a helper for everything (credsStore)'],
  ])('%s is not replaced by another', async (place, why) => {
    await expect(vault({ place }).keep('hunter2', 'demo/pull')).rejects.toMatchObject({
      code: 'CREDENTIALS',
      message: `the password cannot be kept: ${why}`,
    });
  });

  test('file is not the keychain, even if that works', async () => {
    const keychain = memoryKeychain();
    const kept = vault({ place: 'file', keychain });
    expect(await kept.keep('x', 'demo/pull')).toMatch(/^file:/);
    expect(keychain.calls).toEqual([]);
    expect(kept.isPlaced('file:id-1')).toBe(true);
    expect(kept.isPlaced('keychain:id-1')).toBe(false);
  });

  test('a folder that cannot be made fails with its reason', async () => {
    writeFileSync(path.join(home, 'data'), '');
    const kept = vault({ place: 'file', env: { XDG_DATA_HOME: path.join(home, 'data') } });
    await expect(kept.keep('hunter2', 'demo/pull')).rejects.toThrow(
      /data\/imagestream\/secrets cannot be used: ENOTDIR/,
    );
  });

  test.each([
    [undefined, undefined],
    ['', undefined],
    ['inline', 'inline'],
    ['helper', 'helper'],
  ])('%j is read as %j', (value, place) => expect(parseCredentialPlace(value, '--x')).toBe(place));

  test('anything else is refused', () => {
    expect(() => parseCredentialPlace('Keychain', '--x')).toThrow(
      '--x must be keychain, helper, file, inline, and is "Keychain"',
    );
  });
});

test.each([
  '',
  'keychain',
  'keychain:',
  'file:../../.ssh/id_rsa',
  'file:a/b',
  'file:a:b',
  'helper:id',
  'helper:../evil:id',
  'helper:x y:id',
  'inline:id',
  `file:${'a'.repeat(65)}`,
])('the mark %j leads nowhere', async (mark) => {
  const keychain = memoryKeychain();
  const kept = vault({ keychain });
  expect(await kept.recall(mark)).toEqual({ ok: false, why: 'is in a place that this version does not know' });
  await kept.forget(mark);
  expect(keychain.calls).toEqual([]);
});

test.each<[NodeJS.Platform, Record<string, string>, string]>([
  ['linux', {}, '/home/u/.local/share/imagestream'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/imagestream'],
  ['darwin', { XDG_DATA_HOME: 'relative' }, '/home/u/.local/share/imagestream'],
  ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\imagestream'],
  ['win32', {}, '\\home\\u\\AppData\\Local\\imagestream'],
])('the data folder on %s with %j', (platform, env, folder) => {
  expect(dataDirectory({ platform, env, home: '/home/u' })).toBe(folder);
});
