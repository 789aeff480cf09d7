// The libraries as parts beside the product's own code, each loaded when a command first needs it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { asFunction, settings, unusedBuiltins } from './settings.mjs';

/** Leaves libraries out of a build, and remembers in `used` which modules of them are used. */
export const librariesAsParts = (used) => ({
  name: 'libraries-as-parts',
  setup(builder) {
    builder.onResolve({ filter: /^(chalk|croner|diff|ora|smol-toml|tldts|undici|yaml)(\/|$)/ }, (args) => {
      used.add(args.path);
      return { path: `./parts/${partOf(args.path)}.cjs#${args.path}`, external: true };
    });
  },
});

/**
 * undici without what is never used here: HTTP/2, and bodies that are forms. Its parser, which it holds as text, becomes a file
 * beside it: reading that costs less than to keep it in V8's heap and cache.
 */
const slimUndici = {
  name: 'slim-undici',
  setup(builder) {
    builder.onLoad({ filter: /undici\/lib\/(dispatcher\/client-h2|web\/fetch\/body)\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
    builder.onLoad({ filter: /undici\/lib\/llhttp\/llhttp[\w-]*-wasm\.js$/ }, (args) => {
      const file = `./parts/${path.basename(args.path, '-wasm.js')}.wasm`;
      mkdirSync('dist/parts', { recursive: true });
      writeFileSync(path.join('dist', file), createRequire(import.meta.url)(args.path));
      return { contents: `module.exports = require(${JSON.stringify(file)});` };
    });
    builder.onResolve({ filter: /\.wasm$/ }, (args) => ({ path: args.path, external: true }));
  },
};

/** Writes `dist/parts/LIBRARY.cjs` for each library that modules are used of, and their licences. */
export async function buildParts(used) {
  const folders = new Set();
  for (const part of new Set([...used].map(partOf))) {
    const modules = [...used].filter((module) => partOf(module) === part);
    // Each module of a part is evaluated when it is asked for. What requires an ES module's default gets the module: it is both.
    const contents = modules.map(
      (module) => `exports[${JSON.stringify(module)}] = () => callable(require(${JSON.stringify(module)}));`,
    );
    contents.push(
      'const callable = (m) => (m.__esModule && typeof m.default === "function" ? Object.assign((...a) => m.default(...a), m) : m);',
    );
    const { metafile } = await build({
      ...settings,
      ...asFunction,
      metafile: true,
      bundle: true,
      format: 'cjs',
      stdin: { contents: contents.join('\n'), resolveDir: '.', sourcefile: `${part}.cjs` },
      outfile: `dist/parts/${part}.cjs`,
      plugins: [unusedBuiltins, slimUndici],
    });
    for (const input of Object.keys(metafile.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  writeFileSync('dist/LICENSES.txt', licencesOf([...folders].sort()));
}

/** The parts are copies of the libraries: their licences want to be passed on with them. */
function licencesOf(folders) {
  const notices = folders.map((folder) => {
    const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[sc]e(?:\.|$)/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence to pass on`);
    return `${name} ${version}\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
  });
  return notices.join(`\n${'-'.repeat(80)}\n\n`);
}

const partOf = (module) => module.split('/')[0];
