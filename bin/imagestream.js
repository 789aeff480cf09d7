#!/usr/bin/env node
'use strict';

const [first, ...others] = process.argv.slice(2);
if (first === '--version' && others.length === 0) {
  process.stdout.write(`imagestream ${require('../package.json').version}\n`);
} else {
  require('./load.js').load('./start.cjs#main').main();
}
