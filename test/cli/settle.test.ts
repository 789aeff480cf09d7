import { expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { latestEvent, specTag } from '../../src/core/stream/tag-history.ts';
import { AppError } from '../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const TAG = ['tag', 'quay.io/team/app:1', 'app:1'];

/** From the write with this number on, the disk is full. */
function fillDisk({ store }: ApiFixture, from: number): () => void {
  const { create, update, createMissing } = store;
  let writes = 0;
  const full = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A) => {
      if (++writes < from) return write(...args);
      throw new AppError('STORE_IO', 'cannot write app.yaml: no space is left', { hint: 'Free some space' });
    };
  };
  store.create = full(create) as typeof create;
  store.update = full(update) as typeof update;
  store.createMissing = full(createMissing);
  return () => Object.assign(store, { create, update, createMissing });
}

const streamIn = ({ api }: ApiFixture) => api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app');

test('a disk that is full after a tag was set: what is done is said, and the same command does the rest', async () => {
  const fixture = anImageApi();
  fixture.registry.push('quay.io/team/app:1');
  const free = fillDisk(fixture, 2);
  const { status, stdout, stderr } = await runInProcess(fixture, TAG);
  expect({ status, stdout }).toEqual({ status: 1, stdout: 'Tag app:1 set to quay.io/team/app:1.\n' });
  expect(stderr).toContain('error: cannot write app.yaml: no space is left\nhint: What is said above is done;');
  expect(stderr).toContain('Free some space');
  expect(specTag(await streamIn(fixture), '1')).toBeDefined();
  expect(latestEvent(await streamIn(fixture), '1')).toBeUndefined();

  free();
  expect(await runInProcess(fixture, TAG)).toMatchObject({ status: 0 });
  expect(latestEvent(await streamIn(fixture), '1')).toBeDefined();
});

test('a disk that is full before: nothing is done, and nothing is said to be', async () => {
  const fixture = anImageApi();
  fillDisk(fixture, 1);
  const { status, stdout, stderr } = await runInProcess(fixture, TAG);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).not.toContain('is done');
  await expect(streamIn(fixture)).rejects.toThrow('not found');
});
