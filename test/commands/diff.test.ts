import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE } from '../../src/core/kinds/kind-names.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const REPOSITORY = 'r.example/team/app';
let fixture: ApiFixture;
const run = (...argv: string[]) => runInProcess(fixture, argv);

const config = (revision: string, over: object = {}) => ({
  created: `2026-02-0${revision}T00:00:00Z`,
  config: {
    Env: [`VERSION=${revision}`, 'PATH=/bin'],
    Labels: {
      'org.opencontainers.image.source': 'https://github.com/team/app',
      'org.opencontainers.image.revision': `c0ffee${revision}`,
    },
    ...over,
  },
});

async function imported(images: object[], tag = 'latest'): Promise<string[]> {
  const digests = [];
  for (const image of images) {
    digests.push(fixture.registry.push(`${REPOSITORY}:${tag}`, image as Record<string, unknown>));
    const args = ['import-image', `app:${tag}`, `--from=${REPOSITORY}:${tag}`, '--confirm'];
    expect(await run(...args)).toMatchObject({ status: 0 });
    fixture.pass(3600);
  }
  return digests;
}

beforeEach(() => {
  fixture = anImageApi();
});

describe('diff', () => {
  test('shows what the last change of a tag brought, and asks no registry', async () => {
    const [first, second] = await imported([
      config('1'),
      config('2', { User: '1001', ExposedPorts: { '80/tcp': {} } }),
    ]);
    fixture.registry.asked.length = 0;
    const { status, stdout, stderr } = await run('diff', 'app');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'From:  app:latest revision 1, since 2026-03-01T10:00:00Z',
      `       ${first}`,
      'To:    app:latest revision 2, since 2026-03-01T11:00:00Z',
      `       ${second}`,
      '',
      'Built:        2026-02-01T00:00:00Z -> 2026-02-02T00:00:00Z',
      'Revision:     c0ffee1 -> c0ffee2',
      'Compare:      https://github.com/team/app/compare/c0ffee1...c0ffee2',
      expect.stringMatching(/^Size: {9}\S+ -> \S+ \(\+\d+B\)$/),
      'Layers:       0 shared (0B), 1 removed (1kB), 1 new (1kB)',
      expect.stringMatching(/^ {14}- sha256:[0-9a-f]{64} 1kB$/),
      expect.stringMatching(/^ {14}\+ sha256:[0-9a-f]{64} 1kB$/),
      'User:         <none> -> 1001',
      'Ports:        + 80/tcp',
      'Environment:  ~ VERSION=1 -> 2',
      '',
    ]);
    expect(fixture.registry.asked).toEqual([]);
  });

  test('compares revisions in the order in which they are named, and tags', async () => {
    const [a = '', b = '', c = ''] = await imported([config('1'), config('2'), config('3')]);
    await imported([config('9')], 'next');
    const sides = async (...args: string[]) => {
      const { from, to } = JSON.parse((await run('diff', ...args, '-o', 'json')).stdout);
      return [from.image, to.image];
    };
    expect(await sides('app:latest', '1')).toEqual([a, c]);
    expect(await sides('app:latest', '3', '2')).toEqual([c, b]);
    expect(await sides('app:latest', `@${b.slice(7, 20)}`)).toEqual([b, c]);
    expect((await sides('app:latest', 'demo/app:next'))[0]).toBe(c);
    expect(await run('diff', 'app', '2', '2')).toMatchObject({
      status: 0,
      stdout: `app:latest revision 2 and app:latest revision 2 are the same image, ${b}.\n`,
    });
  });

  test('of a multi-platform image goes platform by platform', async () => {
    const platforms = ['arm64', 'amd64'].map((architecture) => ({ os: 'linux', architecture }));
    fixture.registry.pushIndex(`${REPOSITORY}:multi`, platforms);
    const args = [
      'import-image',
      'app:multi',
      `--from=${REPOSITORY}:multi`,
      '--import-mode=PreserveOriginal',
      '--confirm',
    ];
    await run(...args);
    fixture.registry.pushIndex(`${REPOSITORY}:multi`, platforms.slice(0, 1));
    await run(...args);
    const { stdout } = await run('diff', 'app:multi');
    expect(stdout).toMatch(/\nPlatform: {2}linux\/arm64 \(the same\)\nImage: {5}sha256:[0-9a-f]{64}\n/);
    expect(stdout).toMatch(/\nPlatform: {2}linux\/amd64 \(removed\)\nImage: {5}sha256:[0-9a-f]{64}\n/);
  });

  test('lets nothing through that steers a terminal', async () => {
    const evil = { Labels: { a: '\u001b]0;x\u0007\n+ b=c\u202e' }, Env: ['A=\u009b31m\r'], User: 'x\ty' };
    await imported([config('1'), config('2', evil)]);
    const { stdout } = await run('diff', 'app');
    expect(stdout).toContain('+ a=^[]0;x^G + b=c\\u202e');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test.each([
    [['diff', 'app', '1', '2', '3'], /got 4 arguments/],
    [['diff', 'app', '7'], /app:latest has no revision 7\nhint: revisions: 1 \(@sha256:/],
    [['diff', 'app'], /app:latest has no earlier image/],
    [['diff', 'app', 'app:latest', '1'], /two tags are compared by what they have now/],
    [['diff', 'app:none'], /the stream "app" has no tag "none"\nhint: tags: latest/],
    [['diff', 'app', '-o', 'name'], /allowed formats are: json,yaml/],
  ])('%j is refused', async (argv, message) => {
    await imported([config('1')]);
    const { status, stderr } = await run(...argv);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('says when an image is not in the store any more', async () => {
    const [first = ''] = await imported([config('1'), config('2')]);
    await fixture.api.delete(IMAGE, '', first);
    expect((await run('diff', 'app')).stderr).toContain(`the store has no Image ${first}`);
  });
});

describe('history', () => {
  test('is a table, newest first, with a mark on what the tag has now', async () => {
    const [first = '', second = ''] = await imported([config('1'), config('2')]);
    expect(await run('pin', 'app:latest')).toMatchObject({ status: 0 });
    fixture.pass(600);
    const { stdout } = await run('history', 'app:latest');
    expect(stdout.split('\n')).toEqual([
      '   REVISION  IMAGE                SEEN  BY  CAUSE  REASON',
      `   -         ${second.slice(0, 19)}  10m   -   pin    -`,
      `*  2         ${second.slice(0, 19)}  70m   -   -      -`,
      `   1         ${first.slice(0, 19)}  130m  -   -      -`,
      '',
    ]);
    const wide = (await run('history', 'app:latest', '-o', 'wide')).stdout;
    expect(wide).toContain(`${REPOSITORY}@${first}`);
    const yaml = (await run('history', 'app:latest', '-o', 'yaml')).stdout;
    expect(yaml).toContain(`image: ${first}`);
  });

  test('of a tag that has had no image, and of none', async () => {
    fixture.registry.fail(`${REPOSITORY}:bad`, 'REGISTRY_MANIFEST_UNKNOWN');
    await run('import-image', 'app:bad', `--from=${REPOSITORY}:bad`, '--confirm');
    expect(await run('history', 'app:bad')).toMatchObject({ status: 0, stderr: 'The tag app:bad has had no image.\n' });
    expect(await run('history', 'app:none')).toMatchObject({ status: 1, stderr: expect.stringContaining('tags: bad') });
    expect(await run('rollback', 'app:bad')).toMatchObject({ status: 1, stderr: expect.stringContaining('no image') });
  });
});
