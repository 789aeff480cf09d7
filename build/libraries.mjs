// The libraries as parts beside the product's own code, each loaded when a command first needs it.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { asFunction, settings, unusedBuiltins } from './settings.mjs';

/** Leaves libraries out of a build, and remembers in `used` which modules of them are used. */
export const librariesAsParts = (used) => ({
  name: 'libraries-as-parts',
  setup(builder) {
    builder.onResolve({ filter: /^(chalk|croner|diff|ora|smol-toml|string-width|tldts|undici|yaml)(\/|$)/ }, (args) => {
      used.add(args.path);
      return { path: `${partOf(args.path)}#${args.path}`, external: true };
    });
  },
});

/**
 * undici without what is never used here: HTTP/2, bodies that are forms, and the parser that needs a processor with SIMD, which
 * gains nothing on answers as small as a registry's. The parser that stays, which undici holds as text, becomes a part of its
 * own: reading that costs less than to keep it in V8's heap and cache.
 */
const slimUndici = (parts) => ({
  name: 'slim-undici',
  setup(builder) {
    builder.onLoad({ filter: /undici\/lib\/(dispatcher\/client-h2|web\/fetch\/body)\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
    builder.onLoad({ filter: /undici\/lib\/llhttp\/llhttp[\w-]*-wasm\.js$/ }, (args) => {
      parts.set('llhttp.wasm', createRequire(import.meta.url)(args.path.replace('_simd', '')));
      return { contents: 'module.exports = require("llhttp.wasm");' };
    });
    builder.onResolve({ filter: /\.wasm$/ }, (args) => ({ path: args.path, external: true }));
  },
});

/** ora with the one spinner that is shown where nobody chose another. */
const slimOra = {
  name: 'slim-ora',
  setup(builder) {
    builder.onLoad({ filter: /cli-spinners\/spinners\.json$/ }, ({ path: file }) => {
      const { dots, line } = JSON.parse(readFileSync(file, 'utf8'));
      return { contents: JSON.stringify({ dots, line }), loader: 'json' };
    });
  },
};

/** The text of a part for each library that modules are used of, other parts that these need, and the licences of all. */
export async function buildParts(used) {
  const parts = new Map();
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
    const { metafile, outputFiles } = await build({
      ...settings,
      ...asFunction,
      metafile: true,
      bundle: true,
      format: 'cjs',
      stdin: { contents: contents.join('\n'), resolveDir: '.', sourcefile: `${part}.cjs` },
      write: false,
      plugins: [unusedBuiltins, slimUndici(parts), slimOra],
    });
    parts.set(part, outputFiles[0].text);
    for (const input of Object.keys(metafile.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return { parts, licences: licencesOf([...folders].sort()) };
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
