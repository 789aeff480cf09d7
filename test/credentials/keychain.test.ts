import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createKeychain } from '../../src/credentials/keychain.ts';

/** A keytar that keeps passwords in memory. */
function memoryKeytar() {
  const passwords = new Map<string, string>();
  return {
    getPassword: async (service: string, account: string) => passwords.get(`${service} ${account}`) ?? null,
    setPassword: async (service: string, account: string, password: string) => {
      passwords.set(`${service} ${account}`, password);
    },
    deletePassword: async (service: string, account: string) => passwords.delete(`${service} ${account}`),
  };
}

describe('a keychain that works', () => {
  test.each([
    ['as an ES module', (keytar: ReturnType<typeof memoryKeytar>) => keytar],
    [
      'as the default export of a CommonJS module of which one name was recognised',
      (keytar: ReturnType<typeof memoryKeytar>) => ({ getPassword: keytar.getPassword, default: keytar }),
    ],
  ])('%s', async (_name, wrap) => {
    let loads = 0;
    const keytar = memoryKeytar();
    const keychain = createKeychain({
      load: async () => {
        loads++;
        return wrap(keytar);
      },
    });
    expect(loads).toBe(0);
    expect(await keychain.get('s', 'ann')).toEqual({ ok: true, password: undefined });
    expect(await keychain.set('s', 'ann', 'pw')).toEqual({ ok: true });
    expect(await keychain.get('s', 'ann')).toEqual({ ok: true, password: 'pw' });
    expect(await keychain.delete('s', 'ann')).toEqual({ ok: true, deleted: true });
    expect(await keychain.delete('s', 'ann')).toEqual({ ok: true, deleted: false });
    expect(loads).toBe(1);
  });
});

describe('a keychain that is not there', () => {
  const failed = (code: string, message: string) => Object.assign(new Error(message), { code });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'the package is not installed',
      () => Promise.reject(failed('ERR_MODULE_NOT_FOUND', 'Cannot find package')),
      'the optional package keytar is not installed',
    ],
    [
      'the native part does not load',
      () => Promise.reject(new Error('Failed to load keytar native addon, checked ...')),
      'the native part of keytar cannot be loaded (on Linux it needs libsecret-1)',
    ],
    ['it is something else', async () => ({ default: {} }), 'keytar cannot be loaded: it has no getPassword'],
    ['it is nothing', async () => undefined, 'keytar cannot be loaded: it has no getPassword'],
    ['it throws no error', () => Promise.reject('a\nb'), 'keytar cannot be loaded: a b'],
    ['it never loads', () => new Promise(() => {}), 'keytar cannot be loaded: no answer within 0.02 seconds'],
  ])('%s: every method says so, and loading is tried once', async (_name, load, why) => {
    let loads = 0;
    const keychain = createKeychain({
      timeoutMs: 20,
      load: () => {
        loads++;
        return load();
      },
    });
    expect(await keychain.get('s', 'a')).toEqual({ ok: false, why });
    expect(await keychain.set('s', 'a', 'hunter2')).toEqual({ ok: false, why });
    expect(await keychain.delete('s', 'a')).toEqual({ ok: false, why });
    expect(loads).toBe(1);
  });

  test('a load function that throws at once', async () => {
    const keychain = createKeychain({
      load: () => {
        throw new Error('no');
      },
    });
    expect(await keychain.get('s', 'a')).toEqual({ ok: false, why: 'keytar cannot be loaded: no' });
  });
});

describe('a keychain that fails', () => {
  test('one failed call is not the end of the next', async () => {
    const keytar = memoryKeytar();
    const keychain = createKeychain({
      load: async () => ({ ...keytar, setPassword: () => Promise.reject(new Error('it is\u001b[31m locked')) }),
    });
    expect(await keychain.set('s', 'a', 'hunter2')).toEqual({ ok: false, why: 'it is [31m locked' });
    expect(await keychain.get('s', 'a')).toEqual({ ok: true, password: undefined });
  });

  test('one that throws instead of rejecting', async () => {
    const keychain = createKeychain({
      load: async () => ({
        getPassword: () => {
          throw new Error('Account is required.');
        },
      }),
    });
    expect(await keychain.get('s', '')).toEqual({ ok: false, why: 'Account is required.' });
  });

  test('one that does not answer is waited for once', async () => {
    let calls = 0;
    const never = () => {
      calls++;
      return new Promise(() => {});
    };
    const keychain = createKeychain({ timeoutMs: 20, load: async () => ({ getPassword: never, setPassword: never }) });
    const failure = { ok: false, why: 'no answer within 0.02 seconds' };
    expect(await keychain.get('s', 'a')).toEqual(failure);
    expect(await keychain.set('s', 'a', 'pw')).toEqual(failure);
    expect(calls).toBe(1);
  });
});

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const root = path.resolve(import.meta.dirname, '../..');

/** Bundles the keychain with a program that uses it, below node_modules so that keytar is found. */
async function buildProbe(folder: string): Promise<string> {
  const source = path.join(folder, 'probe.ts');
  const target = path.join(folder, 'probe.mjs');
  await writeFile(
    source,
    `import { createKeychain } from ${JSON.stringify(path.join(root, 'src/credentials/keychain.ts'))};
     const keychain = createKeychain();
     const steps = [
       () => keychain.get('imagestream-test', 'ann'),
       () => keychain.set('imagestream-test', 'ann', 'pässword ✓'),
       () => keychain.get('imagestream-test', 'ann'),
       () => keychain.delete('imagestream-test', 'ann'),
       () => keychain.delete('imagestream-test', 'ann'),
     ];
     const results = [];
     for (const step of steps) results.push(await step());
     console.log(JSON.stringify(results));`,
  );
  await promisify(execFile)(path.join(root, 'node_modules/.bin/esbuild'), [
    source,
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--external:keytar',
    '--log-level=error',
    `--outfile=${target}`,
  ]);
  return target;
}

async function probe(command: (program: string) => string[], env: Record<string, string> = {}): Promise<unknown[]> {
  const cache = path.join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'keychain-'));
  const home = await mkdtemp(path.join(os.tmpdir(), 'imagestream-keychain-'));
  try {
    const [program = '', ...args] = command(await buildProbe(folder));
    const clean = { PATH: process.env.PATH ?? '', HOME: home, XDG_RUNTIME_DIR: home, LC_ALL: 'C.UTF-8', ...env };
    const { stdout } = await promisify(execFile)(program, args, { env: clean, timeout: 20_000 });
    return JSON.parse(stdout.trim().split('\n').at(-1) as string);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  }
}

test('a machine without a keychain: five soft failures, and the program ends by itself', async () => {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  const results = await probe((program) => [process.execPath, program], env);
  expect(results).toHaveLength(5);
  for (const result of results) expect(result).toEqual({ ok: false, why: expect.stringMatching(/\S/) });
});

test('a real Secret Service', async () => {
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((program) => !has(program));
  if (missing.length > 0) return untested(`${missing.join(' and ')} not found`);
  const script = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$0" "$1"';
  const results = await probe((program) => ['dbus-run-session', '--', 'sh', '-c', script, process.execPath, program]);
  if (JSON.stringify(results[0]).includes('cannot be loaded')) return untested('libsecret-1 not found');
  expect(results).toEqual([
    { ok: true },
    { ok: true },
    { ok: true, password: 'pässword ✓' },
    { ok: true, deleted: true },
    { ok: true, deleted: false },
  ]);
});

/** On a developer's machine the programs may be absent; where CI=true they must be there. */
function untested(why: string): void {
  const message = `not tested with a Secret Service: ${why} (packages libsecret-1-0 gnome-keyring dbus)`;
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`${message}\n`);
}
