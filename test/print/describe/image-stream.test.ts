import { describe, expect, test } from '@jest/globals';
import type { ImageStream, NamedTagEventList, TagReference } from '../../../src/core/objects/image-stream.ts';
import { describeImageStream } from '../../../src/print/describe/image-stream.ts';
import { joinDescriptions } from '../../../src/print/describe.ts';

const now = new Date('2026-11-23T08:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString().replace('.000Z', 'Z');
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const [A, B, C] = [digest('a'), digest('b'), digest('c')];

function streamOf(
  specTags: object[],
  statusTags: object[],
  fields: { metadata?: object; status?: object } = {},
): ImageStream {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: 'app', namespace: 'demo', creationTimestamp: ago(3 * 86_400), ...fields.metadata },
    spec: { lookupPolicy: { local: false }, tags: specTags as TagReference[] },
    status: {
      dockerImageRepository: 'registry:5000/demo/app',
      tags: statusTags as NamedTagEventList[],
      ...fields.status,
    },
  };
}

const spec = (name: string, kind: string, from: string, fields: object = {}) => ({
  name,
  annotations: null,
  generation: 1,
  importPolicy: {},
  referencePolicy: { type: 'Source' },
  from: { kind, name: from },
  ...fields,
});

const event = (reference: string, image: string, seconds: number, generation = 1) => ({
  created: ago(seconds),
  dockerImageReference: reference,
  image,
  generation,
});

const failure = (seconds: number, fields: object = {}) => ({
  type: 'ImportSuccess',
  status: 'False',
  lastTransitionTime: ago(seconds),
  reason: 'InternalError',
  message: 'boom',
  generation: 1,
  ...fields,
});

/** The text from the first tag section on. */
const sections = (stream: ImageStream) => {
  const text = describeImageStream(stream, now);
  return text.slice(text.indexOf('\n\n') + 2);
};

describe('the header', () => {
  test('of a stream without any tag', () => {
    expect(describeImageStream(streamOf([], [], { metadata: { creationTimestamp: null } }), now)).toBe(
      [
        'Name:\t\t\tapp',
        'Namespace:\t\tdemo',
        'Labels:\t\t\t<none>',
        'Annotations:\t\t<none>',
        'Image Repository:\tregistry:5000/demo/app',
        'Image Lookup:\t\tlocal=false',
        'Tags:\t\t\t<none>',
        '',
      ].join('\n'),
    );
  });

  test('with labels, description, annotations, the public repository and lookup', () => {
    const stream = streamOf([], [], {
      metadata: { labels: { tier: 'front', app: 'web' }, annotations: { z: '1', description: 'Two\nlines', a: '2' } },
      status: { publicDockerImageRepository: 'public/demo/app' },
    });
    stream.spec.lookupPolicy.local = true;
    expect(describeImageStream(stream, now)).toBe(
      [
        'Name:\t\t\tapp',
        'Namespace:\t\tdemo',
        'Created:\t\t3 days ago',
        'Labels:\t\t\tapp=web',
        '\t\t\ttier=front',
        'Description:\t\tTwo',
        '\t\t\tlines',
        'Annotations:\t\ta=2',
        '\t\t\tz=1',
        'Image Repository:\tpublic/demo/app',
        'Image Lookup:\t\tlocal=true',
        'Tags:\t\t\t<none>',
        '',
      ].join('\n'),
    );
  });

  test('newlines of the first annotation are indented, those of a later one end the alignment', () => {
    const first = describeImageStream(streamOf([], [], { metadata: { annotations: { a: 'x\ny\n' } } }), now);
    expect(first).toContain('Annotations:\t\ta=x\n\t\t\ty\n\t\t\t\nImage Repository:');
    const later = describeImageStream(streamOf([], [], { metadata: { annotations: { a: '1', b: 'x\ny' } } }), now);
    expect(later).toContain('Name:\t\tapp\n');
    expect(later).toContain('Annotations:\ta=1\n\t\tb=x\ny\nImage Repository:\tregistry');
  });

  test('counts distinct images, all references together as one, and aliases among the tags', () => {
    const stream = streamOf(
      [spec('alias', 'ImageStreamTag', 'one'), spec('one', 'DockerImage', 'x'), spec('new', 'DockerImage', 'y')],
      [
        { tag: 'alias', items: [event('x@a', A, 1)] },
        { tag: 'one', items: [event('x@a', A, 1), event('x@b', B, 2)] },
        { tag: 'ref1', items: [event('x:1', '', 1)] },
        { tag: 'ref2', items: [event('x:2', '', 1)] },
      ],
    );
    expect(describeImageStream(stream, now)).toContain('Unique Images:\t\t3\nTags:\t\t\t5\n\n');
  });
});

describe('where a tag comes from', () => {
  const local = { referencePolicy: { type: 'Local' } };
  test.each<[string, object, string[]]>([
    ['no source', { ...spec('t', '', ''), from: undefined }, ['tag without source image']],
    ['stream tag', spec('t', 'ImageStreamTag', 'other:1'), ['tagged from other:1']],
    ['stream tag, reference', spec('t', 'ImageStreamTag', 'other:1', { reference: true }), ['reference to other:1']],
    [
      'stream tag, scheduled',
      spec('t', 'ImageStreamTag', 'other:1', { importPolicy: { scheduled: true } }),
      ['updates automatically from other:1'],
    ],
    ['registry', spec('t', 'DockerImage', 'quay.io/a:1'), ['tagged from quay.io/a:1']],
    ['registry, reference', spec('t', 'DockerImage', 'a', { reference: true }), ['reference to registry a']],
    [
      'registry, scheduled and insecure',
      spec('t', 'DockerImage', 'a', { importPolicy: { scheduled: true, insecure: true } }),
      ['updates automatically from registry a', '  will use insecure HTTPS or HTTP connections'],
    ],
    [
      'registry through the integrated one',
      spec('t', 'DockerImage', 'a', local),
      ['tagged from a', '  prefer registry pullthrough when referencing this tag'],
    ],
    ['image', spec('t', 'ImageStreamImage', 'b@sha256:1'), ['tagged from b@sha256:1']],
    [
      'image, reference',
      spec('t', 'ImageStreamImage', 'b@sha256:1', { reference: true }),
      ['reference to image b@sha256:1'],
    ],
    ['another kind', spec('t', 'Other', 'x'), ['updates from Other x']],
    ['another kind, reference', spec('t', 'Other', 'x', { reference: true }), ['reference to Other x']],
    [
      'another namespace',
      spec('t', 'ImageStreamTag', '', { from: { kind: 'ImageStreamTag', namespace: 'openshift', name: 'ruby:2' } }),
      ['tagged from openshift/ruby:2'],
    ],
    [
      'the same namespace',
      spec('t', 'ImageStreamTag', '', { from: { kind: 'ImageStreamTag', namespace: 'demo', name: 'ruby:2' } }),
      ['tagged from ruby:2'],
    ],
  ])('%s', (_, tag, lines) => {
    const text = sections(streamOf([tag], [{ tag: 't', items: [event(`x@${A}`, A, 5)] }]));
    expect(text).toBe(`t\n${lines.map((line) => `  ${line}\n`).join('')}\n  * x@${A}\n      5 seconds ago\n`);
  });

  test('a tag that is only in the status was pushed', () => {
    expect(sections(streamOf([], [{ tag: 't', items: [event(`x@${A}`, A, 5)] }]))).toMatch(
      /^t\n {2}no spec tag\n\n {2}\* /,
    );
  });

  test('annotations of the tag are told, and an empty line after them', () => {
    const annotations = {
      description: 'Two ten',
      tags: 'builder,hidden',
      supports: 'mars:2',
      sampleRepo: 'https://x/y.git',
    };
    const text = sections(
      streamOf([spec('t', 'DockerImage', 'a', { annotations })], [{ tag: 't', items: [event(`x@${A}`, A, 5)] }]),
    );
    expect(text).toBe(
      `t\n  tagged from a\n\n  Two ten\n  Tags: builder, hidden\n  Supports: mars:2\n  Example Repo: https://x/y.git\n\n  * x@${A}\n      5 seconds ago\n`,
    );
  });
});

describe('history', () => {
  test('the newest event has a star; the digest stands beside an age when the pull spec does not hold it', () => {
    const items = [
      event(`quay.io/a@${A}`, A, 60),
      event('quay.io/a:old', B, 172_800),
      event('quay.io/a:older', '', 94_608_000),
    ];
    expect(sections(streamOf([spec('t', 'DockerImage', 'a')], [{ tag: 't', items }]))).toBe(
      [
        't',
        '  tagged from a',
        '',
        `  * quay.io/a@${A}`,
        '      About a minute ago',
        '    quay.io/a:old',
        `      2 days ago\t${B}`,
        '    quay.io/a:older',
        '      3 years ago',
        '',
      ].join('\n'),
    );
  });

  test('failures stand above the history that they leave', () => {
    const status = {
      tag: 't',
      items: [event(`a@${C}`, C, 600)],
      conditions: [failure(46), failure(1, { status: 'True' })],
    };
    expect(sections(streamOf([spec('t', 'DockerImage', 'a')], [status]))).toBe(
      `t\n  tagged from a\n\n  ! error: Import failed (InternalError): boom\n      46 seconds ago\n  * a@${C}\n      10 minutes ago\n`,
    );
  });

  test.each<[string, object, object | undefined, boolean]>([
    ['nothing is known yet', spec('t', 'DockerImage', 'a'), undefined, true],
    [
      'the spec is newer than the newest event',
      spec('t', 'DockerImage', 'a', { generation: 3 }),
      { items: [event('a', A, 1, 2)] },
      true,
    ],
    [
      'the spec is newer than the failure',
      spec('t', 'DockerImage', 'a', { generation: 3 }),
      { items: null, conditions: [failure(1, { generation: 2 })] },
      true,
    ],
    [
      'the failure is as new as the spec',
      spec('t', 'DockerImage', 'a', { generation: 3 }),
      { items: [event('a', A, 1, 1)], conditions: [failure(1, { generation: 3 })] },
      false,
    ],
    ['it is a dangling alias', spec('t', 'ImageStreamTag', 'gone'), undefined, true],
    ['it is only a reference', spec('t', 'DockerImage', 'a', { reference: true }), undefined, false],
    ['it has no generation', spec('t', 'DockerImage', 'a', { generation: null }), undefined, false],
    ['it has no source', { ...spec('t', '', ''), from: undefined }, undefined, false],
  ])('is being imported when %s: %#', (_, tag, status, importing) => {
    const text = sections(streamOf([tag], status ? [{ tag: 't', ...status }] : []));
    expect(text.includes('  ~ importing latest image ...\n')).toBe(importing);
  });

  test('a tag without items leaves its empty line: two before the next section', () => {
    const stream = streamOf(
      [spec('a', 'DockerImage', 'x', { generation: null }), spec('b', 'DockerImage', 'y', { generation: null })],
      [],
    );
    expect(sections(stream)).toBe('a\n  tagged from x\n\n\nb\n  tagged from y\n\n');
  });
});

describe('aliases', () => {
  const headings = (tags: object[], statusTags: object[] = []) =>
    sections(streamOf(tags, statusTags))
      .split('\n')
      .filter((line) => /^\S/.test(line));

  test('stand at the tag that their chain ends at, in tag order', () => {
    expect(
      headings([
        spec('1.1', 'DockerImage', 'x'),
        spec('latest', 'ImageStreamTag', 'stable'),
        spec('stable', 'ImageStreamTag', 'app:1.1'),
        spec('2.0', 'ImageStreamTag', '1.1'),
      ]),
    ).toEqual(['1.1 (latest, 2.0, stable)']);
  });

  test.each<[string, object[]]>([
    ['dangling', [spec('a', 'ImageStreamTag', 'gone')]],
    ['circular', [spec('a', 'ImageStreamTag', 'b'), spec('b', 'ImageStreamTag', 'a')]],
    ['of itself', [spec('a', 'ImageStreamTag', 'a')]],
    ['of another stream', [spec('a', 'ImageStreamTag', 'other:b'), spec('b', 'DockerImage', 'x')]],
    [
      'of another namespace',
      [
        spec('a', 'ImageStreamTag', '', { from: { kind: 'ImageStreamTag', namespace: 'x', name: 'app:b' } }),
        spec('b', 'DockerImage', 'x'),
      ],
    ],
  ])('%s: have sections of their own', (_, tags) => {
    expect(headings(tags)).toEqual(tags.map((tag) => (tag as { name: string }).name));
  });

  test('of a tag that is only in the status has a section of its own', () => {
    expect(headings([spec('a', 'ImageStreamTag', 'b')], [{ tag: 'b', items: [event(`x@${A}`, A, 1)] }])).toEqual([
      'a',
      'b',
    ]);
  });

  test('of a chain that runs into a circle are all shown', () => {
    expect(
      headings([spec('a', 'ImageStreamTag', 'b'), spec('b', 'ImageStreamTag', 'c'), spec('c', 'ImageStreamTag', 'b')]),
    ).toEqual(['a', 'b', 'c']);
  });

  test('a chain of thousands is followed', () => {
    const tags = Array.from({ length: 5_000 }, (_, i) => spec(`t${i}`, 'ImageStreamTag', `t${i + 1}`));
    expect(headings([...tags, spec('t5000', 'DockerImage', 'x')])).toHaveLength(1);
  });
});

test('sections come in tag order', () => {
  const tags = ['zeta', '1.2', 'latest', '2.0', 'Alpha'].map((name) =>
    spec(name, 'DockerImage', 'x', { generation: null }),
  );
  expect(
    sections(streamOf(tags, []))
      .split('\n')
      .filter((line) => /^\S/.test(line)),
  ).toEqual(['latest', '2.0', '1.2', 'Alpha', 'zeta']);
});

test('what a registry said cannot steer the terminal', () => {
  const stream = streamOf(
    [spec('t', 'DockerImage', 'x')],
    [{ tag: 't', items: null, conditions: [failure(1, { message: 'a\u001b[2Jb' })] }],
  );
  expect(sections(stream)).toContain('Import failed (InternalError): a^[[2Jb\n');
});

test('several objects are two empty lines apart, those found by prefix one', () => {
  expect(joinDescriptions(['a\n', 'b\n'], false)).toBe('a\n\n\nb\n');
  expect(joinDescriptions(['a\n', 'b\n'], true)).toBe('a\n\nb\n\n');
});
