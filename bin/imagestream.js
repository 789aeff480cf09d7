#!/usr/bin/env node
'use strict';

const [first, ...others] = process.argv.slice(2);
if (first === '--version' && others.length === 0) {
  process.stdout.write(`imagestream ${require('../package.json').version}\n`);
} else {
  load(require('node:path').join(__dirname, '../dist/imagestream.cjs')).main();
}

/**
 * Loads the bundle with what V8 made of it at build time. A cache of another Node version is refused by V8, and the
 * bundle is compiled as usual.
 */
function load(file) {
  const { existsSync, readFileSync, writeFileSync } = require('node:fs');
  const vm = require('node:vm');
  const cacheFile = `${file}.cache`;
  if (!existsSync(file)) {
    process.stderr.write('error: the command is not built yet\nhint: npm ci && npm run build\n');
    process.exit(1);
  }
  const writes = process.env.IMAGESTREAM_WRITE_CODE_CACHE === '1';
  const cachedData = !writes && existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  // The bundle is ASCII: read so, it needs no decoding.
  const script = new vm.Script(require('node:module').wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData,
  });
  if (writes) process.on('exit', () => writeFileSync(cacheFile, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, require('node:path').dirname(file));
  return module.exports;
}
