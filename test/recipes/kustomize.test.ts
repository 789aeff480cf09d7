import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { findKubectl } from '../support/kubectl.ts';
import { installProgram } from '../support/script-helper.ts';
import { createShop, layOut, type Shop } from './shop.ts';

const kubectl = findKubectl();

let shop: Shop;

beforeEach(async () => {
  shop = await createShop();
  // Shows what a cluster would be given.
  installProgram(
    shop.shell.bin,
    'kubectl',
    `#!/bin/sh\n[ "$*" = "apply -k ." ] || exit 9\nexec '${kubectl}' kustomize .\n`,
  );
  for (const file of ['web.yaml', 'deploy.sh']) layOut(`kustomize/${file}`, path.join(shop.shell.work, file));
});
afterEach(() => shop.remove());

(kubectl ? test : test.skip)('kustomize gives the cluster what the tag has', async () => {
  const image = (await shop.must('imagestream resolve web:prod')).trim();
  const imageOf = (text: string) => parse(text).spec.template.spec.containers[0].image;
  expect(imageOf(await shop.must('./deploy.sh'))).toBe(image);
  const moved = shop.push('web', 'prod', 'new');
  await shop.must('imagestream import-image web:prod -o name');
  expect(imageOf(await shop.must('./deploy.sh'))).toBe(moved);
});

test('a tag that is not there changes nothing', async () => {
  await shop.must('imagestream tag -d web:prod');
  expect(await shop.shell.run('./deploy.sh; ls')).toMatchObject({ status: 1, stdout: '' });
  expect(await shop.must('ls')).toBe('deploy.sh\nweb.yaml\n');
});
