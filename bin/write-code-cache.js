'use strict';
// Part of the build: runs what users run, and keeps what V8 compiled for it. Prints nothing but failures.

const { writeFileSync, writeSync } = require('node:fs');
const { load, scripts } = require('./load.js');

const COMMANDS = [
  ['get', 'is'],
  ['describe', 'is/warm'],
  ['resolve', 'warm:a'],
  ['import-image', 'warm:b', '--from=127.0.0.1:1/nobody/answers', '--insecure'],
  ['--help'],
];

async function warm() {
  const { main } = load('imagestream.cjs');
  const { writeSync: write } = require('node:fs');
  require('node:fs').writeSync = (_descriptor, bytes) => bytes.length;
  for (const command of COMMANDS) {
    process.argv = [process.argv[0], 'imagestream', ...command];
    await main();
  }
  require('node:fs').writeSync = write;
  process.exitCode = 0;
  for (const [file, script] of scripts) writeFileSync(`${file}.cache`, script.createCachedData());
}

warm().catch((error) => {
  writeSync(2, `${error.stack}\n`);
  process.exitCode = 1;
});
