// Builds the shipped command: the product's own code in packs, the libraries as parts beside them that are loaded when a
// command first needs them, and for each what V8 made of it, so that starting compiles nothing again.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFacts } from './facts.mjs';
import { buildParts, librariesAsParts } from './libraries.mjs';
import { writeManPages } from './manual.mjs';
import { cutIntoModules, packsOf, writePacks } from './packs.mjs';
import { unusedBuiltins } from './settings.mjs';

// V8 tells a cache that is older than its file by the file's length only.
rmSync('dist', { recursive: true, force: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const libraries = new Set();
const modules = await cutIntoModules({
  define: { IMAGESTREAM_VERSION: JSON.stringify(version), BUILD_FACTS: JSON.stringify(buildFacts()) },
  plugins: [unusedBuiltins, librariesAsParts(libraries)],
});
await buildParts(libraries);
await writeManPages();

// What commands use and compile on their way is seen and kept: over a store with a stream that only a YAML library can
// read, and a registry that is blocked, so that an import goes its whole way but one.
const store = mkdtempSync(path.join(tmpdir(), 'imagestream-build-'));
const stored = (file, text) => {
  mkdirSync(path.dirname(path.join(store, file)), { recursive: true });
  writeFileSync(path.join(store, file), text);
};
function fillStore() {
  stored(
    'namespaces/default/image.openshift.io/imagestreams/warm.yaml',
    '{apiVersion: image.openshift.io/v1, kind: ImageStream, metadata: {name: warm}, spec: {tags: [{name: a, reference: true, from: {kind: DockerImage, name: a}}]}}\n',
  );
  stored(
    'cluster-scoped-resources/config.openshift.io/images/cluster.yaml',
    'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata:\n  name: cluster\nspec:\n  registrySources:\n    blockedRegistries:\n    - blocked.example\n',
  );
}
try {
  await writePacks(packsOf(modules, {}));
  const runs = JSON.parse(warm('list'));
  const used = runs.map((run) => [run, JSON.parse(warm('use', run))]);
  await writePacks(packsOf(modules, Object.fromEntries(used)));
  // First, while there is no cache that holds more.
  for (const run of runs) warm('keep-start', run);
  for (const keep of ['keep-commands', 'keep-registry']) warm(keep);
} finally {
  rmSync(store, { recursive: true, force: true });
}

function warm(...args) {
  fillStore(); // runs change it
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build/warm-up.cjs', ...args], {
    env: { PATH: process.env.PATH, HOME: store, IMAGESTREAM_STORE: store },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the built command does not run: ${stderr}`);
  return stdout;
}
