'use strict';
// Part of the build: runs what users run, and keeps what V8 compiled for it. Prints nothing but failures.
//
// V8 takes a cache only under the flags that it was made under, and the registry client is loaded after one is set:
// what is loaded before it and after it is made in two processes.

const fs = require('node:fs');
const { load, scripts } = require('./load.js');

const RUNS = {
  commands: {
    keeps: (file) => !file.includes('undici'),
    commands: [
      ['get', 'is'],
      ['describe', 'is/warm'],
      ['resolve', 'warm:a'],
      ['import-image', 'warm:b', '--from=blocked.example/warm/b'],
      ['--help'],
    ],
  },
  // Nobody answers there.
  registry: {
    keeps: (file) => file.includes('undici'),
    commands: [['import-image', 'warm:c', '--from=127.0.0.1:1/warm/c', '--insecure']],
  },
};

async function warm({ keeps, commands }) {
  const { main } = load('imagestream.cjs');
  const { writeSync } = fs;
  // What commands print; the store is written by the same function.
  fs.writeSync = (descriptor, bytes, ...rest) =>
    descriptor <= 2 ? bytes.length : writeSync(descriptor, bytes, ...rest);
  for (const command of commands) {
    process.argv = [process.argv[0], 'imagestream', ...command];
    await main();
  }
  fs.writeSync = writeSync;
  process.exitCode = 0;
  const kept = [...scripts].filter(([file]) => keeps(file));
  if (kept.length === 0) throw new Error(`${commands.join('; ')}: nothing was loaded that is to be kept`);
  for (const [file, script] of kept) fs.writeFileSync(`${file}.cache`, script.createCachedData());
}

warm(RUNS[process.argv[2]]).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
