import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';
import { runInProcess } from '../../support/in-process.ts';

const REPOSITORY = 'quay.io/team/app';
let site: ApiFixture;
const digests = new Map<string, string>();

beforeEach(() => {
  site = anImageApi();
  for (const tag of ['2.4', '2.4.1', 'latest']) push(tag);
  site.registry.tags.set(REPOSITORY, ['2.4', '2.4.1', 'latest']);
});

function push(tag: string, version = 1): void {
  digests.set(tag, site.registry.push(`${REPOSITORY}:${tag}`, { tag, version }));
}

const onTerminal = (...argv: string[]) => runInProcess(site, argv, { columns: 80 });
const inPipe = (...argv: string[]) => runInProcess(site, argv);
const all = ['import-image', 'app', '--all'];
const short = (tag: string) => (digests.get(tag) ?? '').slice(0, 19);
const lines = (text: string) => text.trimEnd().split('\n');

async function importedAll(): Promise<void> {
  await inPipe(...all, `--from=${REPOSITORY}`, '--confirm');
  site.pass(60);
}

describe('import-image --all on a terminal', () => {
  test('is a line for each tag, with what is new', async () => {
    const first = await onTerminal(...all, `--from=${REPOSITORY}`, '--confirm');
    expect({ ...first, stdout: lines(first.stdout) }).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        'imagestream.image.openshift.io/app imported',
        'TAG      IMAGE                 STATE',
        `latest   ${short('latest')}   new`,
        `2.4      ${short('2.4')}   new`,
        `2.4.1    ${short('2.4.1')}   new`,
      ],
    });
    const before = short('2.4');
    push('2.4', 2);
    expect(lines((await onTerminal(...all)).stdout).slice(2)).toEqual([
      `latest   ${short('latest')}   same`,
      `2.4      ${short('2.4')}   moved from ${before}`,
      `2.4.1    ${short('2.4.1')}   same`,
    ]);
  });

  test('tells each failure once, and one way out', async () => {
    await importedAll();
    site.registry.fail(`${REPOSITORY}:2.4`, 'REGISTRY_CONNECTION');
    const { status, stdout, stderr } = await onTerminal(...all);
    expect(status).toBe(1);
    expect(stdout).toContain(`2.4      ${short('2.4')}   failed\n`);
    expect(lines(stderr)).toEqual([
      expect.stringMatching(/^error: app:2\.4 could not be imported: quay\.io\/team\/app:2\.4: /),
      `hint: imagestream registry check ${REPOSITORY} says what is wrong`,
    ]);
  });

  test('says what a dry run would bring', async () => {
    const { stdout } = await onTerminal(...all, `--from=${REPOSITORY}`, '--confirm', '--dry-run');
    expect(lines(stdout).slice(0, 3)).toEqual([
      'imagestream.image.openshift.io/app imported (dry run)',
      'TAG      IMAGE                 STATE',
      `latest   ${short('latest')}   new`,
    ]);
  });

  test.each([
    ['in a pipe', () => inPipe(...all)],
    ['with -v', () => onTerminal(...all, '-v')],
    ['with a level', () => onTerminal('-v', '2', ...all)],
    ['under the name of oc', () => runInProcess(site, all, { columns: 80, program: 'oc' })],
  ])('is the whole page %s', async (_when, run) => {
    await importedAll();
    const { status, stdout } = await run();
    expect(status).toBe(0);
    expect(stdout).toContain('\nName:\t\t\tapp\n');
    expect(stdout).toContain('Image Name:\tapp:2.4\n');
  });
});

describe('an import of one tag that fails', () => {
  const missing = ['import-image', 'app:2.5', `--from=${REPOSITORY}:2.5`, '--confirm'];
  const THERE = `hint: ${REPOSITORY} has no tag "2.5"; near it are 2.4\n`;

  beforeEach(async () => {
    await inPipe('import-image', 'app:latest', `--from=${REPOSITORY}:latest`, '--confirm');
    site.registry.asked.length = 0;
  });

  test('names the way to be rid of a stream that it has made', async () => {
    const { stderr } = await onTerminal('import-image', 'new:2.5', `--from=${REPOSITORY}:2.5`, '--confirm');
    expect(stderr.split('\n')[1]).toBe(
      `${THERE.trimEnd()}; imagestream delete is/new removes the stream, which has no image`,
    );
  });

  test('is told once to people', async () => {
    expect(await onTerminal(...missing)).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: app:2.5 could not be imported: the registry has no ${REPOSITORY}:2.5\n${THERE}`,
    });
  });

  test('is the page of a cluster in a pipe, with the tags that there are', async () => {
    const { stdout, stderr } = await inPipe(...missing);
    expect(stdout).toContain('! error: Import failed (NotFound)');
    expect(stderr).toBe(
      `error: tag 2.5 failed: dockerimage.image.openshift.io "${REPOSITORY}:2.5" not found\n` +
        `error: imported completed with errors\n${THERE}`,
    );
  });

  test('asks for the list of tags once, and only where a tag is missing', async () => {
    await inPipe(...missing);
    expect(site.registry.asked.filter((request) => request.startsWith('tags '))).toEqual([`tags ${REPOSITORY}`]);
    site.registry.asked.length = 0;
    await runInProcess(site, missing, { program: 'oc' });
    site.registry.fail(`${REPOSITORY}:2.4`, 'REGISTRY_UNAUTHORIZED');
    await inPipe('import-image', 'app:2.4', `--from=${REPOSITORY}:2.4`, '--confirm');
    expect(site.registry.asked.filter((request) => request.startsWith('tags '))).toEqual([]);
  });

  test.each<[string, string[], string]>([
    ['nothing comes near', ['a', 'b'], `hint: ${REPOSITORY} has no tag "2.5"; it has a, b\n`],
    [
      'there are many',
      ['1.0', '1.1', '1.2', '1.3', '1.7', '1.8', 'x'],
      `hint: ${REPOSITORY} has no tag "2.5"; it has 1.8, 1.7, 1.3, 1.2, 1.1, and 2 more\n`,
    ],
    ['there are none', [], `hint: ${REPOSITORY} has no tags\n`],
  ])('names tags where %s', async (_what, tags, hint) => {
    site.registry.tags.set(REPOSITORY, tags);
    expect((await onTerminal(...missing)).stderr.split('\n').slice(1).join('\n')).toBe(hint);
  });

  test('names the command that finds out more where the list cannot be had', async () => {
    site.registry.tags.delete(REPOSITORY);
    expect((await onTerminal(...missing)).stderr).toBe(
      `error: app:2.5 could not be imported: the registry has no ${REPOSITORY}:2.5\n` +
        `hint: imagestream registry check ${REPOSITORY} says what is wrong\n`,
    );
  });
});
