import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Clone, cloneOf, createOrigin } from './clone.ts';
import { createShop, layOut, type Shop } from './shop.ts';

let shop: Shop;
let ann: Clone;
let bob: Clone;

beforeEach(async () => {
  shop = await createShop();
  for (const file of ['clone.sh', 'share.sh']) layOut(`git/${file}`, path.join(shop.shell.work, file));
  await createOrigin(shop);
  ann = await cloneOf(shop, 'ann');
  await ann.must('./clone.sh && ./share.sh "Merge streams by tag"');
  bob = await cloneOf(shop, 'bob');
  await bob.must('./clone.sh');
});
afterEach(() => shop.remove());

test('two people change one store at the same time, and both changes hold', async () => {
  const before = (await ann.must('imagestream resolve web:prod')).trim();
  const moved = shop.push('web', 'dev', 'new');
  await bob.must('git pull -q && imagestream import-image web:dev -o name && imagestream tag web:dev web:prod');
  await ann.must('imagestream pin web:prod --reason="freeze for the holidays"');
  await bob.must('./share.sh "Promote web"');
  await ann.must('./share.sh "Freeze web"');
  await bob.must('git pull -q --no-rebase --no-edit');
  for (const who of [ann, bob]) {
    // A pin holds against whoever did not know of it, and who did what is told.
    expect(await who.must('imagestream resolve web:prod web:dev')).toBe(`${before}\n${moved}\n`);
    expect(await who.must('imagestream history web:prod')).toMatch(/ bob\b/);
    expect(await who.must('imagestream describe is/web')).toMatch(
      /pinned since .* by ann\b.*: freeze for the holidays/,
    );
    expect(await who.must('git status --porcelain')).toBe('');
  }
});

test('a commit of what contradicts itself is refused', async () => {
  await ann.must(`echo '<<<<<<< ours' >> .imagestream/namespaces/default/image.openshift.io/imagestreams/web.yaml`);
  const { status, output } = await ann.run('./share.sh "Not to be"');
  expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining('conflict markers') });
  expect(await ann.must('git log --format=%s')).not.toContain('Not to be');
});

test('images are marked as generated, for whoever reviews', async () => {
  const files = (await ann.must('git ls-files .imagestream')).trim().split('\n');
  const generated = await ann.must('git ls-files .imagestream | git check-attr --stdin linguist-generated');
  const marked = generated.split('\n').filter((line) => line.endsWith(': set'));
  expect(marked.map((line) => line.split(':')[0])).toEqual(files.filter((file) => file.includes('/images/')));
  expect(marked.length).toBeGreaterThan(0);
});
