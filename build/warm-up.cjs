'use strict';
// Part of the build: runs what users run, and tells what it used.
//
//     warm-up.cjs PROGRAM list    the names of the runs, in JSON
//     warm-up.cjs PROGRAM RUN     the numbers of the modules that a run uses, in JSON

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { open } = require('../bin/load.js');

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

async function use(program, run) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imagestream-build-'));
  try {
    fillStore(folder);
    process.env = { PATH: process.env.PATH, HOME: folder, IMAGESTREAM_STORE: folder, NODE_DISABLE_COMPILE_CACHE: '1' };
    const { asked, main } = open(program);
    await runAll(main, RUNS[run]);
    return asked.map((name) => Number(name.split('#')[1])).filter(Number.isInteger);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A stream that only a YAML library can read, and a registry that is blocked, so that an import goes its whole way but one. */
function fillStore(folder) {
  const stored = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  stored(
    'namespaces/default/image.openshift.io/imagestreams/warm.yaml',
    '{apiVersion: image.openshift.io/v1, kind: ImageStream, metadata: {name: warm}, spec: {tags: [{name: a, reference: true, from: {kind: DockerImage, name: a}}]}}\n',
  );
  stored(
    'cluster-scoped-resources/config.openshift.io/images/cluster.yaml',
    'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata:\n  name: cluster\nspec:\n  registrySources:\n    blockedRegistries:\n    - blocked.example\n',
  );
}

async function runAll(main, run) {
  const registry = http.createServer(answer);
  await new Promise((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const { writeSync } = fs;
  // What commands print; the store is written by the same function.
  fs.writeSync = (descriptor, bytes, ...rest) =>
    descriptor <= 2 ? bytes.length : writeSync(descriptor, bytes, ...rest);
  for (const command of run(`127.0.0.1:${registry.address().port}`)) {
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

async function told([program, what]) {
  return what === 'list' ? Object.keys(RUNS) : await use(program, what);
}

told(process.argv.slice(2)).then(
  (answer) => process.stdout.write(JSON.stringify(answer)),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  },
);
