import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';

interface Marked extends KubeObject {
  spec: { marks: string[] };
}

const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };
const app = (...marks: string[]): Marked => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'app' },
  spec: { marks },
});

const parent = mkdtempSync(path.join(os.tmpdir(), 'stopped-'));
const program = path.join(parent, 'stopping.cjs');
beforeAll(async () => {
  const entryPoints = [path.join(import.meta.dirname, 'stopping-process.ts')];
  await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Waits until a process has stopped itself; false when it has ended instead. */
async function stopped(child: ChildProcess, ended: Promise<unknown>): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    if (/^\d+ \(.*\) T/.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

/** Lets what lies there look as if nobody had touched it for long: its holder is of another system, and seems to be gone. */
function age(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) utimesSync(path.join(entry.parentPath, entry.name), 1, 1);
  }
}

async function markAsSecond(directory: string): Promise<'created' | 'updated'> {
  const store = createDirectoryStore({ directory });
  const found = await store.get<Marked>(key);
  if (found) await store.update(key, { ...found, spec: { marks: [...found.spec.marks, 'second'] } });
  else await store.create(key, app('second'));
  return found ? 'updated' : 'created';
}

const onLinux = os.platform() === 'linux' ? test : test.skip;

onLinux.each([
  ['an update', 'update'],
  ['a deletion', 'delete'],
])(
  'a process that is stopped at any call of %s, and goes on when its lock was taken away, undoes nothing',
  async (_, operation) => {
    let stops = 0;
    let robbed = 0;
    for (let at = 0; ; at++) {
      const directory = path.join(parent, `${operation}-${at}`);
      const store = createDirectoryStore({ directory });
      await store.create(key, app());
      const child = spawn(process.execPath, [program, directory, operation, String(at)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout?.on('data', (chunk) => {
        output += chunk;
      });
      const ended = new Promise((resolve) => child.on('close', resolve));
      if (!(await stopped(child, ended))) break;
      stops++;
      age(directory);
      const second = await markAsSecond(directory);
      child.kill('SIGCONT');
      await ended;
      const told = output === 'told\n';
      if (!told) robbed++;
      const marks = (await store.get<Marked>(key))?.spec.marks;
      const context = `${operation} stopped before call ${at}: ${output.trim()}, ${second}`;
      if (operation === 'update') {
        expect([context, marks?.includes('second'), marks?.includes('stopped')]).toEqual([context, true, told]);
      } else if (marks) expect([context, told]).toEqual([context, second === 'created']);
      else expect([context, told, second]).toEqual([context, true, 'updated']);
      const files = readdirSync(directory, { recursive: true, withFileTypes: true });
      expect([context, files.filter(({ name }) => name.startsWith('.'))]).toEqual([context, []]);
    }
    expect(stops).toBeGreaterThan(10);
    expect(operation === 'delete' || robbed > 5).toBe(true);
  },
);
