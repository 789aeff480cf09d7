// Runs a TypeScript program of the tests (demo, bench) on every Node that the project supports:
// node test/support/run-ts.mjs [--few] FILE [ARGUMENTS]
// With --few, for what needs the built command alone, a fresh clone is given no more packages than that takes.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOnce, installFew } from './install-few.mjs';
import { build, install, root } from './installed.mjs';

const words = process.argv.slice(2);
const isFew = words[0] === '--few';
const [file, ...args] = isFew ? words.slice(1) : words;
if (isFew) {
  installFew();
  buildOnce();
} else {
  install();
  build();
}
const esbuild = await import('esbuild');
const outfile = path.join(root, 'node_modules/.cache/imagestream', `${path.basename(file, '.ts')}.mjs`);
await esbuild.build({
  entryPoints: [path.resolve(root, file)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.18',
  packages: 'external',
  logLevel: 'warning',
});
process.argv = [process.argv[0], path.resolve(root, file), ...args];
await import(pathToFileURL(outfile).href);
