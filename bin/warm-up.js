'use strict';
// Part of the build: runs what users run, and tells what it used, or keeps what V8 compiled for it.
//
//     warm-up.js list            the names of the runs, in JSON
//     warm-up.js use RUN         the modules that a run uses, in JSON
//     warm-up.js keep-commands   writes the caches of all files that are loaded before a registry is asked
//     warm-up.js keep-registry   and of the others
//
// V8 takes a cache only under the flags that it was made under, and the registry client sets one before it loads undici.

const fs = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { evaluate, load, scripts } = require('./load.js');

// Nobody answers at port 1.
const RUNS = {
  get: [['get', 'is']],
  describe: [['describe', 'is/warm']],
  resolve: [['resolve', 'warm:a']],
  import: [
    ['import-image', 'warm:b', '--from=blocked.example/warm/b'],
    ['import-image', 'warm:c', '--from=127.0.0.1:1/warm/c', '--insecure'],
  ],
  tag: [['tag', '--source=docker', 'a.example/warm/d:latest', 'warm:d', '--reference']],
  watch: [['watch', '--once']],
  help: [['--help']],
};

/** What undoes `--liftoff-only`, and what that implies. */
const DEFAULTS = ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering'];

const isUndici = (file) => file.includes('undici');
const MODES = {
  list: async () => process.stdout.write(JSON.stringify(Object.keys(RUNS))),
  async use(run) {
    await runAll(RUNS[run]);
    process.stdout.write(JSON.stringify(load.asked.map((name) => name.split('#')[1])));
  },
  async 'keep-commands'() {
    await runAll(Object.values(RUNS).flat());
    evaluate('./rest.cjs'); // where its functions begin and end
    for (const flag of DEFAULTS) setFlagsFromString(flag);
    keep((file) => !isUndici(file));
  },
  async 'keep-registry'() {
    await runAll(RUNS.import);
    keep(isUndici);
  },
};

async function runAll(commands) {
  const { writeSync } = fs;
  // What commands print; the store is written by the same function.
  fs.writeSync = (descriptor, bytes, ...rest) =>
    descriptor <= 2 ? bytes.length : writeSync(descriptor, bytes, ...rest);
  const { main } = load('./start.cjs#main');
  for (const command of commands) {
    process.argv = [process.argv[0], 'imagestream', ...command];
    await main();
  }
  fs.writeSync = writeSync;
  process.exitCode = 0;
}

function keep(isKept) {
  const kept = [...scripts].filter(([file]) => isKept(file));
  if (kept.length === 0) throw new Error('nothing was loaded that is to be kept');
  for (const [file, script] of kept) fs.writeFileSync(`${file}.cache`, script.createCachedData());
}

const [mode, ...args] = process.argv.slice(2);
MODES[mode](...args).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
