import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';

const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };
const app = (count: number) => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'app' },
  spec: { count },
});

const parent = mkdtempSync(path.join(os.tmpdir(), 'store-processes-'));
const program = path.join(parent, 'count.cjs');

beforeAll(async () => {
  const { dirname } = import.meta;
  await build({
    entryPoints: [path.join(dirname, 'counting-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function start(directory: string, times: number): ChildProcess {
  return spawn(process.execPath, [program, directory, String(times)], { stdio: ['ignore', 'inherit', 'inherit'] });
}

const countOf = async (store: ObjectStore) =>
  (await store.get<KubeObject & { spec: { count: number } }>(key))?.spec.count ?? Number.NaN;

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name);

describe('several processes with one directory', () => {
  test('lose no update, and leave no lock and no temporary file', async () => {
    const directory = path.join(parent, 'counted');
    const store = createDirectoryStore({ directory });
    await store.create(key, app(0));
    const children = Array.from({ length: 8 }, () => start(directory, 50));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual(Array(8).fill(0));
    expect(await countOf(store)).toBe(400);
    expect(filesIn(directory)).toEqual(['app.yaml']);
  });

  test('are not stopped by others that were killed while they wrote', async () => {
    const directory = path.join(parent, 'killed');
    const store = createDirectoryStore({ directory });
    await store.create(key, app(0));
    let before = 0;
    for (let round = 0; round < 8; round++) {
      const children = [start(directory, 1e9), start(directory, 1e9)];
      // Killed in the middle of what they do, whatever that is just then.
      while ((await countOf(store)) < before + 5) await new Promise((resolve) => setTimeout(resolve, 3 + round));
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(children.map((child) => once(child, 'exit')));
      const started = performance.now();
      const object = await store.get(key);
      before = await countOf(store);
      await store.update(key, { ...app(before + 1), metadata: { ...object?.metadata, name: 'app' } });
      // Below the five seconds after which a silent holder is given up, and the ten after which a writer gives up.
      expect(performance.now() - started).toBeLessThan(5_000);
      expect(await countOf(store)).toBe(before + 1);
      before++;
    }
    expect(filesIn(directory)).toEqual(expect.arrayContaining(['app.yaml']));
    expect(filesIn(directory).filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'))).toEqual([]);
  });
});
