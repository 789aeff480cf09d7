import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Cron } from 'croner';
import { testWith } from '../support/programs.ts';
import { installProgram } from '../support/script-helper.ts';
import { createShop, layOut, recipe, type Shop, succeed } from './shop.ts';
import { verifyUnits } from './units.ts';

let shop: Shop;

beforeEach(async () => {
  shop = await createShop();
  await shop.must('imagestream annotate istag/web:prod imagestream.dev/schedule=1s');
  installProgram(shop.shell.work, 'deploy.sh', '#!/bin/sh\nimagestream resolve web:prod >> "$HOME/deployed"\n');
});
afterEach(() => shop.remove());

const deployed = () => {
  const file = path.join(shop.shell.home, 'deployed');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

const untilDue = () => new Promise((resolve) => setTimeout(resolve, 1100));

/** What moves is deployed by the next run, and once. */
async function expectDeployments(run: () => Promise<void>): Promise<void> {
  await run();
  const before = deployed();
  const moved = shop.push('web', 'prod', 'new');
  await untilDue();
  await run();
  await untilDue();
  await run();
  expect(deployed()).toEqual([...before, moved]);
}

describe('cron', () => {
  const [comment, variable, line] = recipe('cron/crontab').split('\n') as [string, string, string];
  const [, times = '', command = ''] = /^((?:\S+ ){5})(.*)$/.exec(line) ?? [];

  test('the line runs as cron runs it, every five minutes', async () => {
    expect(comment).toMatch(/^#/);
    const noon = new Date(2026, 0, 1, 12, 1);
    expect(new Cron(times.trim()).nextRun(noon)?.getMinutes()).toBe(5);
    expect(command).not.toContain('%');
    const [, path = ''] = /^PATH=(.*)$/.exec(variable) ?? [];
    const env = { PATH: `${shop.shell.bin}:${path}` };
    await expectDeployments(async () => void succeed(await shop.shell.run(command, { cwd: shop.shell.home, env })));
  });
});

describe('a timer of systemd', () => {
  const service = recipe('systemd/imagestream.service');
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(service)?.[1] ?? '';

  test('the service runs as systemd runs it', async () => {
    const cwd = value('WorkingDirectory').replace('%h', shop.shell.home);
    await expectDeployments(async () => void succeed(await shop.shell.run(`exec ${value('ExecStart')}`, { cwd })));
  });

  testWith({ 'systemd-analyze': 'systemd' })('systemd has nothing against the units', () => {
    for (const unit of ['imagestream.service', 'imagestream.timer']) {
      layOut(`systemd/${unit}`, path.join(shop.shell.folder, unit));
    }
    const verify = () => verifyUnits(shop.shell.folder, 'imagestream.service', 'imagestream.timer');
    expect(verify()).toBe('');
    appendFileSync(path.join(shop.shell.folder, 'imagestream.timer'), '[Timer]\nOnCalender=daily\n');
    expect(verify()).toContain("Unknown key 'OnCalender'");
  });
});
