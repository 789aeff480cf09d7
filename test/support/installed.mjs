// Makes a fresh clone ready: installs the locked dependencies where they are missing or older than the lock file, and builds.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs what package-lock.json names, unless it is there already. Prints only when it does something. */
export function install() {
  if (isInstalled()) return;
  console.error('installing dependencies (npm ci) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
}

/** Whether npm put there what the lock file names; what is optional may be missing. */
function isInstalled() {
  const file = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(file)) return false;
  const packagesIn = (lock) => JSON.parse(readFileSync(lock, 'utf8')).packages;
  const installed = packagesIn(file);
  return Object.entries(packagesIn(path.join(root, 'package-lock.json'))).every(
    ([place, { version, optional }]) =>
      place === '' || (installed[place] ? installed[place].version === version : optional),
  );
}

/** Builds dist/ with esbuild. */
export function build() {
  run(process.execPath, ['build/build.mjs'], { stdio: ['ignore', process.stderr, process.stderr] });
}
