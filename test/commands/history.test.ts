import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../src/core/kinds/kind-names.ts';
import { keyOf } from '../../src/core/kinds/places.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { type InProcessOutcome, runInProcess } from '../support/in-process.ts';

let site: ApiFixture;
const digests = new Map<string, string>();

/** Ann brings web:dev in the first hour and api:dev in the second, a pipeline moves web:prod in the third and pins it in the fourth. */
beforeEach(async () => {
  site = anImageApi();
  await as('ann@laptop', 'import', async () => {
    await push('web', 'dev');
    site.pass(3600);
    await push('api', 'dev');
    site.pass(3600);
  });
  await as('rover (CI)', 'tag', async () => {
    await must('tag', 'web:dev', 'web:prod');
    site.pass(3600);
    await must('pin', 'web:prod', '--reason=freeze');
    site.pass(600);
  });
});

const run = (...argv: string[]): Promise<InProcessOutcome> => runInProcess(site, argv);

async function must(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...argv);
  expect({ argv, status, stderr }).toEqual({ argv, status: 0, stderr: '' });
  return stdout;
}

async function as(by: string, cause: string, work: () => Promise<void>): Promise<void> {
  Object.assign(site.context, { origin: { cause, reason: '', author: async () => ({ by }) } });
  await work();
}

async function push(name: string, tag: string): Promise<void> {
  digests.set(name, site.registry.push(`quay.io/team/${name}:${tag}`, { name }));
  await must('tag', `quay.io/team/${name}:${tag}`, `${name}:${tag}`);
}

/** The cells of a table, without its header. */
const rows = (table: string) =>
  table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ {2,}/));

const short = (name: string) => (digests.get(name) ?? '').slice(0, 19);

describe('history', () => {
  test('of a stream is what happened to all of its tags', async () => {
    const table = await must('history', 'web');
    expect(table.split('\n')[0]?.trim().split(/ {2,}/)).toEqual([
      'TAG',
      'REVISION',
      'IMAGE',
      'AGE',
      'BY',
      'CAUSE',
      'REASON',
    ]);
    expect(rows(table)).toEqual([
      ['prod', '-', short('web'), '10m', 'rover (CI)', 'pin', '-'],
      ['*', 'prod', '1', short('web'), '70m', 'rover (CI)', 'tag', '-'],
      ['*', 'dev', '1', short('web'), '3h10m', 'ann@laptop', 'import', '-'],
    ]);
    expect((await must('history', 'web', '-o', 'wide')).trimEnd()).toMatch(
      new RegExp(` quay\\.io/team/web@${digests.get('web')}$`),
    );
  });

  test('alone is what happened in the namespace, with -A in all of them', async () => {
    expect(rows(await must('history')).map(([first, second]) => (first === '*' ? second : first))).toEqual([
      'web',
      'web',
      'api',
      'web',
    ]);
    expect(await run('history', '-n', 'other')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'No changes found in other namespace.\n',
    });
    await must('-n', 'other', 'tag', 'quay.io/team/web:dev', 'web:x');
    const [newest] = rows(await must('history', '-A'));
    expect(newest?.slice(0, 4)).toEqual(['*', 'other', 'web', 'x']);
  });

  test.each<[string[], string[]]>([
    [['--since=2h'], ['pin web:prod', 'image web:prod']],
    [['--since=2026-03-01T11:00:00Z'], ['pin web:prod', 'image web:prod', 'image api:dev']],
    [['--by=ANN'], ['image api:dev', 'image web:dev']],
    [['--tag=prod'], ['pin web:prod', 'image web:prod']],
    [['--tag=dev', '--since=2h30m'], ['image api:dev']],
    [['web', '--by=rover', '--tag=dev'], []],
  ])('%j leaves %j', async (args, expected) => {
    const { status, stdout } = await run('history', ...args, '-o', 'json');
    const changes: { type: string; stream: string; tag: string }[] = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(changes.map(({ type, stream, tag }) => `${type} ${stream}:${tag}`)).toEqual(expected);
  });

  test('is data with who, when, what, and what was before', async () => {
    await as('ann@laptop', 'tag', async () => void (await must('tag', 'quay.io/team/api:dev', 'web:dev')));
    const [newest] = JSON.parse(await must('history', '-o', 'json', '--tag=dev', 'web'));
    expect(newest).toEqual({
      type: 'image',
      at: '2026-03-01T13:10:00Z',
      namespace: 'demo',
      stream: 'web',
      tag: 'dev',
      revision: 2,
      current: true,
      image: digests.get('api'),
      dockerImageReference: `quay.io/team/api@${digests.get('api')}`,
      previous: digests.get('web'),
      by: 'ann@laptop',
      cause: 'tag',
    });
    expect(await must('history', 'web', '-o', 'yaml')).toMatch(/^- at: /);
  });

  test('of one tag takes the same filters', async () => {
    expect(rows(await must('history', 'web:prod', '--since=1h'))).toEqual([
      ['-', short('web'), '10m', 'rover (CI)', 'pin', '-'],
    ]);
    expect(await run('history', 'web:prod', '--by=nobody')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: 'No such changes found of the tag web:prod.\n',
    });
    expect(JSON.parse(await must('history', 'web:prod', '--since=1h', '-o', 'json'))).toMatchObject({
      revisions: [],
      pins: [{ action: 'pin' }],
    });
  });

  test.each([
    [['web', 'api'], 'one STREAM or STREAM:TAG is taken, got 2'],
    [['web', '-A'], 'a resource cannot be retrieved by name across all namespaces'],
    [['web:dev', '--tag=dev'], '--tag is for the tags of a whole stream, and "web:dev" is one tag'],
    [['--since=soon'], '"soon" is no time: write 2026-03-01T10:00:00Z'],
    [['--since=2027-01-01'], '2027-01-01 is still to come'],
    [['nope'], '"nope" not found'],
    [['a@b'], 'must be of the form'],
  ])('%j is refused', async (args, message) => {
    expect(await run('history', ...args)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });

  test('says nothing that a record does not say, and steers no terminal', async () => {
    const key = keyOf(IMAGE_STREAM_HISTORY, 'demo', 'web');
    const stored = await site.store.get(key);
    const tags = [
      {
        tag: 'dev',
        revisions: 9,
        items: [],
        pins: [{ action: 'pin', at: '2026-03-01T10:00:00Z', image: 'x\u001b[2J', by: 7 }],
      },
    ];
    await site.store.update(key, { ...stored, tags } as never);
    const { status, stdout } = await run('history', 'web');
    expect(status).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(rows(stdout)).toHaveLength(3);
    expect(JSON.parse((await run('history', 'web', '--by=7', '-o', 'json')).stdout)).toEqual([]);
  });

  test('is of the streams that can be read, where others cannot', async () => {
    const key = keyOf(IMAGE_STREAM, 'demo', 'api');
    const stored = await site.store.get(key);
    await site.store.update(key, { ...stored, spec: 'none' } as never);
    const { stdout } = await run('history');
    expect(rows(stdout)).toHaveLength(3);
  });
});
