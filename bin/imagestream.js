#!/usr/bin/env node
'use strict';

const [first, ...others] = process.argv.slice(2);
if (first === '--version' && others.length === 0) {
  process.stdout.write(`imagestream ${require('../package.json').version}\n`);
} else {
  // Node 22 and newer keep what V8 compiled between runs.
  require('node:module').enableCompileCache?.();
  require('../dist/imagestream.cjs').main();
}
