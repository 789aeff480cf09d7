import { beforeEach, describe, expect, test } from '@jest/globals';
import { flagValues, parseFlags } from '../../src/cli/pflag.ts';
import type { Ports } from '../../src/commands/command.ts';
import { command as importImage } from '../../src/commands/import-image.ts';
import { command as tag } from '../../src/commands/tag.ts';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { latestEvent, specTag } from '../../src/core/stream/tag-history.ts';
import { AppError } from '../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';

const usage = (message: string) => new AppError('USAGE', message);

let fixture: ApiFixture;
let asked: string[];
/** What somebody else does while a tag is looked up. */
let meanwhile: (() => Promise<unknown>)[];

beforeEach(() => {
  fixture = anImageApi();
  asked = [];
  meanwhile = [];
  for (const version of ['1', '2', '3']) fixture.registry.push(`quay.io/team/app:${version}`, { version });
  const { registry } = fixture;
  const ask = registry.getManifest.bind(registry);
  registry.getManifest = async (address, reference, request) => {
    asked.push(reference);
    const answer = await ask(address, reference, request);
    await meanwhile.shift()?.();
    return answer;
  };
});

const ports = () => ({ api: fixture.api, namespace: 'demo' }) as unknown as Ports;

async function run(...argv: string[]) {
  const parsed = parseFlags(argv, importImage.spec.flags, '');
  const request = importImage.parse({
    args: parsed.args,
    flags: flagValues(parsed, importImage.spec.flags),
    program: 'oc',
    usage,
  });
  return importImage.run(request, ports());
}

async function tagAs(...argv: string[]) {
  const parsed = parseFlags(argv, tag.spec.flags, '');
  const request = tag.parse({ args: parsed.args, flags: flagValues(parsed, tag.spec.flags), program: 'oc', usage });
  await tag.run(request, ports());
}

const importOf = (version: string) => run(`app:${version}`, `--from=quay.io/team/app:${version}`, '--confirm');
const stream = () => fixture.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app');
const tags = async () => ((await stream()).spec.tags ?? []).map(({ name }) => name);

describe('import-image while somebody else writes the stream', () => {
  test.each(['there is one', 'there is none yet'])(
    'counts all the same, and asks no registry again: %s',
    async (state) => {
      if (state === 'there is one') await importOf('3');
      asked = [];
      meanwhile = [() => importOf('2')];
      const { withErrors } = await importOf('1');
      expect(withErrors).toBe(false);
      expect(await tags()).toEqual(expect.arrayContaining(['1', '2']));
      expect(latestEvent(await stream(), '1')).toBeDefined();
      expect(asked).toEqual(['1', '2']);
    },
  );

  test('of all tags of a repository as well', async () => {
    await importOf('3');
    meanwhile = [() => tagAs('--source=docker', '--reference', 'quay.io/team/app:2', 'app:kept')];
    await run('app', '--all', '--from=quay.io/team/app', '--confirm');
    expect(await tags()).toEqual(expect.arrayContaining(['1', '2', '3', 'kept']));
    expect(asked.filter((reference) => reference === '1')).toHaveLength(1);
  });

  test('plans anew with the stream as it is then: a tag that was pointed elsewhere is not pointed back', async () => {
    await importOf('1');
    meanwhile = [() => tagAs('--source=docker', '--reference', 'quay.io/team/app:2', 'app:1')];
    await expect(importOf('1')).rejects.toThrow('the tag "1" points to "quay.io/team/app:2"');
    expect(specTag(await stream(), '1')?.from?.name).toBe('quay.io/team/app:2');
  });

  test('says once what it held back', async () => {
    await importOf('1');
    fixture.registry.push('quay.io/team/app:1', { version: 'new' });
    meanwhile = [() => importOf('2')];
    const { notes } = await run('app:1', '--min-age=7d');
    expect(notes).toHaveLength(1);
  });
});
