// The product's own code, cut where modules are loaded late, and packed again by what is used together: what a command
// does not use is neither read nor taken from V8's cache, which costs more than running it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { asFunction, settings } from './settings.mjs';

/** A pack that is smaller than this joins the one that every command loads. */
const SMALLEST = 16_000;

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

/** The modules that `src/main.ts` comes to when it is cut at each `import()`: name and CommonJS text. */
export async function cutIntoModules({ plugins, define }) {
  const { outputFiles } = await build({
    ...settings,
    bundle: true,
    supported: {},
    minify: false,
    format: 'esm',
    splitting: true,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    write: false,
    external: ['keytar'],
    define,
    plugins,
  });
  return await Promise.all(
    outputFiles.map(async (file) => ({ name: path.basename(file.path, '.js'), text: await asCommonJs(file) })),
  );
}

async function asCommonJs({ path: file, text }) {
  const { code } = await transform(text, { ...settings, minify: false, format: 'cjs' });
  const begin = code.indexOf('var stdin_exports = {};');
  if (begin < 0) throw new Error(`${file}: esbuild writes its helpers in another way than before`);
  return code.slice(begin);
}

/**
 * Puts modules together that the same runs use.
 *
 * @param runs name of a run to the modules that it uses
 * @returns name of a pack to its modules; `start` is used by all runs, `rest` by none
 */
export function packsOf(modules, runs) {
  const packs = new Map([['start', []]]);
  for (const module of modules) {
    const users = Object.keys(runs).filter((run) => runs[run].includes(module.name));
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

/** Writes `dist/PACK.cjs` for each pack. A module is required as `./PACK.cjs#MODULE`. */
export async function writePacks(packs) {
  const places = new Map(
    [...packs].flatMap(([pack, members]) => members.map(({ name }) => [name, `./${pack}.cjs#${name}`])),
  );
  mkdirSync('dist', { recursive: true });
  for (const [pack, members] of packs) {
    const bodies = members.map(({ name, text }) => {
      const placed = text.replace(
        /\brequire\("\.\/([\w-]+)\.js"\)/g,
        (_, required) => `require("${places.get(required)}")`,
      );
      return `add(${JSON.stringify(name)}, function (exports, require, module) {\n${placed}\n});`;
    });
    const { code } = await transform(`${HELPERS}${bodies.join('\n')}`, { ...settings, format: 'cjs' });
    writeFileSync(`dist/${pack}.cjs`, `${asFunction.banner.js}${code}${asFunction.footer.js}`);
  }
}
