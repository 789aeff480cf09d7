'use strict';
// Part of the build: runs what users run, and tells what it used, or keeps what V8 compiled for it.
//
//     warm-up.cjs list            the names of the runs, in JSON
//     warm-up.cjs use RUN         the modules that a run uses, in JSON
//     warm-up.cjs keep-commands   writes the caches of all files that are loaded before a registry is asked
//     warm-up.cjs keep-registry   and of the others
//     warm-up.cjs keep-start RUN  writes the cache of what a run uses of the pack that every command loads
//
// V8 takes a cache only under the flags that it was made under, and the registry client sets one before it loads undici.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const { setFlagsFromString } = require('node:v8');
const { evaluate, load, scripts } = require('../bin/load.js');

/** The commands of each run, which is called as its verb; `host` is a registry with one image. Nobody answers at port 1. */
const RUNS = {
  get: () => [
    ['get', 'is'],
    ['get', 'istag'],
    ['get', 'is', 'warm', '-o', 'yaml'],
  ],
  describe: () => [['describe', 'is/warm']],
  resolve: () => [['resolve', 'warm:a']],
  'import-image': (host) => [
    ['import-image', 'warm:b', '--from=blocked.example/warm/b'],
    ['import-image', 'warm:c', '--from=127.0.0.1:1/warm/c'],
    ['import-image', 'warm:d', `--from=${host}/warm/d`, '--insecure'],
    ['import-image', 'warm:d'],
  ],
  tag: () => [['tag', '--source=docker', 'a.example/warm/d:latest', 'warm:d', '--reference']],
  watch: () => [['watch', '--once']],
  help: () => [['--help']],
};

/** What undoes `--liftoff-only`, and what that implies. */
const DEFAULTS = ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering'];

const isUndici = (file) => file.includes('undici');
const MODES = {
  list: async () => process.stdout.write(JSON.stringify(Object.keys(RUNS))),
  async use(run) {
    await runAll([RUNS[run]]);
    process.stdout.write(JSON.stringify(load.asked.map((name) => name.split('#')[1])));
  },
  async 'keep-commands'() {
    await runAll(Object.values(RUNS));
    evaluate('./rest.cjs'); // where its functions begin and end
    for (const flag of DEFAULTS) setFlagsFromString(flag);
    keep((file) => !isUndici(file));
  },
  async 'keep-start'(run) {
    await runAll([RUNS[run]]);
    for (const flag of DEFAULTS) setFlagsFromString(flag);
    keep((file) => file.endsWith('start.cjs'), `${run}.cache`);
  },
  async 'keep-registry'() {
    await runAll([RUNS['import-image']]);
    keep(isUndici);
  },
};

async function runAll(runs) {
  const registry = http.createServer(answer);
  await new Promise((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const commands = runs.flatMap((run) => run(`127.0.0.1:${registry.address().port}`));
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
  registry.close();
}

const digestOf = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const CONFIG = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  config: {},
  rootfs: { type: 'layers', diff_ids: [] },
});
const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: MANIFEST_TYPE,
  config: {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: CONFIG.length,
    digest: digestOf(CONFIG),
  },
  layers: [],
});

/** A registry that wants a token, which it hands out to everybody. */
function answer({ url, headers }, response) {
  if (url.startsWith('/token')) return response.end(JSON.stringify({ token: 'warm' }));
  if (!headers.authorization) {
    return response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` }).end();
  }
  if (!url.includes('/manifests/')) return response.end(CONFIG);
  if (headers['if-none-match']) return response.writeHead(304).end();
  return response.writeHead(200, { 'content-type': MANIFEST_TYPE }).end(MANIFEST);
}

function keep(isKept, ending = 'cache') {
  const kept = [...scripts].filter(([file]) => isKept(file));
  if (kept.length === 0) throw new Error('nothing was loaded that is to be kept');
  for (const [file, script] of kept) fs.writeFileSync(`${file}.${ending}`, script.createCachedData());
}

const [mode, ...args] = process.argv.slice(2);
MODES[mode](...args).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
