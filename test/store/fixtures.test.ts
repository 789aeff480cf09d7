import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createImageApi } from '../../src/api/api.ts';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { anImageApi } from '../support/image-api.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures');
const namesIn = (folder: string) => readdirSync(path.join(fixtures, folder)).map((file) => file.replace(/\.yaml$/, ''));

let directory: string;
const fileOf = (name: string) => path.join(directory, `namespaces/mars/image.openshift.io/imagestreams/${name}.yaml`);
const api = () => createImageApi({ ...anImageApi().context, store: createDirectoryStore({ directory }) });

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'imagestream-fixtures-'));
  mkdirSync(path.dirname(fileOf('x')), { recursive: true });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('streams as people and clusters write them', () => {
  test.each(namesIn('objects'))(
    '%s is read, and an update that changes nothing leaves its bytes alone',
    async (name) => {
      cpSync(path.join(fixtures, 'objects', `${name}.yaml`), fileOf(name));
      const before = readFileSync(fileOf(name), 'utf8');
      const stream = await api().get<ImageStream>(IMAGE_STREAM, 'mars', name);
      expect(stream.spec.lookupPolicy.local).toBe(true);
      expect(stream.spec.tags?.length).toBeGreaterThan(0);
      // What is stored is what we would write from the second time on; the first write may put a hand-made file in order.
      await api().update(IMAGE_STREAM, 'mars', stream);
      const once = readFileSync(fileOf(name), 'utf8');
      await api().update(IMAGE_STREAM, 'mars', await api().get<ImageStream>(IMAGE_STREAM, 'mars', name));
      expect(readFileSync(fileOf(name), 'utf8')).toBe(once);
      expect(before).not.toBe('');
    },
  );

  test('fields that nobody here knows are kept', async () => {
    cpSync(path.join(fixtures, 'objects', 'from-a-cluster.yaml'), fileOf('from-a-cluster'));
    const stream = await api().get<ImageStream>(IMAGE_STREAM, 'mars', 'from-a-cluster');
    stream.metadata.labels = { ...stream.metadata.labels, changed: 'yes' };
    await api().update(IMAGE_STREAM, 'mars', stream);
    const text = readFileSync(fileOf('from-a-cluster'), 'utf8');
    expect(text).toContain('manager: openshift-apiserver');
    expect(text).toContain('changed: "yes"');
  });
});

describe('files that are no objects', () => {
  test.each(namesIn('broken'))('%s is refused with its line and column, and not touched', async (name) => {
    cpSync(path.join(fixtures, 'broken', `${name}.yaml`), fileOf(name));
    const before = readFileSync(fileOf(name), 'utf8');
    await expect(api().get(IMAGE_STREAM, 'mars', name)).rejects.toMatchObject({
      code: 'STORE_BROKEN',
      message: expect.stringMatching(new RegExp(`${name}\\.yaml:\\d+:\\d+: `)),
    });
    expect(readFileSync(fileOf(name), 'utf8')).toBe(before);
    rmSync(fileOf(name));
  });
});
