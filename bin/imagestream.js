#!/usr/bin/env node
'use strict';

const [first, ...others] = process.argv.slice(2);
if (first === '--version' && others.length === 0) {
  process.stdout.write(`imagestream ${require('../package.json').version}\n`);
} else {
  const program = require('./load.js').openProgram();
  if (program) program.main();
  else process.exitCode = 1;
}
