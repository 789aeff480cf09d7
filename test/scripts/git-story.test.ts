import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createGitTeam, type Ended, filesOf, type GitTeam, type Member, succeed } from '../support/git-team.ts';
import { createImage } from '../support/images.ts';

let registry: FixtureRegistry;
let team: GitTeam;
/** The images of the story. */
let first: string;
let second: string;
let third: string;

function push(name: string, tag: string, seed: string): string {
  const image = createImage({ seed });
  registry.push(image, name, tag);
  return image.digest;
}

const importTag = (who: Member, target: string, from = target) =>
  who.must('import-image', target, `--from=${registry.host}/team/${from}`, '--confirm', '--insecure');

/** dev and prod follow the registry; prod has had two images, dev and another stream one. */
beforeEach(async () => {
  registry = await startFixtureRegistry();
  first = push('team/web', 'prod', 'first');
  push('team/web', 'dev', 'dev');
  push('team/api', 'dev', 'api');
  team = await createGitTeam(async (ann) => {
    await importTag(ann, 'web:prod');
    await importTag(ann, 'web:dev');
    await importTag(ann, 'api:dev');
    second = push('team/web', 'prod', 'second');
    await importTag(ann, 'web:prod');
  });
});

afterEach(async () => {
  team.remove();
  await registry.stop();
});

async function setUp(...members: Member[]): Promise<void> {
  for (const who of members) await who.must('git', 'setup');
}

/** Ann puts prod back; Bob imports, promotes, and tags something new. Both commit; Bob is first to push. */
async function both(): Promise<void> {
  const { ann, bob } = team;
  await ann.must('rollback', 'web:prod', '--reason=crashes on login');
  await ann.commit('roll back');
  third = push('team/web', 'dev', 'third');
  await importTag(bob, 'web:dev');
  await bob.must('tag', 'web:dev', 'web:prod');
  await bob.must('tag', 'api:dev', 'web:extra');
  await bob.commit('promote');
  succeed(await bob.git('push', '-q', 'origin', 'main'));
}

const resolved = async (who: Member, tag: string) => (await who.must('resolve', tag)).trim();

async function expectTruth(who: Member): Promise<void> {
  expect(await resolved(who, 'web:prod')).toBe(`${registry.host}/team/web@${first}`);
  expect(await resolved(who, 'web:dev')).toBe(`${registry.host}/team/web@${third}`);
  const description = await who.must('describe', 'is/web');
  expect(description.match(/pinned since/g)).toHaveLength(1);
  expect(description).toMatch(/\nprod\n(?: .*\n)*? {4}pinned since .* by ann.*: crashes on login\n/);
  const told = JSON.parse(await who.must('history', 'web:prod', '-o', 'json'));
  expect(told.revisions.map(({ image, by }: { image: string; by: string }) => [image, by.split(' ')[0]])).toEqual([
    [first, 'ann'],
    [third, 'bob'],
    [second, 'ann'],
    [first, 'ann'],
  ]);
  expect(await who.run('git', 'check')).toMatchObject({ status: 0, stdout: '' });
}

describe('with the driver', () => {
  const ways: [string, string[]][] = [
    ['a merge', ['pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main']],
    ['a rebase', ['pull', '-q', '--rebase', 'origin', 'main']],
    ['a merge that prefers ours', ['pull', '-q', '--no-rebase', '--no-edit', '-Xours', 'origin', 'main']],
    ['a merge that prefers theirs', ['pull', '-q', '--no-rebase', '--no-edit', '-Xtheirs', 'origin', 'main']],
  ];
  test.each(ways)('%s keeps the rollback, the promotion in the history, and all else', async (_, pull) => {
    const { ann, bob } = team;
    await setUp(ann, bob);
    await both();
    expect(await ann.git(...pull)).toMatchObject({ status: 0 });
    await expectTruth(ann);
    succeed(await ann.git('push', '-q', 'origin', 'main'));
    succeed(await bob.git('pull', '-q', 'origin', 'main'));
    await expectTruth(bob);
    await bob.must('unpin', 'web:prod');
    expect(await resolved(bob, 'web:prod')).toBe(`${registry.host}/team/web@${third}`);
  });

  test('two people who import the same images have no conflict, and the same files of images', async () => {
    const { ann, bob } = team;
    await setUp(ann, bob);
    push('team/web', 'dev', 'news');
    await importTag(ann, 'web:dev');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await importTag(bob, 'web:dev');
    const images = (who: Member) => filesOf(path.join(who.store, 'cluster-scoped-resources/image.openshift.io/images'));
    expect(images(bob)).toEqual(images(ann));
    for (const who of [ann, bob]) await who.commit('import');
    succeed(await bob.git('push', '-q', 'origin', 'main'));
    expect(await ann.git('pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main')).toMatchObject({ status: 0 });
    expect(JSON.parse(await ann.must('history', 'web:dev', '-o', 'json')).revisions).toHaveLength(2);
  });

  test('two pins of one tag are a conflict that says so, and both sides can be had', async () => {
    const { ann, bob } = team;
    await setUp(ann, bob);
    await ann.must('rollback', 'web:prod', '--reason=crashes');
    await bob.must('pin', 'web:prod', '--reason=freeze');
    for (const who of [ann, bob]) await who.commit('pin');
    succeed(await bob.git('push', '-q', 'origin', 'main'));
    const pulled = await ann.git('pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main');
    expect(pulled.status).toBe(1);
    expect(pulled.stderr).toMatch(/the tag web:prod is pinned twice: pinned to \S+ by .*; and pinned to \S+ by /);
    for (const why of [/ by ann \S.*?\(crashes\)/, / by bob \S.*?\(freeze\)/]) expect(pulled.stderr).toMatch(why);
    const file = '.imagestream/namespaces/default/image.openshift.io/imagestreams/web.yaml';
    expect((await ann.git('status', '--porcelain', file)).stdout).toBe(`UU ${file}\n`);
    const listed = await ann.run('get', 'is');
    expect(listed).toMatchObject({ status: 1, stdout: expect.stringContaining('\napi ') });
    expect(listed.stderr).toMatch(
      /web\.yaml:\d+:1: holds unresolved git conflict markers \(line \d+\): finish the merge\n/,
    );
    const checked = await ann.run('git', 'check');
    expect(checked.status).toBe(1);
    expect(checked.stdout).toMatch(
      /^\.imagestream\S*\/imagestreams\/web\.yaml:\d+: holds unresolved git conflict markers/m,
    );
    succeed(await ann.git('checkout', '-q', '--theirs', '--', '.'));
    expect(await resolved(ann, 'web:prod')).toBe(`${registry.host}/team/web@${second}`);
    succeed(await ann.git('checkout', '-q', '--ours', '--', '.'));
    expect(await resolved(ann, 'web:prod')).toBe(`${registry.host}/team/web@${first}`);
  });
});

/** Whether a command that reads the tag says that something is wrong, or tells the truth. */
async function saysOrKnows(who: Member): Promise<void> {
  const heard = async (...args: string[]): Promise<Ended> => who.run(...args);
  const [told, resolvedTo, checked] = [
    await heard('history', 'web:prod', '-o', 'json'),
    await heard('resolve', 'web:prod'),
    await heard('git', 'check'),
  ];
  const description = (await heard('describe', 'is/web')).stdout;
  const isWrong = /falsified|does not agree|conflict markers/.test(told.stderr + resolvedTo.stderr);
  const holds = resolvedTo.stdout.includes(first) && /\nprod\n(?: .*\n)*? {4}pinned since/.test(description);
  const names =
    told.status === 0 ? (JSON.parse(told.stdout).revisions as { by?: string }[]).every(({ by }) => by) : false;
  if (holds && names && description.match(/pinned since/g)?.length === 1) return;
  // What is consistent is somebody's own version: git was told to prefer it.
  const isOneSide = checked.status === 0 && names && !isWrong;
  expect({ isWrong, isOneSide, status: checked.status, stdout: checked.stdout }).toMatchObject(
    isOneSide ? { isOneSide: true } : { isWrong: true, status: 1 },
  );
}

describe('without the driver', () => {
  test('a plain pull stops, and conflict markers are called what they are', async () => {
    const { ann } = team;
    await both();
    expect((await ann.git('pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main')).status).toBe(1);
    const ended = await ann.run('resolve', 'web:prod');
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/holds unresolved git conflict markers \(line \d+\): finish the merge/);
    expect(await resolved(ann, 'api:dev')).toContain('team/api@');
  });

  test.each(['ours', 'theirs'])('nothing false is accepted in silence where git prefers %s', async (side) => {
    const { ann } = team;
    await both();
    succeed(await ann.git('pull', '-q', '--no-rebase', '--no-edit', `-X${side}`, 'origin', 'main'));
    await saysOrKnows(ann);
  });

  test('a pin that a merge has moved to another tag is found when it is read, and put back', async () => {
    const { ann } = team;
    await ann.must('rollback', 'web:prod', '--reason=crashes');
    await ann.must('tag', 'api:dev', 'web:extra');
    const lines = ann.text('stream', 'web').split('\n');
    const at = lines.findIndex((line) => line.includes('imagestream.dev/pinned'));
    const [pin] = lines.splice(at, 1) as [string];
    lines[at - 1] = (lines[at - 1] as string).replace('annotations:', 'annotations: null');
    const extra = lines.findIndex(
      (line, i) => line.includes('annotations: null') && lines.slice(i, i + 12).includes('    name: extra'),
    );
    lines.splice(extra, 1, (lines[extra] as string).replace(' null', ''), pin);
    ann.write('stream', 'web', lines.join('\n'));
    const read = await ann.run('resolve', 'web:prod');
    expect(read.status).toBe(1);
    expect(read.stderr).toContain('was falsified: the tag extra has the pin of the tag prod');
    expect(read.stderr).toContain('imagestream git check --fix');
    expect(await ann.run('get', 'is')).toMatchObject({ status: 1, stdout: expect.stringContaining('api ') });
    const checked = await ann.run('git', 'check');
    expect(checked).toMatchObject({ status: 1 });
    expect(checked.stdout).toMatch(/imagestreams\/web\.yaml:\d+: the tag extra has the pin of the tag prod\n/);
    expect(await ann.run('git', 'check', '--fix')).toMatchObject({ status: 0 });
    expect(await resolved(ann, 'web:prod')).toContain(first);
    expect(await ann.must('describe', 'is/web')).toMatch(/\nprod\n(?: .*\n)*? {4}pinned since/);
    expect(await ann.run('git', 'check')).toMatchObject({ status: 0, stdout: '' });
  });
});

describe('git setup', () => {
  test('says what it wrote, writes it once, and only where there is a repository', async () => {
    const { ann } = team;
    const told = await ann.must('git', 'setup');
    expect(told).toMatch(
      /wrote .*\/\.imagestream\/\.gitattributes: commit it\nset merge\.imagestream\.driver of the repository /,
    );
    const before = readFileSync(path.join(ann.store, '.gitattributes'), 'utf8');
    expect(await ann.must('git', 'setup')).toMatch(/^nothing to do/);
    expect(readFileSync(path.join(ann.store, '.gitattributes'), 'utf8')).toBe(before);
    const driver = (await ann.git('config', 'merge.imagestream.driver')).stdout;
    expect(driver).toMatch(/^'.*imagestream\.js' git merge-driver %O %A %B %P\n$/);
    const elsewhere = path.join(team.folder, 'elsewhere');
    await ann.must('create', 'is', 'alone', '--store', elsewhere);
    const failed = await ann.run('git', 'setup', '--store', elsewhere);
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toMatch(/^error: the store .* lies in no git repository\nhint: Run "git init"/);
  });
});
