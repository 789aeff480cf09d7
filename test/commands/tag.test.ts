import { beforeEach, describe, expect, test } from '@jest/globals';
import { flagValues, parseFlags } from '../../src/cli/pflag.ts';
import type { Ports } from '../../src/commands/command.ts';
import { command as tag } from '../../src/commands/tag.ts';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { latestEvent, specTag } from '../../src/core/stream/tag-history.ts';
import { AppError } from '../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';

const usage = (message: string) => new AppError('USAGE', message);

let fixture: ApiFixture;
let digest: string;

beforeEach(async () => {
  fixture = anImageApi();
  digest = fixture.registry.push('quay.io/team/app:1');
  await run('quay.io/team/app:1', 'app:1');
});

/** Runs `tag` with the arguments of a command line, in the namespace demo. */
async function run(...argv: string[]): Promise<string[]> {
  const parsed = parseFlags(argv, tag.spec.flags, '');
  const request = tag.parse({ args: parsed.args, flags: flagValues(parsed, tag.spec.flags), program: 'oc', usage });
  const ports = { api: fixture.api, namespace: 'demo' } as unknown as Ports;
  const { lines, error } = await tag.run(request, ports);
  await fixture.api.controllers.settle();
  if (error) throw Object.assign(error as Error, { lines });
  return [...lines];
}

const stream = (name: string, namespace = 'demo') => fixture.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
const from = async (name: string, tagName: string, namespace?: string) =>
  specTag(await stream(name, namespace), tagName)?.from;

describe('what SOURCE means', () => {
  test.each([
    [
      'a registry',
      ['quay.io/team/app:1', 'x:y'],
      'Tag x:y set to quay.io/team/app:1.',
      { kind: 'DockerImage', name: 'quay.io/team/app:1' },
    ],
    ['a bare name', ['app', 'x:y'], 'Tag x:y set to app.', { kind: 'DockerImage', name: 'app' }],
    [
      '--source=docker',
      ['--source=docker', 'app:1', 'x:y'],
      'Tag x:y set to app:1.',
      { kind: 'DockerImage', name: 'app:1' },
    ],
    [
      'an alias',
      ['--alias', 'app:1', 'app:y'],
      'Tag app:y set up to track app:1.',
      { kind: 'ImageStreamTag', name: 'app:1' },
    ],
    [
      'an alias of nothing',
      ['--alias', 'app:nope', 'app:y'],
      'Tag app:y set up to track app:nope.',
      { kind: 'ImageStreamTag', name: 'app:nope' },
    ],
    [
      'scheduled',
      ['quay.io/team/app:1', 'x:y', '--scheduled'],
      'Tag x:y set to import quay.io/team/app:1 periodically.',
      { kind: 'DockerImage', name: 'quay.io/team/app:1' },
    ],
  ])('%s', async (_, argv, line, expected) => {
    expect(await run(...argv)).toEqual([line]);
    expect(await from(argv.includes('--alias') ? 'app' : 'x', 'y')).toEqual(expected);
  });

  test('a tag means the image that it has now', async () => {
    expect(await run('app:1', 'prod:1')).toEqual([`Tag prod:1 set to app@${digest}.`]);
    expect(await from('prod', '1')).toEqual({ kind: 'ImageStreamImage', name: `app@${digest}` });
    expect(latestEvent(await stream('prod'), '1')?.image).toBe(digest);
  });

  test('a digest drops the tag beside it', async () => {
    expect(await run(`quay.io/team/app:1@${digest}`, 'x:y')).toEqual([`Tag x:y set to quay.io/team/app@${digest}.`]);
  });

  test('a reference tag as source is the image elsewhere', async () => {
    await run('--reference', 'quay.io/team/app:1', 'refs:r');
    expect(await run('refs:r', 'x:y')).toEqual(['Tag x:y set to quay.io/team/app:1.']);
  });

  test('another namespace is written into the source', async () => {
    expect(await run('app:1', 'other/app:x')).toEqual([`Tag other/app:x set to app@${digest}.`]);
    expect(await from('app', 'x', 'other')).toEqual({
      kind: 'ImageStreamImage',
      namespace: 'demo',
      name: `app@${digest}`,
    });
    expect(await run('quay.io/team/app:1', 'other/app:y', '--scheduled')).toEqual([
      'Tag other/app:y set to quay.io/team/app:1 periodically.',
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    [['app:1'], 'at least a destination is required'],
    [[], 'you must specify a source and at least one destination or one or more tags to delete'],
    [
      ['--source=bogus', 'a', 'b:c'],
      'invalid source "bogus"; valid values are docker, dockerimage, imagestreamimage, imagestreamtag, isimage, istag',
    ],
    [['Bad/Ref:x', 'a:b'], 'invalid SOURCE: repository name must be lowercase'],
    [['--source=istag', 'quay.io/a/b:1', 'a:b'], 'server in SOURCE is only allowed when providing a container image'],
    [['--source=istag', 'app', 'a:b'], '--source=ImageStreamTag requires a valid <name>:<tag> in SOURCE'],
    [['--source=isimage', 'app:1', 'a:b'], '--source=ImageStreamImage requires a valid <name>@<id> in SOURCE'],
    [['app:nope', 'a:b'], '"app:nope" is not currently pointing to an image, cannot use it as the source of a tag'],
    [['nope:1', 'a:b', '--scheduled'], 'imagestreams.image.openshift.io "nope" not found'],
    [['app:1', 'a/b/c:d'], 'invalid image stream "a/b/c:d"'],
    [['app:1', '/c:d'], 'invalid namespace "" for image stream "/c:d"'],
    [['app:1', 'c/'], 'invalid name "" for image stream "c/"'],
    [['-d', '--alias', 'app:1'], '--alias and --delete may not be both specified'],
    [['-d', '--source=istag', 'app:1'], 'cannot specify a source kind when deleting'],
    [['-d', '--import-mode=Legacy', 'app:1'], 'cannot specify an import mode when deleting'],
    [['-d', '--insecure', 'app:1'], 'cannot set flags for importing images when deleting a tag'],
    [['app:1', 'app:x', '--reference-policy=Local'], "reference policy must be set to 'source' or 'local'"],
    [['app:1', 'app:x', '--scheduled'], 'only container images can have importing flags set'],
    [
      ['--alias', 'quay.io/x/app:1', 'app:y', '--scheduled'],
      'cannot set a container image tag as an alias and also set import flags',
    ],
    [['--alias', 'app:1', 'other:x'], 'cannot set alias across different Image Streams'],
    [['--alias', 'app:1', 'app'], '"app" must be of the form <stream_name>:<tag>'],
    [['quay.io/team/app:1', 'x:y', '--import-mode=both'], 'valid ImportMode values are Legacy or PreserveOriginal'],
    [['app:1', 'foo'], '"foo" must be of the form <stream_name>:<tag>'],
    [['app:1', 'app:bad tag'], 'invalid tag "bad tag" format, tags must start with an alphanumeric character'],
    [['app:1', 'app:'], 'ImageStreamTags must be retrieved with <name>:<tag>'],
    [['-d', 'app:gone'], 'imagestreamtags.image.openshift.io "app:gone" not found'],
    [['-d', 'gone:1'], 'imagestreams.image.openshift.io "gone" not found'],
  ])('%j', async (argv, message) => {
    await expect(run(...argv)).rejects.toThrow(message);
  });

  test('destinations before the one that is refused stay written', async () => {
    const failing = run('app:1', 'app:ok', 'badname', 'app:never');
    await expect(failing).rejects.toMatchObject({ lines: [`Tag app:ok set to app@${digest}.`] });
    expect(await from('app', 'ok')).toBeDefined();
    expect(await from('app', 'never')).toBeUndefined();
  });
});

test('tagging again drops what is not asked for again', async () => {
  await run('quay.io/team/app:1', 'x:y', '--scheduled', '--insecure', '--reference-policy=local');
  await run('quay.io/team/app:1', 'x:y');
  expect(specTag(await stream('x'), 'y')).toMatchObject({
    importPolicy: { importMode: 'Legacy' },
    referencePolicy: { type: 'Source' },
  });
  expect(specTag(await stream('x'), 'y')?.importPolicy.scheduled).toBeUndefined();
});

test('the same image source is imported again each time, the same stream source is not', async () => {
  fixture.registry.asked.length = 0;
  await run('quay.io/team/app:1', 'app:1');
  expect(fixture.registry.asked).toEqual(['GET quay.io/team/app:1']);
  await run('app:1', 'app:prod');
  const before = await stream('app');
  await run('app:1', 'app:prod');
  expect(await stream('app')).toEqual(before);
});

test('removing a tag removes its history, and says its namespace', async () => {
  expect(await run('-d', 'app:1')).toEqual(['Deleted tag demo/app:1.']);
  expect((await stream('app')).status.tags).toBeUndefined();
});
