import { spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import { keyOf } from '../../src/core/kinds/places.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { type InProcessOutcome, runInProcess } from '../support/in-process.ts';

let site: ApiFixture;
const digests = new Map<string, string>();

beforeEach(async () => {
  site = anImageApi();
  for (const tag of ['web:prod', 'web:dev', 'api:2.4']) {
    digests.set(tag, site.registry.push(`quay.io/team/${tag}`, { tag }));
    await must('tag', `quay.io/team/${tag}`, tag);
  }
});

const run = (...argv: string[]): Promise<InProcessOutcome> => runInProcess(site, argv);

async function must(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...argv);
  expect({ argv, status, stderr }).toEqual({ argv, status: 0, stderr: '' });
  return stdout;
}

const pullSpec = (tag: string) => `quay.io/team/${tag.split(':')[0]}@${digests.get(tag)}`;

/** Changes what is stored, as somebody with an editor may. */
async function write(name: string, change: (stream: ImageStream) => void): Promise<void> {
  const key = keyOf(IMAGE_STREAM, 'demo', name);
  const stored = (await site.store.get(key)) as KubeObject;
  change(stored as ImageStream);
  await site.store.update(key, stored);
}

const environment = () => [
  `API_2_4_IMAGE=${pullSpec('api:2.4')}`,
  `WEB_DEV_IMAGE=${pullSpec('web:dev')}`,
  `WEB_PROD_IMAGE=${pullSpec('web:prod')}`,
];

describe('resolve --all', () => {
  test('prints what every tag means, in the order of their names', async () => {
    const lines = (await must('resolve', '--all')).trim().split('\n');
    expect(lines).toEqual(['api:2.4', 'web:dev', 'web:prod'].map(pullSpec));
    expect(await must('resolve', '--all', 'web')).toBe(`${pullSpec('web:dev')}\n${pullSpec('web:prod')}\n`);
  });

  test('is a list as a document, also of one tag', async () => {
    const list = JSON.parse(await must('resolve', '--all', 'api', '-o', 'json'));
    expect(list).toEqual([
      expect.objectContaining({ stream: 'api', tag: '2.4', namespace: 'demo', digest: digests.get('api:2.4') }),
    ]);
    expect(await must('resolve', '--all', '-o', 'yaml')).toMatch(/^- created: .*\n {2}digest: /);
  });

  test.each([['text'], ['env'], ['json'], ['yaml']])(
    'prints nothing as %s where one tag has no image',
    async (format) => {
      site.registry.fail('quay.io/team/new:1', 'REGISTRY_MANIFEST_UNKNOWN');
      await run('tag', 'quay.io/team/new:1', 'new:1');
      const { status, stdout, stderr } = await run('resolve', '--all', ...(format === 'text' ? [] : ['-o', format]));
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('error: the tag "new:1" has no image: ');
    },
  );

  test('fails where there is nothing, and where a stream cannot be read', async () => {
    const nothing = await run('resolve', '--all', '-n', 'other', '-o', 'env');
    expect(nothing).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'error: there is nothing to resolve: no stream of the namespace "other" has a tag\n' +
        'hint: Name another store or namespace, or import an image first\n',
    });
    await write('api', (stream) => Object.assign(stream, { spec: 'no spec' }));
    const { status, stdout, stderr } = await run('resolve', '--all', '-o', 'env');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Error|^error/);
  });

  test('takes streams, and nothing else', async () => {
    const { status, stderr } = await run('resolve', '--all', 'web:prod');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('error: --all takes names of streams, and was given "web:prod"'),
    });
  });
});

describe('resolve -o env', () => {
  test('names variables after stream and tag, or as it is told', async () => {
    expect((await must('resolve', '--all', '-o', 'env')).trim().split('\n')).toEqual(environment());
    expect(await must('resolve', '-o', 'env', 'WEB=web:prod', 'api:2.4')).toBe(
      `WEB=${pullSpec('web:prod')}\nAPI_2_4_IMAGE=${pullSpec('api:2.4')}\n`,
    );
    const named = JSON.parse(await must('resolve', '-o', 'json', 'WEB=web:prod', 'web:dev'));
    expect(named).toEqual([
      expect.objectContaining({ name: 'WEB', tag: 'prod' }),
      expect.not.objectContaining({ name: expect.anything() }),
    ]);
  });

  test('means the same to a shell', async () => {
    const text = await must('resolve', '--all', '-o', 'env');
    const shell = spawnSync('sh', ['-eu', '-c', `set -a; ${text}\nprintf '%s\\n' "$WEB_PROD_IMAGE"`]);
    expect(shell.stdout.toString()).toBe(`${pullSpec('web:prod')}\n`);
  });

  test.each<[string, string[], string]>([
    ['two of one name', ['web:prod', 'WEB_PROD_IMAGE=web:dev'], 'would both be WEB_PROD_IMAGE\nhint: Name one of them'],
    ['the same name twice', ['A=web:prod', 'A=api:2.4'], 'demo/web:prod and demo/api:2.4 would both be A\n'],
    ['a name that is none', ['2A=web:prod'], '"2A" cannot name a variable\nhint: Its name has letters'],
    ['an empty name', ['=web:prod'], '"" cannot name a variable'],
    ['a tag that is missing', ['web:prod', 'web:nope'], 'the stream "web" has no tag "nope"\nhint: tags with an image'],
    ['a stream that is missing', ['web:prod', 'nope:prod'], '"nope" not found'],
  ])('prints nothing for %s', async (_what, args, message) => {
    const { status, stdout, stderr } = await run('resolve', '-o', 'env', ...args);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('wants a name for an image without a tag', async () => {
    const image = `web@${digests.get('web:dev')}`;
    const { stdout, stderr } = await run('resolve', '-o', 'env', image);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining(`hint: Name it: NAME=${image}`) });
    expect(await must('resolve', '-o', 'env', `OLD=${image}`)).toBe(`OLD=${pullSpec('web:dev')}\n`);
  });

  test('tells of tags of one stream that differ only in what no name of a variable has', async () => {
    await must('tag', 'web:prod', 'web:a.b', 'web:a-b');
    expect((await run('resolve', '--all', '-o', 'env')).stderr).toContain(
      'error: demo/web:a-b and demo/web:a.b would both be WEB_A_B_IMAGE\n',
    );
  });
});

describe.each([[], ['-o', 'env'], ['-o', 'json']])('resolve %s %s', (...output) => {
  test.each(['$(touch x)', 'a\nPATH=b', 'a b', "'", '--privileged', '-v', ''])(
    'lets no pull spec of a store say %j',
    async (evil) => {
      await write('web', (stream) => {
        for (const { items } of stream.status.tags ?? [])
          for (const item of items ?? []) item.dockerImageReference = evil;
      });
      const { status, stdout, stderr } = await run('resolve', ...output, 'web:prod');
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('the pull spec of demo/web:prod is no pull spec');
    },
  );
});
