import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testWith } from '../support/programs.ts';
import { installProgram } from '../support/script-helper.ts';
import { createShop, layOut, recipe, type Shop } from './shop.ts';
import { verifyUnits } from './units.ts';

let shop: Shop;
let unit: string;

beforeEach(async () => {
  shop = await createShop();
  installProgram(shop.shell.bin, 'systemctl', '#!/bin/sh\necho "systemctl $*"\n');
  const folder = path.join(shop.shell.home, '.config/containers/systemd');
  mkdirSync(folder, { recursive: true });
  unit = path.join(folder, 'web.container');
  layOut('quadlet/web.container', unit);
  layOut('quadlet/deploy.sh', path.join(shop.shell.work, 'deploy.sh'));
});
afterEach(() => shop.remove());

test('the unit has the digest of the tag, and is restarted where that moved', async () => {
  const restart = 'systemctl --user daemon-reload\nsystemctl --user restart web.service\n';
  expect(await shop.must('./deploy.sh')).toBe(restart);
  const image = (await shop.must('imagestream resolve web:prod')).trim();
  const written = recipe('quadlet/web.container').replace('registry.example.com/shop/web:prod', image);
  expect(readFileSync(unit, 'utf8')).toBe(written);
  expect(await shop.must('./deploy.sh')).toBe('');
  const moved = shop.push('web', 'prod', 'new');
  await shop.must('imagestream import-image web:prod -o name');
  expect(await shop.must('./deploy.sh')).toBe(restart);
  expect(readFileSync(unit, 'utf8')).toContain(`\nImage=${moved}\n`);
});

test('a tag that is not there leaves the unit as it is', async () => {
  await shop.must('imagestream tag -d web:prod');
  expect(await shop.shell.run('./deploy.sh')).toMatchObject({ status: 1, stdout: '' });
  expect(readFileSync(unit, 'utf8')).toBe(recipe('quadlet/web.container'));
});

/** What podman-systemd.unit(5) knows in [Container], of what is used here. */
const KEYS = ['Image', 'PublishPort'];

testWith({ 'systemd-analyze': 'systemd' })('the service that podman makes of it is valid', async () => {
  const text = recipe('quadlet/web.container');
  const section = /\[Container\]\n([^[]*)/.exec(text)?.[1] ?? '';
  const settings = section.trim().split('\n');
  expect(settings.map((line) => line.split('=')[0])).toEqual(KEYS);
  // As its generator does: what is podman's becomes an extension, and the command is added.
  const service = text.replace('[Container]', '[X-Container]').replace('[Service]', '[Service]\nExecStart=/bin/true');
  writeFileSync(path.join(shop.shell.folder, 'web.service'), service);
  expect(verifyUnits(shop.shell.folder, 'web.service')).toBe('');
});
