import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { latestEvent } from '../../src/core/stream/tag-history.ts';
import { AppError } from '../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { type InProcessOutcome, runInProcess } from '../support/in-process.ts';

let site: ApiFixture;

/** `api` moves, `db` is new, `pin` is pinned, `same` is the same, and `web` moves; `tools` has no dev. */
beforeEach(async () => {
  site = anImageApi();
  for (const name of ['web', 'api', 'pin', 'same', 'db']) await push(name, 'old', 'dev');
  for (const name of ['web', 'api', 'pin']) await must('tag', `${name}:dev`, `${name}:prod`);
  for (const name of ['web', 'api', 'pin', 'same', 'db']) await push(name, 'new', 'dev');
  await must('tag', 'same:dev', 'same:prod');
  await must('pin', 'pin:prod');
  await push('tools', 'old', 'latest');
  site.pass(60);
});

const run = (...argv: string[]): Promise<InProcessOutcome> => runInProcess(site, argv);

async function must(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...argv);
  expect({ argv, status, stderr }).toEqual({ argv, status: 0, stderr: expect.not.stringContaining('error') });
  return stdout;
}

async function push(name: string, version: string, tag: string): Promise<void> {
  site.registry.push(`quay.io/team/${name}:${version}`, { name, version });
  await must('tag', `quay.io/team/${name}:${version}`, `${name}:${tag}`);
}

const stream = (name: string) => site.api.get<ImageStream>(IMAGE_STREAM, 'demo', name);
const image = async (name: string, tag: string) => latestEvent(await stream(name), tag)?.image;

async function streams(): Promise<ImageStream[]> {
  return (await site.api.list<ImageStream>(IMAGE_STREAM, 'demo')).items;
}

const isPromoted = async (name: string) => (await image(name, 'prod')) === (await image(name, 'dev'));

test('moves the tags of all streams, shows what moves, and says how many did', async () => {
  const { status, stdout, stderr } = await run('promote', 'dev', 'prod', '--all');
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr:
      'note: the tag pin:prod is pinned, and stays where it is; to let it move: imagestream unpin pin:prod\n' +
      '3 tags moved, 1 same, 1 pinned, 1 missing\n',
  });
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/\s+/));
  expect(rows.map(([name, , , state]) => [name, state])).toEqual([
    ['STREAM', 'STATE'],
    ['api', 'moved'],
    ['db', 'new'],
    ['pin', 'pinned'],
    ['same', 'same'],
    ['tools', 'missing'],
    ['web', 'moved'],
  ]);
  expect(rows[2]).toEqual(['db', (await image('db', 'dev'))?.slice(0, 19), '-', 'new']);
  for (const name of ['api', 'db', 'same', 'web']) expect(await isPromoted(name)).toBe(true);
  expect(await isPromoted('pin')).toBe(false);
  expect(await run('promote', 'dev', 'prod', '--all')).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('\n0 tags moved, 4 same, 1 pinned, 1 missing\n'),
  });
});

test('leaves a stream as "tag" leaves it', async () => {
  await must('promote', 'dev', 'prod', 'web');
  await must('tag', 'api:dev', 'api:prod');
  const [web, api] = [await stream('web'), await stream('api')];
  const comparable = ({ spec, status }: ImageStream) =>
    JSON.parse(JSON.stringify({ spec, status }).replace(/(web|api)(@sha256:[0-9a-f]+)?/g, 'x'));
  expect(JSON.stringify(comparable(web)).replace(/sha256:[0-9a-f]+/g, 'D')).toBe(
    JSON.stringify(comparable(api)).replace(/sha256:[0-9a-f]+/g, 'D'),
  );
  expect(web.spec.tags?.find(({ name }) => name === 'prod')?.from?.name).toBe(`web@${await image('web', 'dev')}`);
});

describe('moves nothing', () => {
  test.each<[string, string[], string]>([
    ['where it is tried', ['--all', '--dry-run'], '3 tags would move, 1 same, 1 pinned, 1 missing'],
    [
      'where a stream has no such tag',
      ['web', 'tools'],
      'the stream "tools" has no tag "dev"\nhint: tags with an image: latest',
    ],
    ['where a stream is missing', ['web', 'nope'], '"nope" not found'],
    ['without streams', [], 'name streams, or give --all for every stream that has the tag "dev"'],
    ['with names and all', ['web', '--all'], 'name cannot be provided when --all or a selector is specified'],
  ])('%s', async (_what, args, message) => {
    const before = await streams();
    const { stderr } = await run('promote', 'dev', 'prod', ...args);
    expect(stderr).toContain(message);
    expect(await streams()).toEqual(before);
  });

  test('of all streams where one of them has such a tag without an image', async () => {
    site.registry.fail('quay.io/team/ill:1', 'REGISTRY_MANIFEST_UNKNOWN');
    await run('tag', 'quay.io/team/ill:1', 'ill:dev');
    const before = await streams();
    const { status, stderr } = await run('promote', 'dev', 'prod', '--all');
    expect(status).toBe(1);
    expect(stderr).toMatch(/\n0 tags moved.*\nerror: the tag "ill:dev" has no image: .*\nhint: Nothing is moved; /);
    expect(await streams()).toEqual(before);
  });

  test('of a tag that only points, and says so', async () => {
    await must('tag', '--reference', 'quay.io/team/web:x', 'web:next');
    expect((await run('promote', 'next', 'prod', 'web')).stderr).toContain(
      'error: the tag "web:next" only points at quay.io/team/web:x, and has no image to give\n',
    );
  });

  test('with a few words for many streams', async () => {
    const { stderr } = await run('promote', 'dev', 'prod', ...Array.from({ length: 40 }, (_, n) => `nope${n}`));
    expect(stderr.match(/not found/g)).toHaveLength(10);
    expect(stderr).toContain('\nerror: and 30 more like these\n');
  });

  test.each([
    [['web:dev', 'web:prod'], '"web:dev" is not the name of a tag: promote takes two tags, and then streams'],
    [['dev', 'dev', 'web'], '"dev" cannot be promoted to itself'],
    [['dev'], 'FROM-TAG and TO-TAG are required'],
    [['nope', 'prod', '--all'], 'no stream in the namespace "demo" has a tag "nope"'],
    [['dev', 'prod', '-l', 'team=x'], 'no stream with these labels in the namespace "demo" has a tag "dev"'],
  ])('for %j', async (args, message) => {
    expect(await run('promote', ...args)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
    expect(await run('promote', '--exit-code', ...args)).toMatchObject({ status: 2 });
  });
});

test('takes the streams with labels', async () => {
  const labelled = await stream('web');
  await site.api.update(IMAGE_STREAM, 'demo', {
    ...labelled,
    metadata: { ...labelled.metadata, labels: { team: 'shop' } },
  });
  expect(await must('promote', 'dev', 'prod', '-l', 'team=shop', '-o', 'name')).toBe(
    'imagestreamtag.image.openshift.io/web:prod\n',
  );
  expect(await isPromoted('web')).toBe(true);
  expect(await isPromoted('api')).toBe(false);
});

test('is data that says what was and what moved', async () => {
  const old = await image('web', 'prod');
  const tried = JSON.parse(await must('promote', 'dev', 'prod', 'web', '--dry-run', '-o', 'json'));
  const row = { namespace: 'demo', stream: 'web', from: 'dev', to: 'prod', state: 'moves', toImage: old };
  expect(tried).toEqual([{ ...row, fromImage: await image('web', 'dev'), moved: false }]);
  expect(JSON.parse(await must('promote', 'dev', 'prod', 'web', '-o', 'json'))).toEqual([{ ...tried[0], moved: true }]);
});

test.each([
  [['web', '--dry-run'], 1],
  [['web'], 1],
  [['same'], 0],
  [['pin'], 0],
  [['nope'], 2],
])('--exit-code %j exits with %d', async (args, status) => {
  expect(await run('promote', 'dev', 'prod', '--exit-code', ...args)).toMatchObject({ status });
});

describe('beside others', () => {
  test('respects a pin that came after the plan', async () => {
    const { update } = site.store;
    let raced = false;
    site.store.update = async (key, object) => {
      if (!raced) {
        raced = true;
        await must('pin', 'web:prod');
      }
      return update.call(site.store, key, object) as Promise<typeof object>;
    };
    const { status, stdout, stderr } = await run('promote', 'dev', 'prod', 'web');
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('\n0 tags moved, 1 pinned\n') });
    expect(stdout).toContain('pinned');
    expect(await isPromoted('web')).toBe(false);
  });

  test('says how far it came where a write fails', async () => {
    const { update } = site.store;
    site.store.update = async (key, object) => {
      if (key.name === 'db' && key.resource === 'imagestreams') throw new AppError('STORE_IO', 'the disk is full');
      return update.call(site.store, key, object) as Promise<typeof object>;
    };
    const { status, stdout, stderr } = await run('promote', 'dev', 'prod', 'api', 'db', 'web', '-o', 'name');
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: 'imagestreamtag.image.openshift.io/api:prod\n',
      stderr:
        'error: the disk is full\nerror: 1 of 3 tags were moved before that, and stay moved: api:prod\n' +
        'hint: Run the command again: it moves the others\n',
    });
    expect([await isPromoted('api'), await isPromoted('db'), await isPromoted('web')]).toEqual([true, false, false]);
  });
});
