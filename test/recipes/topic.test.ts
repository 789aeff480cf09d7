import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { RECIPES } from '../../src/cli/topics/recipes.ts';
import { projectRoot } from '../support/command-line.ts';
import { recipe } from './shop.ts';

/** What a recipe is tried on, and every reader has their own of. */
const NOT_SHOWN = ['kustomize/web.yaml'];

test('the help shows the files that are tested, as they are', () => {
  const shown = RECIPES.sections
    .slice(1)
    .flatMap(({ blocks }) =>
      blocks.flatMap((block) => (typeof block === 'object' && 'lines' in block ? [block.lines] : [])),
    );
  const folder = path.join(projectRoot(), 'fixtures/recipes');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /[^/]\/[^/]/.test(file));
  const tested = files.filter((file) => !NOT_SHOWN.includes(file)).map((file) => recipe(file).trimEnd());
  expect([...shown].sort()).toEqual(tested.sort());
});
