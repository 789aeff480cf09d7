// Builds the shipped command: one CommonJS file whose parts are evaluated when a command first needs them, and beside it
// what V8 made of it, so that starting does not compile it again.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Modules of Node that a dependency loads at its start for features that are not used here. They cost milliseconds. */
const unusedBuiltins = {
  name: 'unused-builtins',
  setup(builder) {
    builder.onResolve({ filter: /^(node:)?http2$/ }, (args) => ({ path: args.path, namespace: 'unused' }));
    builder.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = { constants: {} };' }));
  },
};

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/imagestream.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'cjs',
  minify: true,
  charset: 'ascii',
  legalComments: 'none',
  external: ['keytar'],
  // A script from V8's cache cannot import; what stays outside the bundle is required.
  supported: { 'dynamic-import': false },
  define: { IMAGESTREAM_VERSION: JSON.stringify(version) },
  plugins: [unusedBuiltins],
  logLevel: 'warning',
});

// A run over an empty store compiles what every command uses; the cache holds that too.
const store = mkdtempSync(path.join(tmpdir(), 'imagestream-build-'));
const { status, stderr } = spawnSync(process.execPath, ['bin/imagestream.js', 'get', 'is'], {
  env: { ...process.env, IMAGESTREAM_STORE: store, IMAGESTREAM_WRITE_CODE_CACHE: '1' },
  encoding: 'utf8',
});
rmSync(store, { recursive: true, force: true });
if (status !== 0) throw new Error(`the built command does not run: ${stderr}`);
