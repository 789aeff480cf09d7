import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseYaml } from '../../src/codec/parse-yaml.ts';
import { printYaml } from '../../src/codec/yaml.ts';
import { falseClaims } from '../../src/core/consistency/false-claims.ts';
import { disagreements } from '../../src/core/consistency/history-findings.ts';
import { historyFromStored } from '../../src/core/history/stored-history.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { imageStreamFromUntrusted } from '../../src/core/validation/shape.ts';
import { projectRoot } from '../support/command-line.ts';
import { bornLife, deeds, type Life, live } from '../support/stream-life.ts';

let folder: string;
const env = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
};
const git = (...args: string[]) =>
  spawnSync('git', args, { cwd: folder, env: { ...env, HOME: folder }, encoding: 'utf8' });
const imagestream = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(projectRoot(), 'bin/imagestream.js'), ...args], {
    cwd: folder,
    env: { ...env, HOME: folder },
    encoding: 'utf8',
  });
const fileOf = (kind: string) => path.join(folder, `.imagestream/namespaces/demo/${kind}/web.yaml`);
const STREAM = 'image.openshift.io/imagestreams';
const HISTORY = 'imagestream.dev/imagestreamhistories';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-merge-'));
  for (const kind of [STREAM, HISTORY]) mkdirSync(path.dirname(fileOf(kind)), { recursive: true });
  git('init', '-q', '-b', 'main');
  expect(imagestream('git', 'setup')).toMatchObject({ status: 0 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function commit({ stream, history }: Life): void {
  writeFileSync(fileOf(STREAM), printYaml(stream));
  writeFileSync(fileOf(HISTORY), printYaml(history));
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'x');
}

async function merged(into: string, from: string) {
  git('checkout', '-q', '-f', '-B', 'result', into);
  const { status } = git('merge', '-q', '--no-edit', from);
  const read = async (kind: string) => (await parseYaml(readFileSync(fileOf(kind), 'utf8'), kind)) as KubeObject;
  if (status !== 0) {
    git('merge', '--abort');
    return undefined;
  }
  return { stream: imageStreamFromUntrusted(await read(STREAM)), history: historyFromStored(await read(HISTORY)) };
}

test('real git merges two random histories to the same, whichever it merges into which', async () => {
  const kinds = ['import', 'promote', 'follow', 'rollback', 'pin', 'unpin'] as const;
  let clean = 0;
  await fc.assert(
    fc.asyncProperty(deeds(kinds), deeds(kinds, 5), deeds(kinds, 5), async (before, ann, bob) => {
      const base = live(bornLife(), before, 'root', 0);
      const [a, b] = [live(base, ann, 'ann', 1000), live(base, bob, 'bob', 1030)];
      git('checkout', '-q', '-f', '-B', 'base', 'HEAD');
      commit(base);
      for (const [name, side] of [
        ['a', a],
        ['b', b],
      ] as const) {
        git('checkout', '-q', '-f', '-B', name, 'base');
        commit(side);
      }
      const [one, other] = [await merged('a', 'b'), await merged('b', 'a')];
      expect(one).toEqual(other);
      if (!one) return;
      clean++;
      const tags = (life: Pick<Life, 'stream'>) => (life.stream.status.tags ?? []).map(({ tag }) => tag);
      expect(tags(one)).toEqual([...new Set([...tags(a), ...tags(b)])].sort());
      for (const { items } of one.history.tags) for (const item of items) expect(item).toHaveProperty('by');
      expect([...falseClaims(one.stream), ...disagreements(one.stream, one.history)]).toEqual([]);
    }),
    { numRuns: 12 },
  );
  expect(clean).toBeGreaterThan(2);
});
