// The libraries as parts beside the product's own code, each loaded when a command first needs it.
import { build } from 'esbuild';
import { asFunction, settings, unusedBuiltins } from './settings.mjs';

/** Leaves libraries out of a build, and remembers in `used` which modules of them are used. */
export const librariesAsParts = (used) => ({
  name: 'libraries-as-parts',
  setup(builder) {
    builder.onResolve({ filter: /^(chalk|commander|croner|ora|smol-toml|undici|yaml)(\/|$)/ }, (args) => {
      used.add(args.path);
      return { path: `./parts/${partOf(args.path)}.cjs#${args.path}`, external: true };
    });
  },
});

/** Writes `dist/parts/LIBRARY.cjs` for each library that modules are used of. */
export async function buildParts(used) {
  for (const part of new Set([...used].map(partOf))) {
    const modules = [...used].filter((module) => partOf(module) === part);
    // Each module of a part is evaluated when it is asked for. What requires an ES module's default gets the module: it is both.
    const contents = modules.map(
      (module) => `exports[${JSON.stringify(module)}] = () => callable(require(${JSON.stringify(module)}));`,
    );
    contents.push(
      'const callable = (m) => (m.__esModule && typeof m.default === "function" ? Object.assign((...a) => m.default(...a), m) : m);',
    );
    await build({
      ...settings,
      ...asFunction,
      bundle: true,
      format: 'cjs',
      stdin: { contents: contents.join('\n'), resolveDir: '.', sourcefile: `${part}.cjs` },
      outfile: `dist/parts/${part}.cjs`,
      plugins: [unusedBuiltins],
    });
  }
}

const partOf = (module) => module.split('/')[0];
