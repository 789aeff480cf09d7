// The product's own code, cut where modules are loaded late, and packed again by what is used together: what a command
// does not use is neither read nor taken from V8's cache, which costs more than running it.
import path from 'node:path';
import { minify } from '@swc/core';
import { build, transform } from 'esbuild';
import { asFunction, settings } from './settings.mjs';

/** A pack that is smaller than this joins the one that every command loads. */
const SMALLEST = 32_000;

/**
 * What all modules of a pack share of esbuild's way to write an ES module as CommonJS. A module of ours is its own
 * namespace; esbuild would copy it, and every module of Node with it.
 */
const HELPERS = `
module.exports = exports;
const __export = (target, all) => {
  for (const name in all) Object.defineProperty(target, name, { get: all[name], enumerable: true });
};
const __toESM = (m, node) => (m.__esModule && !node ? m : { __proto__: m, default: m });
const __toCommonJS = (m) => Object.defineProperty(m, '__esModule', { value: true });
const late = (load) => ({
  get default() {
    return load().default;
  },
});
const add = (name, body) => {
  let module;
  exports[name] = () => {
    if (module === undefined) {
      module = { exports: {} };
      body(module.exports, require, module);
    }
    return module.exports;
  };
};
`;

/** The modules that `src/main.ts` comes to when it is cut at each `import()`, itself first: number, name and CommonJS text. */
export async function cutIntoModules({ plugins, define }) {
  const { outputFiles } = await build({
    ...settings,
    bundle: true,
    supported: {},
    // What modules take from one another gets short names; what was a text stays one.
    minifyWhitespace: false,
    format: 'esm',
    splitting: true,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    write: false,
    external: ['keytar'],
    define,
    plugins,
  });
  const files = outputFiles.sort((a, b) => isMain(b) - isMain(a));
  return await Promise.all(
    files.map(async (file, number) => ({ number, name: path.basename(file.path), text: await asCommonJs(file) })),
  );
}

const isMain = ({ path: file }) => Number(path.basename(file) === 'main.js');

/** Libraries that are imported as any other, and evaluated when they are first used: most runs of what imports them do not. */
const LATE = /\bvar (import_\w+) = __toESM\(require\(("[^"]*#string-width")\)\);/g;

async function asCommonJs({ path: file, text }) {
  const { code } = await transform(text, { ...settings, minify: false, format: 'cjs' });
  const begin = code.indexOf('var stdin_exports = {};');
  if (begin < 0) throw new Error(`${file}: esbuild writes its helpers in another way than before`);
  const placed = code
    .slice(begin)
    .replace(LATE, (_, name, library) => `var ${name} = late(() => require(${library}));`);
  if (/(?<!late\(\(\) => )require\("[^"]*#string-width"/.test(placed)) {
    throw new Error(`${file}: esbuild imports a library in another way than before`);
  }
  return placed;
}

/**
 * Puts modules together that the same runs use.
 *
 * @param runs name of a run to the numbers of the modules that it uses
 * @returns name of a pack to its modules; `start` is used by all runs, `rest` by none
 */
export function packsOf(modules, runs) {
  const packs = new Map([['start', []]]);
  for (const module of modules) {
    const users = Object.keys(runs).filter((run) => runs[run].includes(module.number));
    const name = users.length === Object.keys(runs).length ? 'start' : users.join('+') || 'rest';
    packs.set(name, [...(packs.get(name) ?? []), module]);
  }
  for (const [name, members] of packs) {
    if (name === 'start' || members.reduce((size, { text }) => size + text.length, 0) >= SMALLEST) continue;
    packs.get('start').push(...members);
    packs.delete(name);
  }
  return packs;
}

/** Name of a pack to its text. A module is required as `PACK#NUMBER`. */
export async function textOf(packs) {
  const places = new Map(
    [...packs].flatMap(([pack, members]) => members.map(({ name, number }) => [name, `${pack}#${number}`])),
  );
  const texts = new Map();
  for (const [pack, members] of packs) {
    const bodies = members.map(({ number, text }) => {
      const placed = text.replace(
        /\brequire\("\.\/([\w-]+\.js)"\)/g,
        (_, required) => `require("${places.get(required)}")`,
      );
      return `add(${number}, function (exports, require, module) {\n${placed}\n});`;
    });
    const { code } = await transform(`${HELPERS}${bodies.join('\n')}`, { ...settings, format: 'cjs' });
    texts.set(pack, await withShortNames(`${asFunction.banner.js}${code}${asFunction.footer.js}`));
  }
  return texts;
}

/** Names of functions within functions: esbuild makes none twice in all of a pack, and a twentieth of the package is that. */
async function withShortNames(text) {
  const { code } = await minify(text, { compress: false, mangle: true, ecma: 2022, format: { ascii_only: true } });
  return code.replace(/;$/, '');
}
