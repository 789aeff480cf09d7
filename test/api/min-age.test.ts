import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE, IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { ImageStreamHistory } from '../../src/core/objects/image-stream-history.ts';
import { statusTag } from '../../src/core/stream/tag-history.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { type InProcessOutcome, runInProcess } from '../support/in-process.ts';

const REPOSITORY = 'r.example/team/app';
const DAY = 24 * 3600;
let fixture: ApiFixture;
let warnings: string[];

beforeEach(() => {
  fixture = anImageApi();
  warnings = [];
  fixture.context.warn = (message) => void warnings.push(message);
});

async function run(...argv: string[]): Promise<InProcessOutcome> {
  const outcome = await runInProcess(fixture, argv);
  expect(outcome).toMatchObject({ status: 0 });
  return outcome;
}

const push = (env: string, tag = 'latest') => fixture.registry.push(`${REPOSITORY}:${tag}`, { env });
const importFirst = () => run('import-image', 'app', `--from=${REPOSITORY}`, '--confirm', '--min-age=7d');
const again = () => run('import-image', 'app');
const stream = () => fixture.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app');
const current = async (tag = 'latest') => statusTag(await stream(), tag)?.items?.[0]?.image;
async function waiting(): Promise<string[]> {
  const history = await fixture.api.get<ImageStreamHistory>(IMAGE_STREAM_HISTORY, 'demo', 'app');
  return (history.tags.find(({ tag }) => tag === 'latest')?.waiting ?? []).map(({ image }) => image);
}

describe('a tag with a minimal age', () => {
  test('takes a new image when it was seen so long ago, although its source has moved on', async () => {
    const first = push('1');
    await importFirst();
    expect(await current()).toBe(first);
    fixture.pass(DAY);
    const second = push('2');
    const held = await again();
    expect(held.stderr).toBe(
      `note: ${second} is not old enough for app:latest before 2026-03-09T10:00:00Z; it stays at ${first}\n`,
    );
    expect(await current()).toBe(first);
    expect(await waiting()).toEqual([second]);
    expect((await run('history', 'app:latest')).stdout).toMatch(
      /\n {3}- +sha256:[0-9a-f]{12} +0s +- +waiting +-\n\* {2}1 /,
    );
    fixture.pass(3 * DAY);
    const third = push('3');
    await again();
    expect(await waiting()).toEqual([third, second]);
    fixture.pass(4 * DAY);
    await again();
    expect(await current()).toBe(second);
    expect(await waiting()).toEqual([third]);
    const [newest] = JSON.parse((await run('history', 'app:latest', '-o', 'json')).stdout).revisions;
    expect(newest).toMatchObject({
      revision: 2,
      image: second,
      seen: '2026-03-02T10:00:00Z',
      since: '2026-03-09T10:00:00Z',
    });
  });

  test('is not pending while it waits, and an image that waits costs no write', async () => {
    push('1');
    await importFirst();
    push('2');
    await again();
    const before = await stream();
    expect((await run('describe', 'is/app')).stdout).not.toContain('importing');
    expect(before.spec.tags?.[0]?.generation).toBe(before.status.tags?.[0]?.items?.[0]?.generation);
    const history = await fixture.api.get(IMAGE_STREAM_HISTORY, 'demo', 'app');
    fixture.pass(60);
    await again();
    expect(await stream()).toEqual(before);
    expect(await fixture.api.get(IMAGE_STREAM_HISTORY, 'demo', 'app')).toEqual(history);
  });

  test('keeps its image when tag says the same again, and is not pending either', async () => {
    const first = push('1');
    await run('tag', `${REPOSITORY}:latest`, 'app:latest', '--min-age=7d');
    expect(await current()).toBe(first);
    const second = push('2');
    await run('tag', `${REPOSITORY}:latest`, 'app:latest', '--min-age=7d');
    expect(await current()).toBe(first);
    expect(warnings).toEqual([expect.stringContaining(`${second} is not old enough for app:latest`)]);
    const { spec, status } = await stream();
    expect(spec.tags?.[0]?.generation).toBe(status.tags?.[0]?.items?.[0]?.generation);
  });

  test('takes what another source has at once, also when the age is new', async () => {
    push('1');
    await run('tag', `${REPOSITORY}:latest`, 'app:latest');
    const other = push('other', 'next');
    await run('tag', `${REPOSITORY}:next`, 'app:latest', '--min-age=7d');
    expect(await current()).toBe(other);
    push('2');
    const back = push('3', 'latest');
    await run('tag', `${REPOSITORY}:latest`, 'app:latest', '--min-age=7d');
    expect(await current()).toBe(back);
    expect(await waiting()).toEqual([]);
  });

  test('takes everything again at --min-age=0, and forgets what waits', async () => {
    push('1');
    await importFirst();
    const second = push('2');
    await again();
    await run('import-image', 'app', '--min-age=0');
    expect(await current()).toBe(second);
    expect((await stream()).spec.tags?.[0]?.annotations).toBeNull();
    expect(await waiting()).toEqual([]);
  });

  test('that cannot be read keeps the tag where it is, and says so', async () => {
    const first = push('1');
    await importFirst();
    const edited = await stream();
    Object.assign(edited.spec.tags?.[0] ?? {}, { annotations: { 'imagestream.dev/min-age': 'a week' } });
    await fixture.api.update(IMAGE_STREAM, 'demo', edited);
    push('2');
    fixture.pass(1000 * DAY);
    expect((await again()).stderr).toContain('imagestream.dev/min-age of app:latest cannot be read');
    expect(await current()).toBe(first);
  });

  test('keeps waiting images when others are pruned, and does without one that is gone all the same', async () => {
    const first = push('1');
    await importFirst();
    const second = push('2');
    await again();
    fixture.pass(3 * DAY);
    const third = push('3');
    await again();
    await run('adm', 'prune', 'images', '--confirm');
    const names = (await fixture.api.list(IMAGE, undefined)).items.map(({ metadata }) => metadata.name);
    expect(names).toEqual([first, second, third].sort());
    await fixture.api.delete(IMAGE, '', second);
    fixture.pass(4 * DAY);
    await again();
    expect(await current()).toBe(first);
    expect(await waiting()).toEqual([third]);
    fixture.pass(3 * DAY);
    await again();
    expect(await current()).toBe(third);
  });

  test('works for every tag of a repository', async () => {
    push('1', 'a');
    push('1', 'b');
    const all = ['import-image', 'app', '--all', `--from=${REPOSITORY}`, '--confirm'];
    await run(...all, '--min-age=7d');
    push('2', 'a');
    const added = push('1', 'c');
    const { stderr } = await run(...all);
    expect(stderr).toContain('is not old enough for app:a');
    expect(await current('c')).toBe(added);
  });

  test('does not let a rolled back image in again by an unpin before its time', async () => {
    const first = push('1');
    await importFirst();
    push('2');
    await again();
    fixture.pass(8 * DAY);
    await again();
    await run('rollback', 'app', '--to=1');
    const third = push('3');
    await run('unpin', 'app');
    expect(await current()).toBe(first);
    expect(await waiting()).toEqual([third]);
  });
});

describe('an alias with a minimal age', () => {
  test('is behind its tag by that time', async () => {
    const first = push('1');
    await run('import-image', 'app', `--from=${REPOSITORY}`, '--confirm');
    await run('tag', '--alias', 'app:latest', 'app:stable', '--min-age=7d');
    expect(await current('stable')).toBe(first);
    fixture.pass(DAY);
    const second = push('2');
    await again();
    expect([await current(), await current('stable')]).toEqual([second, first]);
    expect((await run('describe', 'is/app')).stdout).not.toContain('importing');
    fixture.pass(3 * DAY);
    const third = push('3');
    await again();
    fixture.pass(4 * DAY);
    await again();
    expect([await current(), await current('stable')]).toEqual([third, second]);
    // Never back to an image that it is past.
    await again();
    expect(await current('stable')).toBe(second);
    const [newest] = JSON.parse((await run('history', 'app:stable', '-o', 'json')).stdout).revisions;
    expect(newest).toMatchObject({ cause: 'follows latest' });
  });
});

test.each([
  [['tag', '-d', 'app:latest', '--min-age=7d'], /--min-age is for tags that follow/],
  [['tag', 'app@sha256:00', 'app:x', '--min-age=7d'], /--min-age is for tags that follow|invalid SOURCE/],
  [['import-image', 'app', '--min-age=soon'], /invalid argument "soon" for "--min-age" flag/],
])('%j is refused', async (argv, message) => {
  const { status, stderr } = await runInProcess(fixture, argv);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(message) });
  await expect(stream()).rejects.toMatchObject({ status: { reason: 'NotFound' } });
});
