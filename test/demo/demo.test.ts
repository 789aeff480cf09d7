import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';

const bundle = path.join(projectRoot(), 'node_modules/.cache/imagestream/demo-under-test.mjs');
const temporary = mkdtempSync(path.join(os.tmpdir(), 'demo-test-'));

beforeAll(() => {
  const esbuild = path.join(projectRoot(), 'node_modules/esbuild/bin/esbuild');
  const flags = ['--bundle', '--platform=node', '--format=esm', '--target=node20.18', '--packages=external'];
  const built = spawnSync(esbuild, [path.join(projectRoot(), 'test/demo/demo.ts'), ...flags, `--outfile=${bundle}`]);
  expect(built.status).toBe(0);
});
afterAll(() => {
  rmSync(temporary, { recursive: true });
});

/** Starts the demo with a temporary folder of its own. */
function startDemo() {
  const demo = spawn(process.execPath, [bundle], { env: { ...process.env, TMPDIR: temporary } });
  let output = '';
  demo.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  demo.stderr.resume();
  const ended = new Promise<{ status: number | null; output: string }>((resolve) => {
    demo.on('close', (status) => resolve({ status, output }));
  });
  return { demo, ended };
}

test('the demo plays the tutorial to its end and leaves nothing behind', async () => {
  const { status, output } = await startDemo().ended;
  expect(output.match(/^\$ imagestream .*/gm)).toHaveLength(12);
  expect(status).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
});

test('an interrupted demo leaves nothing behind either', async () => {
  const { demo, ended } = startDemo();
  await new Promise((resolve) => demo.stdout.once('data', resolve));
  demo.kill('SIGINT');
  expect((await ended).status).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
});
