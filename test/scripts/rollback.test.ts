import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

let registry: FixtureRegistry;
let user: CommandLine;
const TAG = 'app:latest';

beforeEach(async () => {
  registry = await startFixtureRegistry();
  user = await createCommandLine();
});

afterEach(async () => {
  user.remove();
  await registry.stop();
});

function push(seed: string): string {
  const image = createImage({ seed });
  registry.push(image, 'team/app', 'latest');
  return image.digest;
}

async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const outcome = await user.run(args);
  expect(outcome).toMatchObject({ status: 0 });
  return outcome;
}

async function fails(...args: string[]): Promise<string> {
  const outcome = await user.run(args);
  expect(outcome.status).toBe(1);
  return outcome.stderr;
}

const importFirst = (...more: string[]) =>
  run('import-image', TAG, `--from=${registry.host}/team/app:latest`, '--confirm', '--insecure', ...more);

const current = async (name = TAG) => (await run('resolve', name, '-o', 'json')).stdout;
const waitUntilDue = () => new Promise((resolve) => setTimeout(resolve, 1200));
const watchOnce = async () => {
  await waitUntilDue();
  return run('watch', '--once', '--interval', '1s');
};

interface Told {
  revisions: { revision: number; current: boolean; image: string; by?: string; cause?: string; reason?: string }[];
  pins?: { action: string; reason?: string }[];
}

const told = async (name = TAG): Promise<Told> => JSON.parse((await run('history', name, '-o', 'json')).stdout);

describe('a rollback', () => {
  test('sticks, against watch and imports, until unpin lets the tag move', async () => {
    const first = push('first');
    await importFirst('--scheduled', '--reason=begin');
    const second = push('second');
    expect((await watchOnce()).stdout).toContain(`changed to ${registry.host}/team/app@${second}`);

    expect((await run('rollback', TAG, '--reason=it crashes')).stdout).toBe(
      `Tag ${TAG} rolled back to app@${first} (revision 1) and pinned.\n`,
    );
    expect(await current()).toContain(first);
    const spec = JSON.parse((await run('get', 'is/app', '-o', 'json')).stdout).spec.tags[0];
    expect(spec).toMatchObject({
      from: { kind: 'ImageStreamImage', name: `app@${first}` },
      importPolicy: { insecure: true, importMode: 'Legacy' },
      referencePolicy: { type: 'Source' },
    });
    expect(spec.importPolicy).not.toHaveProperty('scheduled');

    const third = push('third');
    expect((await watchOnce()).stderr).toContain('; 1 pinned tag stays as it is');
    expect(await fails('import-image', TAG)).toContain(
      `error: the tag "${TAG}" is pinned to ${first}, and is not imported`,
    );
    expect(await fails('import-image', 'app', '--all')).toContain(`imagestream unpin ${TAG}`);
    const all = await run(
      'import-image',
      'app',
      '--all',
      `--from=${registry.host}/team/app`,
      '--confirm',
      '--insecure',
    );
    expect(all.stderr).toContain(`the tag ${TAG} is pinned to ${first} and stays there`);
    expect(await current()).toContain(first);
    const described = (await run('describe', 'is/app')).stdout;
    expect(described).toMatch(/ {4}pinned since .* ago by \S+@\S+: it crashes\n/);
    expect(described).toContain(`    followed ${registry.host}/team/app:latest before\n`);
    expect(described).not.toContain('importing latest image');

    expect((await run('unpin', TAG, '--reason', 'mended')).stdout).toBe(
      `Tag ${TAG} follows ${registry.host}/team/app:latest again.\n`,
    );
    expect(await current()).toContain(third);
    const restored = JSON.parse((await run('get', 'is/app', '-o', 'json')).stdout).spec.tags[0];
    expect(restored).toMatchObject({ annotations: null, importPolicy: { insecure: true, scheduled: true } });
    const fourth = push('fourth');
    expect((await watchOnce()).stdout).toContain(fourth);
    const { revisions } = await told();
    expect(revisions.map(({ revision, image, cause, reason }) => [revision, image, cause, reason])).toEqual([
      [5, fourth, 'scheduled import', undefined],
      [4, third, 'unpin', 'mended'],
      [3, first, 'rollback', 'it crashes'],
      [2, second, 'scheduled import', undefined],
      [1, first, 'import', 'begin'],
    ]);
    expect(revisions.every(({ by }) => /^\S+@\S+$/.test(by ?? ''))).toBe(true);
  });

  test('names a revision by number, digest or time, and says which there are', async () => {
    const images = [];
    for (const seed of ['a', 'b', 'c']) {
      images.push(push(seed));
      await importFirst();
    }
    const [a = '', b = '', c = ''] = images;
    expect((await run('rollback', TAG, '--to=1', '--dry-run=server')).stdout).toBe(
      `Tag ${TAG} rolled back to app@${a} (revision 1) and pinned (server dry run).\n`,
    );
    expect(await current()).toContain(c);
    expect((await run('rollback', TAG, '--to', '1')).stdout).toContain(`app@${a} (revision 1)`);
    expect((await run('rollback', TAG, '--to', '1')).stdout).toBe(
      `Tag ${TAG} is pinned to app@${a} (revision 1) already.\n`,
    );
    expect((await run('rollback', TAG, '--to', `@${b.slice(7, 19)}`)).stdout).toContain(`app@${b} (revision 2)`);
    expect((await run('rollback', TAG, '--to-time', '0s')).stdout).toContain(`app@${b}`);
    const stderr = await fails('rollback', TAG, '--to=9');
    expect(stderr).toContain(`error: ${TAG} has no revision 9`);
    expect(stderr).toContain(`1 (@${a.slice(0, 19)})`);
    expect(await fails('rollback', TAG, '--to', '@0000')).toContain('no image whose digest begins with "0000"');
    expect(await fails('rollback', TAG, '--to-time', '2020-01-01')).toContain('no image from 2020-01-01T00:00:00Z');
    expect(await fails('rollback', TAG, '--to-time', '2999-01-01')).toContain('is still to come');
    expect(await fails('rollback', TAG, '--to', 'soon')).toContain('"soon" is no revision');
    expect(await fails('rollback', 'app:none')).toContain('the stream "app" has no tag "none"');
    expect(await fails('rollback', 'other:latest')).toContain('imagestreams.image.openshift.io "other" not found');
    // Whatever it was rolled back to: what it follows is what it followed at first.
    expect((await run('unpin', TAG)).stdout).toContain(`follows ${registry.host}/team/app:latest again`);
  });

  test('of an alias, and of a tag that was only pushed', async () => {
    const first = push('first');
    await importFirst();
    await run('tag', '--alias', TAG, 'app:stable');
    const second = push('second');
    await run('import-image', TAG);
    await run('rollback', 'app:stable');
    push('third');
    await run('import-image', TAG);
    expect(await current('app:stable')).toContain(first);
    expect((await run('unpin', 'app:stable')).stdout).toBe('Tag app:stable follows app:latest again.\n');
    expect(await current('app:stable')).not.toContain(second);
    expect((await told('app:stable')).revisions.map(({ cause }) => cause)).toEqual([
      'unpin',
      'rollback',
      'follows latest',
      'tag',
    ]);
  });

  test('is over where tag points the tag elsewhere, with a warning', async () => {
    push('first');
    await importFirst();
    const pinned = await run('pin', TAG, '--reason', 'freeze');
    expect(pinned.stdout).toMatch(/^Tag app:latest pinned to app@sha256:[0-9a-f]{64}\.\n$/);
    expect((await run('pin', TAG)).stdout).toMatch(/^Tag app:latest is already pinned to app@sha256:/);
    expect((await told()).pins).toMatchObject([{ action: 'pin', reason: 'freeze' }]);
    const second = push('second');
    const tagged = await run('tag', `${registry.host}/team/app:latest`, TAG, '--insecure');
    expect(tagged.stderr).toContain(`warning: the tag ${TAG} was pinned to`);
    expect(await current()).toContain(second);
    expect((await run('unpin', TAG)).stdout).toBe(`Tag ${TAG} is not pinned.\n`);
  });
});
