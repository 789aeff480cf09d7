import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createExternalDiff } from '../../src/files/external-diff.ts';

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'external-diff-test-'));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

const TEXTS = [
  { name: 'v1.Secret.n.same', before: 'a: 1\n', after: 'a: 1\n' },
  { name: 'v1.ImageStreamTag.n.web:v1', before: 'a: 1\nb: 2\n', after: 'a: 1\nb: 3\n' },
  { name: 'v1.ConfigMap.n.new', before: '', after: 'c: 4\n' },
];
const compare = (env: Record<string, string | undefined>, signal = new AbortController().signal) =>
  createExternalDiff({
    env: { PATH: process.env.PATH, ...env },
    platform: process.platform,
    temporary,
    signal,
  }).compare(TEXTS);
/** What differs, and where: folders and times are never the same. */
const shownIn = (text: string) => text.replace(/\/\S*\/((?:LIVE|MERGED)-)\w+\//g, '$1/').replace(/\t.*$/gm, '');
const EXPECTED = `diff -u -N LIVE-/v1.ConfigMap.n.new MERGED-/v1.ConfigMap.n.new
--- LIVE-/v1.ConfigMap.n.new
+++ MERGED-/v1.ConfigMap.n.new
@@ -0,0 +1 @@
+c: 4
diff -u -N LIVE-/v1.ImageStreamTag.n.web-v1 MERGED-/v1.ImageStreamTag.n.web-v1
--- LIVE-/v1.ImageStreamTag.n.web-v1
+++ MERGED-/v1.ImageStreamTag.n.web-v1
@@ -1,2 +1,2 @@
 a: 1
-b: 2
+b: 3
`;

/** A program of the test, that is found by its name. */
function program(name: string, script: string): Record<string, string> {
  writeFileSync(path.join(temporary, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${temporary}:${process.env.PATH}` };
}

describe('the comparison of files', () => {
  afterEach(() => expect(readdirSync(temporary).filter((name) => name.startsWith('imagestream-diff-'))).toEqual([]));

  test('is that of diff', async () => {
    const { stdout, ...rest } = await compare({});
    expect(rest).toEqual({ different: true, stderr: '' });
    expect(shownIn(stdout)).toBe(EXPECTED);
  });

  test('is made here where the system has no diff', async () => {
    const { stdout, ...rest } = await compare({ PATH: temporary });
    expect(rest).toEqual({ different: true, stderr: '' });
    expect(shownIn(stdout)).toBe(EXPECTED);
  });

  test.each([
    [0, false],
    [1, true],
  ])('of the program of KUBECTL_EXTERNAL_DIFF with exit code %i', async (code, different) => {
    const env = program('mydiff', `echo "$#" "$3"; ls "$1"; echo note >&2; exit ${code}`);
    expect(await compare({ ...env, KUBECTL_EXTERNAL_DIFF: 'mydiff --color=never /etc ;ls' })).toEqual({
      different,
      stdout: '3 --color=never\nv1.ConfigMap.n.new\nv1.ImageStreamTag.n.web-v1\nv1.Secret.n.same\n',
      stderr: 'note\n',
    });
  });

  test.each([
    ['exit 3', 'failed to run "mydiff": exit status 3 (why)'],
    ['kill -9 $$', 'failed to run "mydiff": signal: SIGKILL (why)'],
  ])('fails where the program does: %s', async (end, message) => {
    const env = program('mydiff', `echo why >&2; ${end}`);
    await expect(compare({ ...env, KUBECTL_EXTERNAL_DIFF: 'mydiff' })).rejects.toMatchObject({
      code: 'ARGUMENT',
      message,
    });
  });

  test('fails where there is no such program', async () => {
    await expect(compare({ KUBECTL_EXTERNAL_DIFF: 'nosuch -u' })).rejects.toMatchObject({ code: 'ARGUMENT' });
  });

  test('ends with a signal', async () => {
    const env = program('mydiff', 'exec sleep 1000');
    const controller = new AbortController();
    const comparing = compare({ ...env, KUBECTL_EXTERNAL_DIFF: 'mydiff' }, controller.signal);
    controller.abort();
    await expect(comparing).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
