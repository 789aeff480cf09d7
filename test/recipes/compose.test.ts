import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { parse } from 'yaml';
import { testWith } from '../support/programs.ts';
import { installProgram } from '../support/script-helper.ts';
import { createShop, layOut, type Shop } from './shop.ts';

const test = testWith({ 'docker-compose': 'docker-compose' });

let shop: Shop;

/** `docker compose ... up` shows what compose reads, and starts nothing. */
const DOCKER = `#!/bin/sh
[ "$1" = compose ] || exit 9
[ "$4 $5 $6" = "up --detach --wait" ] || exit 9
exec docker-compose "$2" "$3" config
`;

beforeEach(async () => {
  shop = await createShop();
  installProgram(shop.shell.bin, 'docker', DOCKER);
  for (const file of ['compose.yaml', 'deploy.sh']) layOut(`compose/${file}`, path.join(shop.shell.work, file));
});
afterEach(() => shop.remove());

test('compose runs what the tags have', async () => {
  const web = shop.push('web', 'prod', 'new');
  await shop.must('imagestream import-image web:prod -o name');
  const { services } = parse(await shop.must('./deploy.sh'));
  const api = (await shop.must('imagestream resolve api:prod')).trim();
  expect([services.web.image, services.api.image]).toEqual([web, api]);
  expect(readFileSync(path.join(shop.shell.work, 'images.env'), 'utf8')).toBe(`WEB_IMAGE=${web}\nAPI_IMAGE=${api}\n`);
});

test('compose refuses to run without it, and says what to do', async () => {
  const { status, output } = await shop.shell.run('docker-compose config');
  expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining('run ./deploy.sh') });
});

test('a tag that is not there deploys nothing', async () => {
  await shop.must('imagestream tag -d api:prod');
  const { status, stdout, stderr } = await shop.shell.run('./deploy.sh');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('api');
  expect(stdout).toBe('');
});
