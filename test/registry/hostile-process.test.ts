import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import type { ScriptedAnswer } from '../support/scripted-registry.ts';
import { script } from './client-under-test.ts';

// What an answer of up to 4 MB may cost a whole command, in processor time and memory.

const LARGEST = 4 * 1024 * 1024;
const MEMORY_MB = 250;
/** Of what `--version` takes on the same machine, some 50 ms; nothing takes half of it. */
const MOST_TIMES = 60;

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const several = (count: number, part: (n: number) => string) => Array.from({ length: count }, (_, n) => part(n)).join();
/** As many parts as fit, with what is around them. */
function full(before: string, part: (n: number) => string, after: string): string {
  const count = Math.floor((LARGEST - before.length - after.length) / (part(999_999).length + 1));
  return before + several(count, part) + after;
}
const deep = (before: string, after = '') => `${before}${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}${after}`;

const LAYER = `{"mediaType":"a","digest":"${digestOf('layer')}","size":1}`;
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const SCHEMA1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
const PLAIN = '{"architecture":"amd64","os":"linux","config":{}}';
const configOf = (config: string) => `{"mediaType":"x","digest":"${digestOf(config)}","size":${config.length}}`;
const manifestOf = (config: string, rest = '') => `{"schemaVersion":2,"config":${configOf(config)},"layers":[]${rest}}`;
const schema1 = (layers: string, v1: string) =>
  `{"schemaVersion":1,"fsLayers":[${layers}],"history":[{"v1Compatibility":${JSON.stringify(v1)}}]}`;

interface Site {
  status?: number;
  type?: string;
  manifest?: string;
  config?: string;
  tags?: string;
  headers?: Record<string, string>;
}
const configured = (config: string): Site => ({ manifest: manifestOf(config), config });

const sites: [string, Site][] = [
  ['a configuration of escapes', configured(`{"config":{"Labels":{"a":"${'\\u001b'.repeat(690_000)}"}}}`)],
  ['labels', configured(full('{"config":{"Labels":{', (n) => `"l${n}":"v"`, '}}}'))],
  [
    'labels that are allowed',
    configured(`{"config":{"Labels":{${several(10_000, (n) => `"l${n}":"${'v'.repeat(400)}"`)}}}}`),
  ],
  ['history', configured(full('{"config":{},"history":[', () => '{"created_by":"x"}', ']}'))],
  ['a deep configuration', configured(deep('{"config":', '}'))],
  ['layers', { manifest: full(`{"schemaVersion":2,"config":${configOf(PLAIN)},"layers":[`, () => LAYER, ']}') }],
  [
    'layers that are allowed',
    {
      manifest: manifestOf(PLAIN).replace(
        '[]',
        `[${several(10_000, (n) => LAYER.replace('"a"', `"${n}","annotations":{"a":"${'x'.repeat(200)}"}`))}]`,
      ),
    },
  ],
  ['annotations', { manifest: full(manifestOf(PLAIN, ',"annotations":{').slice(0, -1), (n) => `"k${n}":"v"`, '}}') }],
  ['an index', { type: INDEX, manifest: full('{"schemaVersion":2,"manifests":[', () => LAYER, ']}') }],
  ['a deep manifest', { manifest: deep('{"a":', '}') }],
  [
    'quotes in schema 1',
    {
      type: SCHEMA1,
      manifest: schema1(
        `{"blobSum":"${digestOf('layer')}"}`,
        JSON.stringify({ config: { Labels: { a: '"'.repeat(450_000) } } }),
      ),
    },
  ],
  [
    'an environment in schema 1',
    { type: SCHEMA1, manifest: schema1('', `{"config":{"Env":[${several(150_000, (n) => `"A${n}=b"`)}]}}`) },
  ],
  [
    'signatures of schema 1',
    {
      type: SCHEMA1,
      manifest: `{"schemaVersion":1,"signatures":[${several(100, () => `{"protected":"${Buffer.from(`{"formatLength":1,"formatTail":"${'A'.repeat(25_000)}"}`).toString('base64url')}"}`)}]}`,
    },
  ],
  [
    'errors',
    {
      status: 404,
      type: 'application/json',
      manifest: full('{"errors":[', () => '{"code":"X","message":"\\u001b"}', ']}'),
    },
  ],
  ['an error of quotes', { status: 400, type: 'application/json', manifest: '"'.repeat(LARGEST) }],
  ['tags', { tags: full('{"tags":[', (n) => `"t${n}"`, ']}') }],
  ['tags that are none', { tags: full('{"tags":[', () => '"!"', ']}') }],
  ['deep tags', { tags: deep('{"tags":', '}') }],
  ['a link', { tags: '{"tags":["a"]}', headers: { link: '<'.repeat(14_000) } }],
  [
    'a quote of a challenge',
    { status: 401, manifest: '', headers: { 'www-authenticate': `Bearer realm="${'\\"'.repeat(7_000)}` } },
  ],
  ['names of a challenge', { status: 401, manifest: '', headers: { 'www-authenticate': 'A=,'.repeat(5_000) } }],
];

let folder: string;
let measure: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-hostile-'));
  measure = path.join(folder, 'measure.cjs');
  writeFileSync(
    measure,
    `process.on('exit', () => require('node:fs').writeFileSync(process.env.COST, JSON.stringify(process.resourceUsage())));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command takes: seconds of processor time, and megabytes at its peak. */
async function costOf(...args: string[]) {
  const home = mkdtempSync(path.join(folder, 'home-'));
  const store = path.join(home, 'store');
  mkdirSync(store);
  const cost = path.join(home, 'cost.json');
  const child = spawn(
    process.execPath,
    ['--require', measure, path.join(projectRoot(), 'bin/imagestream.js'), ...args],
    {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home, IMAGESTREAM_STORE: store, COST: cost },
      stdio: 'ignore',
    },
  );
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(cost, 'utf8'));
  return { status, seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

const answersOf = ({ status = 200, type = DOCKER, manifest, config = PLAIN, tags, headers }: Site) =>
  script(({ url }): ScriptedAnswer => {
    if (url.includes('/blobs/')) return { status: 200, body: config };
    if (url.includes('/tags/list')) {
      return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: tags ?? '{}' };
    }
    if (manifest === undefined) return { status: 404 };
    return { status, headers: { 'content-type': type, ...headers }, body: manifest };
  }, 'plain');

describe('the cost of a hostile answer', () => {
  let start: number;
  beforeAll(async () => {
    start = (await costOf('--version')).seconds;
  });

  test.each(sites)('%s', async (_what, site) => {
    for (const text of [site.manifest, site.config, site.tags]) expect(text?.length ?? 0).toBeLessThanOrEqual(LARGEST);
    const registry = await answersOf(site);
    const all = site.tags === undefined ? [] : ['--all'];
    const cost = await costOf('import-image', 'app', `--from=${registry.host}/a/b`, '--confirm', '--insecure', ...all);
    expect(cost.status).not.toBeNull();
    expect(cost.megabytes).toBeLessThan(MEMORY_MB);
    expect(cost.seconds / start).toBeLessThan(MOST_TIMES);
  });
});
