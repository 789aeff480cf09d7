// Runs a TypeScript program of the tests (demo, bench) on every Node that the project supports:
// node test/support/run-ts.mjs FILE [ARGUMENTS]
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './installed.mjs';

install();
build();
const [file, ...args] = process.argv.slice(2);
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
