import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';

// What V8 compiled is kept in the user's caches when a verb has run, and V8 believes what it is given.

const root = projectRoot();
let home: string;
let env: Record<string, string>;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'imagestream-home-'));
  env = { PATH: process.env.PATH ?? '', HOME: home };
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Runs the command as a user does. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'bin/imagestream.js'), ...args], {
    env,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

/** The parts that a run of COMMAND loads: taken from what was kept, or compiled. */
function partsOfRun(): Record<string, 'kept' | 'compiled'> {
  const script = `
    const { open } = require(${JSON.stringify(path.join(root, 'bin/load.js'))});
    const program = open(${JSON.stringify(path.join(root, 'dist/imagestream.pack'))});
    process.stdout.write = () => true;
    require('fs').writeSync = (fd, bytes) => bytes.length;
    program.main().then(() => {
      const parts = [...program.scripts].map(([part, { script }]) => [part, script.cachedDataRejected === false ? 'kept' : 'compiled']);
      process.stderr.write(JSON.stringify(Object.fromEntries(parts)));
    });
  `;
  // A file, since Node itself is started in another way with a text.
  const file = path.join(home, 'parts.cjs');
  writeFileSync(file, script);
  const { stderr } = spawnSync(process.execPath, [file, ...COMMAND], { env, encoding: 'utf8', timeout: 30_000 });
  return JSON.parse(stderr);
}

const COMMAND = ['completion', 'bash'];
const caches = () => path.join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache');
const all = () => path.join(caches(), 'imagestream/code');
const folders = () => readdirSync(all()).map((name) => path.join(all(), name));
const kept = () => path.join(folders()[0]!, 'completion');
const filesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : []);
const isRoot = process.getuid?.() === 0;

describe('what V8 compiled', () => {
  test('is kept after the first run of a verb, for its user alone, and taken from the second on', () => {
    expect(run(...COMMAND).status).toBe(0);
    const { mode, ino } = lstatSync(kept());
    expect(mode & 0o777).toBe(0o600);
    for (const folder of [caches(), path.dirname(all()), all(), folders()[0]!])
      expect(lstatSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folders()[0]!)).toEqual(['completion']);
    expect(path.basename(folders()[0]!)).toMatch(
      new RegExp(`^\\d+\\.\\d+\\.\\d+-[0-9a-f]{12}-${process.version}-${process.arch}$`),
    );

    expect(Object.values(partsOfRun())).not.toContain('compiled');
    expect(run(...COMMAND).status).toBe(0);
    expect(lstatSync(kept()).ino).toBe(ino);
  });

  test('grows by what another command line of the verb needs, and loses nothing', () => {
    run(...COMMAND);
    const one = JSON.parse(readFileSync(kept(), 'latin1').split('\n')[0]!).modules as string[];
    run('completion', '--help');
    const both = JSON.parse(readFileSync(kept(), 'latin1').split('\n')[0]!).modules as string[];
    expect(both.length).toBeGreaterThan(one.length);
    expect(both).toEqual(expect.arrayContaining(one));
  });

  test('is not kept of what was mistyped', () => {
    expect(run('complition').status).toBe(1);
    expect(filesIn(home)).toEqual([]);
  });

  test.each([
    ['HOME is not there', { HOME: '/nonexistent/home' }],
    ['HOME is no folder', { HOME: '/dev/null' }],
    ['HOME is not named', { HOME: '' }],
    ['XDG_CACHE_HOME cannot be written', { XDG_CACHE_HOME: '/proc' }],
    ['Node is to keep none', { NODE_DISABLE_COMPILE_CACHE: '1' }],
  ])('costs nobody anything where %s', (_, changed) => {
    const first = run(...COMMAND);
    env = { ...env, ...changed };
    expect(run(...COMMAND)).toEqual(first);
    expect(run(...COMMAND)).toEqual(first);
    expect(first.stderr).toBe('');
  });

  test.each([
    ['XDG_CACHE_HOME', 'relative/caches', '.cache'],
    ['XDG_CACHE_HOME', 'CACHES', 'CACHES'],
    ['NODE_COMPILE_CACHE', 'CACHES', 'CACHES'],
  ])('goes where %s=%s says', (name, value, where) => {
    env[name] = value === 'CACHES' ? path.join(home, value) : value;
    run(...COMMAND);
    const folder = where === 'CACHES' ? path.join(home, where) : caches();
    expect(filesIn(folder).some((file) => String(file).endsWith('completion'))).toBe(true);
    expect(existsSync(path.resolve('relative'))).toBe(false);
  });

  test.each<[string, () => void]>([
    ['the file may be written by others', () => chmodSync(kept(), 0o622)],
    ['the folder may be written by others', () => chmodSync(folders()[0]!, 0o770)],
    [
      'the file is a link',
      () => {
        renameSync(kept(), path.join(home, 'elsewhere'));
        symlinkSync(path.join(home, 'elsewhere'), kept());
      },
    ],
    [
      'the folder is a link',
      () => {
        const [folder] = folders();
        renameSync(folder!, path.join(home, 'elsewhere'));
        symlinkSync(path.join(home, 'elsewhere'), folder!);
      },
    ],
    [
      'the file is a pipe',
      () => {
        rmSync(kept());
        execFileSync('mkfifo', ['-m', '600', kept()]);
      },
    ],
    ['the file ends too early', () => truncateSync(kept(), lstatSync(kept()).size - 8)],
    ['the file is empty', () => truncateSync(kept(), 0)],
    ['the file says what is not so', () => writeFileSync(kept(), '{"length":0}\n')],
    ...(isRoot
      ? ([
          ["the file is somebody else's", () => chownSync(kept(), 65_534, 65_534)],
          ["the folder is somebody else's", () => chownSync(folders()[0]!, 65_534, 65_534)],
        ] as [string, () => void][])
      : []),
  ])('is not taken where %s', (_, spoil) => {
    const good = run(...COMMAND);
    spoil();
    expect(Object.values(partsOfRun())).not.toContain('kept');
    expect(run(...COMMAND)).toEqual(good);
  });

  test.each([
    ['at its beginning', 0],
    ['in the list of its parts', 0.0005],
    ['in its first part', 0.1],
    ['in its midst', 0.4],
    ['in its second copy', 0.7],
    ['at its end', 1],
  ])('is made anew at once where bytes are spoilt %s', (_, where) => {
    const good = run(...COMMAND);
    const bytes = readFileSync(kept());
    const at = Math.floor(where * (bytes.length - 1));
    for (let n = at; n < Math.min(at + 32, bytes.length); n++) bytes[n]! ^= 0xff;
    writeFileSync(kept(), bytes);
    expect(run(...COMMAND)).toEqual(good);
    expect(readFileSync(kept()).equals(bytes)).toBe(false);
    expect(Object.values(partsOfRun())).not.toContain('compiled');
    expect(run(...COMMAND)).toEqual(good);
  });

  test('is made anew where V8 refuses it, but not at every run', () => {
    run(...COMMAND);
    const text = readFileSync(kept());
    const start = text.indexOf('\n') + 1;
    const half = Buffer.from(text.subarray(0, text.length / 2));
    const { parts } = JSON.parse(text.subarray(0, start).toString()) as { parts: Record<string, [number, number]> };
    const compiled = Object.entries(parts).filter(([part]) => !part.endsWith('.text'));
    for (const [, [position]] of compiled) half.fill(0, start + position, start + position + 64);
    const bad = Buffer.concat([half, half]);
    writeFileSync(kept(), bad);
    expect(run(...COMMAND).status).toBe(0);
    expect(readFileSync(kept()).equals(bad)).toBe(true);
    const yesterday = Date.now() / 1000 - 86_400;
    utimesSync(kept(), yesterday, yesterday);
    expect(run(...COMMAND).status).toBe(0);
    expect(Object.values(partsOfRun())).not.toContain('compiled');
  });

  test('is one for each way that Node is started', () => {
    run(...COMMAND);
    env.NODE_OPTIONS = '--stack-trace-limit=20';
    run(...COMMAND);
    expect(folders()).toHaveLength(2);
  });

  test('of builds that are not used any more goes away', () => {
    for (const [age, build] of ['a', 'b', 'c', 'd'].entries()) {
      const folder = path.join(all(), `0.0.1-${build}`);
      mkdirSync(folder, { recursive: true });
      utimesSync(folder, 1000 - age, 1000 - age);
    }
    run(...COMMAND);
    expect(readdirSync(all()).sort()).toEqual(['0.0.1-a', '0.0.1-b', expect.stringContaining(process.version)]);
  });

  if (isRoot) {
    test('is not left by root in the home of another', () => {
      chownSync(home, 65_534, 65_534);
      expect(run(...COMMAND).status).toBe(0);
      expect(filesIn(home)).toEqual([]);
    });
  }
});
