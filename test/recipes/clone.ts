import path from 'node:path';
import type { ScriptOptions, ScriptOutcome } from '../support/user-shell.ts';
import { type Shop, succeed } from './shop.ts';

/** Somebody's clone of the shop. */
export interface Clone {
  readonly folder: string;
  run(script: string, options?: ScriptOptions): Promise<ScriptOutcome>;
  /** The same, and it must succeed. @returns what it wrote on standard output */
  must(script: string, options?: ScriptOptions): Promise<string>;
}

/** Commits all that lies in the shop, and puts it into a bare repository for `cloneOf`. */
export async function createOrigin(shop: Shop): Promise<void> {
  shop.shell.env.GIT_CONFIG_NOSYSTEM = '1';
  await shop.must('git config --global init.defaultBranch main && git init -q . && git add -A');
  await shop.must('git -c user.name=shop -c user.email=shop@example.com commit -q -m "Follow the images of the shop"');
  await shop.must(`git clone -q --bare . '${originOf(shop)}'`);
}

/** @param env of every script in it, such as the variables of a pipeline */
export async function cloneOf(shop: Shop, name: string, env: Readonly<Record<string, string>> = {}): Promise<Clone> {
  const folder = path.join(shop.shell.folder, name);
  await shop.must(`git clone -q '${originOf(shop)}' '${folder}'`);
  await shop.must(`git config user.name '${name}' && git config user.email '${name}@example.com'`, folder);
  const own = { USER: name, GITHUB_ACTIONS: 'true', GITHUB_ACTOR: name, ...env };
  const run: Clone['run'] = (script, options) =>
    shop.shell.run(script, { ...options, cwd: folder, env: { ...own, ...options?.env } });
  return { folder, run, must: async (script, options) => succeed(await run(script, options)).stdout };
}

const originOf = (shop: Shop) => path.join(shop.shell.folder, 'origin.git');
