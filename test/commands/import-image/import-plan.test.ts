import { describe, expect, test } from '@jest/globals';
import { planImport } from '../../../src/commands/import-image/import-plan.ts';
import type { ImportImageRequest } from '../../../src/commands/import-image/request.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { aStream, aTag } from '../../support/streams.ts';

const request = (over: Partial<ImportImageRequest> = {}): ImportImageRequest => ({
  program: 'imagestream',
  target: 'app',
  stream: 'app',
  tag: 'latest',
  from: '',
  confirm: false,
  all: false,
  scheduled: false,
  insecure: undefined,
  referencePolicy: 'Source',
  importMode: 'Legacy',
  dryRun: false,
  output: { type: 'default', argument: '', allowMissingKeys: true },
  ...over,
});

/** What is imported into what: `from -> tag`, or the repository. */
function asked(over: Partial<ImportImageRequest>, stream?: ImageStream): string[] {
  const { images, repository } = planImport(request(over), stream, 'demo').import.spec;
  return [
    ...(images ?? []).map((i) => `${i.from.name} -> ${i.to?.name}`),
    ...(repository ? [`repository ${repository.from.name}`] : []),
  ];
}

const X = 'quay.io/team/app:latest';
const docker = (name: string, from = X) => aTag(name, { from: { kind: 'DockerImage', name: from } });
const alias = (name: string, target: string, namespace?: string) =>
  aTag(name, { from: { kind: 'ImageStreamTag', name: target, ...(namespace ? { namespace } : {}) } });

describe('the decision table of import-image', () => {
  const wholeRepository = () => {
    const stream = aStream({ tags: [docker('v1')] });
    stream.spec.dockerImageRepository = 'quay.io/team/app';
    return stream;
  };

  test.each<[string, Partial<ImportImageRequest>, ImageStream | undefined, string[]]>([
    ['a new stream', { from: 'busybox', confirm: true }, undefined, ['busybox -> latest']],
    [
      'a new stream without --from takes the target itself',
      { confirm: true, target: 'x/app:1', tag: '1' },
      undefined,
      ['x/app:1 -> 1'],
    ],
    [
      'a new stream of a repository',
      { from: 'busybox', confirm: true, all: true, tag: '' },
      undefined,
      ['repository busybox'],
    ],
    ['a new tag needs no --confirm', { tag: 'new', from: 'busybox' }, aStream(), ['busybox -> new']],
    ['latest of a whole repository', {}, wholeRepository(), ['quay.io/team/app -> latest']],
    ['a tag again', {}, aStream({ tags: [docker('latest')] }), [`${X} -> latest`]],
    ['a tag again with the same source', { from: X }, aStream({ tags: [docker('latest')] }), [`${X} -> latest`]],
    [
      'an alias imports what it follows',
      {},
      aStream({ tags: [alias('latest', 'app:v1'), docker('v1')] }),
      [`${X} -> v1`],
    ],
    [
      'a chain of aliases',
      {},
      aStream({ tags: [alias('latest', 'a'), alias('a', 'b', 'demo'), docker('b')] }),
      [`${X} -> b`],
    ],
    [
      'an alias of nothing is replaced',
      { from: 'busybox' },
      aStream({ tags: [alias('latest', 'gone')] }),
      ['busybox -> latest'],
    ],
    ['--all of a whole repository', { all: true, tag: '' }, wholeRepository(), ['repository quay.io/team/app']],
    [
      '--all of the tags, in the order of describe',
      { all: true, tag: '' },
      aStream({
        tags: [
          docker('zeta', 'z'),
          docker('1.0', 'o'),
          docker('latest', 'l'),
          alias('alias', 'zeta'),
          aTag('ref', { reference: true }),
        ],
      }),
      ['l -> latest', 'o -> 1.0', 'quay.io/team/app:ref -> ref', 'z -> zeta'],
    ],
    ['--all --from --confirm', { all: true, tag: '', from: 'x/y', confirm: true }, aStream(), ['repository x/y']],
    [
      '--all --from the same',
      { all: true, tag: '', from: 'quay.io/team/app' },
      wholeRepository(),
      ['repository quay.io/team/app'],
    ],
  ])('%s', (_, over, stream, expected) => {
    expect(asked(over, stream)).toEqual(expected);
  });

  test.each<[string, Partial<ImportImageRequest>, ImageStream | undefined, string]>([
    ['no stream', {}, undefined, 'no image stream named "app" exists, pass --confirm to create and import'],
    [
      'no such tag',
      { tag: 'nope' },
      aStream(),
      'the tag "nope" does not exist on the image stream - choose an existing tag to import or use the \'tag\' command to create a new tag',
    ],
    [
      'another source',
      { from: 'busybox' },
      aStream({ tags: [docker('latest')] }),
      `the tag "latest" points to "${X}" - use the 'tag' command if you want to change the source to "busybox"`,
    ],
    [
      'another source of an alias',
      { from: 'busybox' },
      aStream({ tags: [alias('latest', 'v1'), docker('v1')] }),
      `the tag "latest" points to the tag "v1" which points to "${X}" - use the 'tag' command if you want to change the source to "busybox"`,
    ],
    [
      'an untagged spelling is another source',
      { from: 'quay.io/team/app' },
      aStream({ tags: [docker('latest')] }),
      "use the 'tag' command",
    ],
    [
      'a circle',
      {},
      aStream({ tags: [alias('latest', 'a'), alias('a', 'latest')] }),
      'tag "latest" on the image stream is a reference to same tag',
    ],
    [
      'another stream',
      {},
      aStream({ tags: [alias('latest', 'other:1')] }),
      'tag "latest" points to an imagestreamtag from another ImageStream',
    ],
    [
      'another namespace',
      {},
      aStream({ tags: [alias('latest', 'app:1', 'prod')] }),
      'tag "latest" points to an imagestreamtag from another ImageStream',
    ],
    [
      'an image of a stream',
      {},
      aStream({ tags: [aTag('latest', { from: { kind: 'ImageStreamImage', name: 'app@sha256:aa' } })] }),
      'tag "latest" points to existing ImageStreamImage "app@sha256:aa", it cannot be re-imported',
    ],
    [
      'a tag without a source',
      {},
      aStream({ tags: [(({ from: _from, ...tag }) => tag)(docker('latest'))] }),
      'tag "latest" already exists - you must use the \'tag\' command if you want to change the source to ""',
    ],
    [
      '--all without anything external',
      { all: true, tag: '' },
      aStream(),
      'image stream does not have tags pointing to external container images',
    ],
    [
      '--all of a repository without --confirm',
      { all: true, tag: '', from: 'x/y' },
      aStream(),
      'the image stream does not currently import an entire Docker repository, pass --confirm to update',
    ],
    [
      '--all of another repository without --confirm',
      { all: true, tag: '', from: 'x/y' },
      wholeRepository(),
      'the image stream has a different import spec "quay.io/team/app", pass --confirm to update',
    ],
  ])('%s is refused', (_, over, stream, message) => {
    expect(() => asked(over, stream)).toThrow(message);
  });
});

describe('import policies', () => {
  const policy = (over: Partial<ImportImageRequest>, stream: ImageStream) =>
    planImport(request(over), stream, 'demo').import.spec.images?.[0]?.importPolicy;
  const stored = (importPolicy: object, annotation?: string) => {
    const stream = aStream({
      tags: [aTag('latest', { importPolicy: { importMode: 'PreserveOriginal', ...importPolicy } })],
    });
    if (annotation) stream.metadata.annotations = { 'openshift.io/image.insecureRepository': annotation };
    return stream;
  };

  test.each([
    ['nothing', {}, stored({}), { importMode: 'Legacy' }],
    ['--insecure', { insecure: true }, stored({}), { importMode: 'Legacy', insecure: true }],
    [
      '--insecure=false cannot take from the tag',
      { insecure: false },
      stored({ insecure: true }),
      { importMode: 'Legacy', insecure: true },
    ],
    ['the annotation of the stream', {}, stored({}, 'true'), { importMode: 'Legacy', insecure: true }],
    ['--insecure=false beats the annotation', { insecure: false }, stored({}, 'true'), { importMode: 'Legacy' }],
    ['an annotation that is not "true"', {}, stored({}, 'yes'), { importMode: 'Legacy' }],
    ['--scheduled is added', { scheduled: true }, stored({}), { importMode: 'Legacy', scheduled: true }],
    ['and stays', {}, stored({ scheduled: true }), { importMode: 'Legacy', scheduled: true }],
    [
      'the mode is always that of the request',
      { importMode: 'PreserveOriginal' as const },
      stored({}),
      { importMode: 'PreserveOriginal' },
    ],
  ])('%s', (_, over, stream, expected) => {
    expect(policy(over, stream)).toEqual(expected);
  });
});
