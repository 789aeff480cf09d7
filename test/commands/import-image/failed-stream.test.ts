import { expect, test } from '@jest/globals';
import { anImageApi } from '../../support/image-api.ts';
import { runInProcess } from '../../support/in-process.ts';

function site(program: 'oc' | 'imagestream' = 'imagestream') {
  const fixture = anImageApi();
  return { ...fixture, run: (...argv: string[]) => runInProcess(fixture, argv, { program }) };
}

const REMOVES = 'imagestream delete is/web removes the stream, which has no image';

test('a first import that fails leaves a stream that says why, and tells how to remove it', async () => {
  const own = site();
  const failed = await own.run('import-image', 'web', '--from=quay.io/team/web:nosuch', '--confirm');
  expect(failed.status).toBe(1);
  expect(failed.stderr).toMatch(new RegExp(`^hint: (.*; )?${REMOVES}\\n$`, 'm'));
  expect((await own.run('delete', 'is/web')).stdout).toBe('imagestream.image.openshift.io "web" deleted\n');
  const missing = await own.run('get', 'is/web');
  expect(missing.stderr).toContain('not found');
});

test('nothing is removed that has an image, or that a dry run did not make', async () => {
  const own = site();
  own.registry.push('quay.io/team/web:1', {});
  await own.run('import-image', 'web:1', '--from=quay.io/team/web:1', '--confirm');
  const second = await own.run('import-image', 'web:2', '--from=quay.io/team/web:nosuch', '--confirm');
  expect([second.status, second.stderr.includes('removes the stream')]).toEqual([1, false]);
  const dry = await own.run('import-image', 'api', '--from=quay.io/team/api:nosuch', '--confirm', '--dry-run');
  expect(dry.stderr).not.toContain('removes the stream');
});

test('a script of oc reads what oc prints', async () => {
  const oc = site('oc');
  const { status, stderr } = await oc.run('import-image', 'web', '--from=quay.io/team/web:nosuch', '--confirm');
  expect([status, stderr.includes('hint')]).toEqual([1, false]);
});
