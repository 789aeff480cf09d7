// Makes a fresh clone ready for one who wants to see the command and nothing else: of all that package-lock.json names, only
// what the command is built of.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build, install, root, run } from './installed.mjs';

const modules = path.join(root, 'node_modules');
const packageFile = path.join(root, 'package.json');

/**
 * Installs the few packages where nothing is installed yet, and everything where some of them is missing or of another version.
 * `install` still sees that not all is there.
 */
export function installFew() {
  const few = packagesOfTheBuild();
  if (existsSync(modules)) {
    if (!few.every(([name, version]) => installedVersion(name) === version)) install();
    return;
  }
  console.error('installing what the command is built of (npm install) ...');
  const folder = path.join(modules, '.few');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: Object.fromEntries(few) }),
  );
  // With it, npm takes the same versions of what these packages need, and checks the same hashes.
  cpSync(path.join(root, 'package-lock.json'), path.join(folder, 'package-lock.json'));
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const installed = path.join(folder, 'node_modules');
  for (const name of readdirSync(installed)) {
    if (name !== '.package-lock.json') renameSync(path.join(installed, name), path.join(modules, name));
  }
  rmSync(folder, { recursive: true });
}

/** Builds, unless what is built is newer than everything that it is made of. */
export function buildOnce() {
  const built = statSync(path.join(root, 'dist/imagestream.pack'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isNewer = (file) => statSync(path.join(root, file)).mtimeMs > built;
  const madeOf = ['src', 'build'].flatMap((folder) => [
    folder,
    ...readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, file)),
  ]);
  if (['package-lock.json', 'package.json', ...madeOf].some(isNewer)) build();
}

/** Of the packages that package.json names those that the source or the build imports, with their versions. */
export function packagesOfTheBuild() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(packageFile, 'utf8'));
  const texts = ['src', 'build'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((file) => /\.(ts|[cm]?js)$/.test(file))
      .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
  );
  const imported = texts.flatMap((text) => [
    ...text.matchAll(/\b(?:from|import|require)\b[\s(]*['"]([^.'"][^'"]*)['"]/g),
  ]);
  const names = new Set(imported.map(([, module]) => /^(@[^/]+\/)?[^/]+/.exec(module)?.[0]));
  return Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => names.has(name));
}

function installedVersion(name) {
  const file = path.join(modules, name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
