// Builds the shipped command: the product's own code in packs, the libraries as parts beside them, each loaded when a command
// first needs it, all in one file. It is made in a folder beside dist and takes the place of the one before in one step: who
// starts meanwhile, or is building as well, has the one or the other, whole.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildFacts } from './facts.mjs';
import { buildParts, librariesAsParts } from './libraries.mjs';
import { writeManPages } from './manual.mjs';
import { cutIntoModules, packsOf, textOf } from './packs.mjs';
import { writeProgram } from './program.mjs';
import { unusedBuiltins } from './settings.mjs';
import { withFolder } from './temporary.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
removeLeftOver();
await withFolder(async (folder) => {
  const libraries = new Set();
  const modules = await cutIntoModules({
    define: { IMAGESTREAM_VERSION: JSON.stringify(version), BUILD_FACTS: JSON.stringify(buildFacts()) },
    plugins: [unusedBuiltins, librariesAsParts(libraries)],
  });
  const { parts, licences } = await buildParts(libraries);
  const program = path.join(folder, 'imagestream.pack');
  const write = async (packs, isShipped) =>
    writeProgram(program, version, new Map([...(await textOf(packs)), ...parts]), isShipped);

  // What commands use on their way is seen first.
  await write(packsOf(modules, {}), false);
  await write(packsOf(modules, usedModules(program)), true);

  writeFileSync(path.join(folder, 'LICENSES.txt'), licences);
  await writeManPages();
  mkdirSync('dist', { recursive: true });
  const built = readdirSync(folder);
  for (const file of built) renameSync(path.join(folder, file), path.join('dist', file));
  for (const file of readdirSync('dist'))
    if (!built.includes(file)) rmSync(path.join('dist', file), { recursive: true, force: true });
});

/** Name of a run to the modules that it uses, by running them. */
function usedModules(program) {
  const runs = JSON.parse(warmUp(program, 'list'));
  return Object.fromEntries(runs.map((run) => [run, JSON.parse(warmUp(program, run))]));
}

function warmUp(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build/warm-up.cjs', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the built command does not run: ${stderr}`);
  return stdout;
}

/** Folders of builds that were killed. */
function removeLeftOver() {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync('.').filter((each) => each.startsWith('dist-'))) {
    const found = statSync(name, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < hourAgo) rmSync(name, { recursive: true, force: true });
  }
}
