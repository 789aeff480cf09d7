import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { installProgram } from '../support/script-helper.ts';
import type { ScriptOutcome } from '../support/user-shell.ts';
import { type Clone, cloneOf, createOrigin } from './clone.ts';
import { createShop, recipe, type Shop, succeed } from './shop.ts';

let shop: Shop;
let clones = 0;

beforeEach(async () => {
  shop = await createShop();
  // What is installed by it is in the shell's PATH.
  installProgram(shop.shell.bin, 'npm', '#!/bin/sh\n[ "$*" = "install --global ./imagestream.tgz" ] && [ -f "$3" ]\n');
  writeFileSync(path.join(shop.shell.work, 'imagestream.tgz'), '');
  await createOrigin(shop);
});
afterEach(() => shop.remove());

/** What somebody who pulls afterwards is told. */
async function afterwards(...commands: string[]): Promise<string[]> {
  const reader = await cloneOf(shop, `reader-${++clones}`);
  return Promise.all(commands.map(async (command) => (await reader.must(command)).trim()));
}

describe('GitHub Actions', () => {
  interface WorkflowStep {
    uses?: string;
    run?: string;
    if?: string;
    env?: Record<string, string>;
  }
  const workflow = parse(recipe('github/images.yaml'));
  const steps = workflow.jobs.follow.steps as WorkflowStep[];

  /** As a runner does: a step after a failed one is left out, unless it asks to run. @returns the outcome of each */
  async function runJob(): Promise<ScriptOutcome[]> {
    const variables = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'ann', DOCKER_AUTH_CONFIG: '' };
    const runner = await cloneOf(shop, `runner-${++clones}`, variables);
    const outcomes: ScriptOutcome[] = [];
    for (const step of steps.slice(1)) {
      const failed = outcomes.some(({ status }) => status !== 0);
      if (failed && !step.if?.includes('!cancelled()')) continue;
      outcomes.push(await runner.run(step.run ?? '', { shell: 'bash' }));
    }
    return outcomes;
  }

  test('it is a workflow: each step is an action or a script, and the first gets the repository', () => {
    expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'concurrency', 'jobs']);
    expect(workflow.permissions).toEqual({ contents: 'write' });
    expect(steps[0]?.uses).toMatch(/^actions\/checkout@v\d+$/);
    for (const step of steps.slice(1)) expect(typeof step.run).toBe('string');
  });

  test('what moved is committed, by whom it ran for; and nothing where nothing moved', async () => {
    const moved = shop.push('web', 'prod', 'new');
    for (const outcome of await runJob()) succeed(outcome);
    const [image, history, log] = await afterwards(
      'imagestream resolve web:prod',
      'imagestream history web:prod',
      'git log --format="%an %s"',
    );
    expect(image).toBe(moved);
    expect(history).toMatch(/^\* +2 .* ann .* import /m);
    expect(log).toBe('ann Images that moved\nshop Follow the images of the shop');
    for (const outcome of await runJob()) succeed(outcome);
    expect(await afterwards('git log --format=%s')).toEqual(['Images that moved\nFollow the images of the shop']);
  });

  test('a registry that fails for one tag fails the job, and keeps what moved elsewhere', async () => {
    const moved = shop.push('web', 'prod', 'new');
    shop.network.registry('registry.example.com').content.remove('shop/api', 'prod');
    expect((await runJob()).map(({ status }) => status)).toEqual([0, 1, 0]);
    expect(await afterwards('imagestream resolve web:prod')).toEqual([moved]);
  });
});

describe('GitLab CI', () => {
  const job = parse(recipe('gitlab/gitlab-ci.yml')).promote;
  const variables = {
    CI: 'true',
    GITLAB_CI: 'true',
    GITLAB_USER_LOGIN: 'bob',
    GITLAB_USER_NAME: 'Bob',
    GITLAB_USER_EMAIL: 'bob@example.com',
    CI_COMMIT_BRANCH: 'main',
    CI_PIPELINE_URL: 'https://gitlab.example.com/shop/-/pipelines/7',
    GITHUB_ACTIONS: '',
  };

  async function runJob(): Promise<Clone> {
    const runner = await cloneOf(shop, `runner-${++clones}`, variables);
    await runner.must(job.script.join('\n'), { shell: 'bash' });
    return runner;
  }

  test('what dev has is prod, for the jobs that follow too, also when it runs again', async () => {
    const [web, api] = [shop.push('web', 'dev', 'new'), shop.push('api', 'dev', 'new')];
    for (const _ of ['first', 'again']) {
      const runner = await runJob();
      const dotenv = readFileSync(path.join(runner.folder, job.artifacts.reports.dotenv), 'utf8');
      expect(dotenv).toBe(`WEB_IMAGE=${web}\nAPI_IMAGE=${api}\n`);
    }
    const [images, history, log] = await afterwards(
      'imagestream resolve web:prod api:prod',
      'imagestream history web:prod',
      'git log --format="%an %s"',
    );
    expect(images).toBe(`${web}\n${api}`);
    expect(history).toMatch(/^\* +2 .* bob .* https:\/\/gitlab\.example\.com\/shop\/-\/pipelines\/7$/m);
    expect(log).toBe('Bob Promote dev to prod\nshop Follow the images of the shop');
  });

  test('a registry that fails for one service promotes none', async () => {
    const before = (await shop.must('imagestream resolve web:prod')).trim();
    shop.push('web', 'dev', 'new');
    shop.network.registry('registry.example.com').content.remove('shop/api', 'dev');
    await expect(runJob()).rejects.toThrow('api');
    expect(await afterwards('imagestream resolve web:prod', 'git log --format=%s')).toEqual([
      before,
      'Follow the images of the shop',
    ]);
  });
});
