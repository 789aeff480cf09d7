import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

const TAGS = 100;
const images = Array.from({ length: TAGS }, (_, n) => createImage({ seed: `few files ${n}` }));

/** Leaves FREE of the files that the process may open, whatever Node itself has open. */
const FILL = `const { closeSync, openSync } = require('node:fs');
const files = [];
try { for (;;) files.push(openSync('/dev/null')); } catch {}
for (let free = 0; free < Number(process.env.FREE); free++) closeSync(files.pop());
`;

let folder: string;
let registry: FixtureRegistry;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-few-files-'));
  writeFileSync(path.join(folder, 'fill.cjs'), FILL);
  registry = await startFixtureRegistry();
  for (const [n, image] of images.entries()) registry.push(image, 'team/app', `v${n}`);
});
afterAll(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true });
});

/** Imports all tags by a process that may open so many files, into a store of its own. */
function importAll(
  limit: number,
  env: Record<string, string> = {},
): Promise<{ status: number | null; stderr: string }> {
  const store = path.join(folder, 'store');
  rmSync(store, { recursive: true, force: true });
  const args = ['import-image', 'app', `--from=${registry.host}/team/app`, '--all', '--confirm', '--insecure'];
  const command = [process.execPath, path.join(projectRoot(), 'bin/imagestream.js'), ...args];
  const child = spawn('sh', ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', ...command], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      IMAGESTREAM_STORE: store,
      IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED: '-1',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stderr }));
  });
}

function storedImages(): string[] {
  const stored = path.join(folder, 'store/cluster-scoped-resources/image.openshift.io/images');
  return existsSync(stored) ? readdirSync(stored) : [];
}

(process.platform === 'win32' ? describe.skip : describe)('where few files may be open', () => {
  test('64 are enough for everything of a repository', async () => {
    expect(await importAll(64)).toMatchObject({ status: 0 });
    expect(storedImages()).toHaveLength(TAGS);
  });

  test.each([16, 8])('fewer connections and smaller groups of files do with %d that are left', async (free) => {
    const fill = { NODE_OPTIONS: `--require ${path.join(folder, 'fill.cjs')}`, FREE: `${free}` };
    expect(await importAll(128, fill)).toMatchObject({ status: 0 });
    expect(storedImages()).toHaveLength(TAGS);
  });
});
