import { afterEach, expect, test } from '@jest/globals';
import { createImage, createIndex } from '../support/images.ts';
import { type ImportSite, startImportSite } from '../support/import-site.ts';
import type { AccessMode } from '../support/registry-access.ts';
import { digests } from './streams.ts';

// The floor of the registry client study: what an import cannot do without. `cold` means that no challenge and no
// token is known from an earlier run.

let site: ImportSite;
const at = async (access: AccessMode) => {
  site = await startImportSite(access);
  site.registry.push(createImage({ seed: 'single' }), 'a/single', 'latest');
  site.registry.push(createIndex({ seed: 'multi', platforms: ['linux/arm64', 'linux/amd64'] }), 'a/multi', 'latest');
  return site;
};
const from = (image: string) => `--from=${site.registry.host}/a/${image}`;
const requests = async (...args: string[]) => (await site.measure(...args)).requests;

afterEach(async () => {
  await site.stop();
});

const users = { rover: 'curiosity' };
test.each<[string, AccessMode, number]>([
  ['anonymous', { mode: 'open' }, 0],
  ['bearer, cold', { mode: 'bearer', users }, 2],
])('single image, index, unchanged image: %s', async (_, access, extra) => {
  await at(access);
  expect(await requests('import-image', 'single', from('single'), '--confirm')).toBe(2 + extra);
  await site.forget();
  expect(await requests('import-image', 'multi', from('multi'), '--confirm')).toBe(3 + extra);
  await site.forget();
  expect(await requests('import-image', 'single')).toBe(1 + extra);
  expect(site.registry.requests.at(-1)).toMatchObject({ method: 'GET', status: 304 });
});

test('a token is paid for once, by all calls of a pipeline', async () => {
  await at({ mode: 'bearer', users });
  expect(await requests('import-image', 'single', from('single'), '--confirm')).toBe(4);
  expect(await requests('import-image', 'single')).toBe(1);
  expect(await requests('import-image', 'again', from('single'), '--confirm')).toBe(1); // the image is known
  site.user.env.IMAGESTREAM_NO_TOKEN_CACHE = '1';
  expect(await requests('import-image', 'single')).toBe(3);
});

test('a token that was revoked meanwhile is replaced', async () => {
  await at({ mode: 'bearer', users });
  await requests('import-image', 'single', from('single'), '--confirm');
  site.registry.access.revokeTokens();
  expect(await requests('import-image', 'single')).toBe(3);
});

test('a moved tag costs its manifest and its config', async () => {
  await at({ mode: 'open' });
  await requests('import-image', 'single', from('single'), '--confirm');
  site.registry.push(createImage({ seed: 'moved' }), 'a/single', 'latest');
  expect(await requests('import-image', 'single')).toBe(2);
});

test('a config that is embedded in the manifest is not fetched', async () => {
  await at({ mode: 'open' });
  site.registry.push(createImage({ seed: 'embedded', format: 'oci', embedConfig: true }), 'a/embedded', 'latest');
  expect(await requests('import-image', 'embedded', from('embedded'), '--confirm')).toBe(1);
});

test('every child of an index that is kept whole costs two requests', async () => {
  await at({ mode: 'open' });
  const args = ['import-image', 'multi', from('multi'), '--confirm', '--import-mode=PreserveOriginal'];
  expect(await requests(...args)).toBe(1 + 2 * 2);
});

test('100 new tags: the list, and two requests each, over at most 8 connections', async () => {
  await at({ mode: 'open' });
  const images = Array.from({ length: 100 }, (_, n) => createImage({ seed: `bulk ${n}` }));
  for (const [n, image] of images.entries()) site.registry.push(image, 'a/bulk', `v${n}`);
  site.user.env.IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED = '-1';
  const cost = await site.measure('import-image', 'bulk', from('bulk'), '--all', '--confirm');
  expect(cost.requests).toBe(201);
  expect(cost.connections).toBeLessThanOrEqual(8);
  expect(await digests(site.user, 'bulk', 'v42')).toEqual([images[42]!.digest]);
});
