// Builds the shipped command: one CommonJS file whose parts are evaluated when a command first needs them.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/imagestream.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'cjs',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  external: ['keytar'],
  define: { IMAGESTREAM_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
