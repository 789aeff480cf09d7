// What `version` says of a build.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/**
 * The commit, whether files differ from it, and the time: that of the commit where nothing differs, so that the same source
 * makes the same build; `SOURCE_DATE_EPOCH` (seconds) before both. Without git, or outside of the project's own repository,
 * nothing of it is known but that.
 */
export function buildFacts() {
  const commit = isOwnRepository() ? git('rev-parse', 'HEAD') : undefined;
  if (commit === undefined) return { date: givenDate() };
  const tree = git('status', '--porcelain', '--untracked-files=no') === '' ? 'clean' : 'dirty';
  const seconds = tree === 'clean' ? Number(git('show', '--no-patch', '--format=%ct', 'HEAD')) : Date.now() / 1000;
  return { commit, tree, date: givenDate() ?? dateOf(seconds) };
}

/** A package that was unpacked inside of somebody else's repository is not of their commit. */
function isOwnRepository() {
  const top = git('rev-parse', '--show-toplevel');
  return top !== undefined && realpathSync(top) === realpathSync(root);
}

function givenDate() {
  const seconds = Number(process.env.SOURCE_DATE_EPOCH || Number.NaN);
  return Number.isInteger(seconds) ? dateOf(seconds) : undefined;
}

const dateOf = (seconds) => new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');

function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
