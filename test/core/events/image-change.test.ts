import { describe, expect, test } from '@jest/globals';
import {
  changeId,
  objectState,
  subjectKey,
  tagKey,
  tagState,
  untoldChanges,
} from '../../../src/core/events/image-change.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { aBuildConfig, aDeployment, aDeploymentConfig } from '../triggers/objects.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const pullSpec = (letter: string) => `quay.io/acme/app@${digest(letter)}`;

/** A stream whose tag `1` has had these images, the newest first. */
function aStream(...letters: string[]): ImageStream {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: 'app', namespace: 'demo' },
    spec: { lookupPolicy: { local: false } },
    status: {
      dockerImageRepository: '',
      tags: [
        {
          tag: '1',
          items: letters.map((letter, age) => ({
            created: `2026-01-0${9 - age}T00:00:00Z`,
            dockerImageReference: pullSpec(letter),
            image: digest(letter),
            generation: 1,
          })),
        },
      ],
    },
  };
}

const told = (letter?: string) => new Map(letter ? [['demo/app:1', pullSpec(letter)]] : []);
const untold = (stream: ImageStream, before?: string) =>
  untoldChanges(tagState(stream, '1')!, told(before)).map(({ moves }) => [moves[0]?.previous, moves[0]?.image]);

describe('what is untold of a tag', () => {
  test.each<[string, string[], string | undefined, [string, string][]]>([
    ['the image that was told', ['b', 'a'], 'b', []],
    ['one that took its place', ['b', 'a'], 'a', [['a', 'b']]],
    [
      'several, in the order in which they came',
      ['d', 'c', 'b', 'a'],
      'b',
      [
        ['b', 'c'],
        ['c', 'd'],
      ],
    ],
    ['the first image of all', ['a'], undefined, [['', 'a']]],
    ['of a tag that nobody heard of, the newest', ['c', 'b', 'a'], undefined, [['', 'c']]],
    ['where the told one is forgotten, the newest', ['d', 'c'], 'a', [['a', 'd']]],
    ['an image that came back', ['a', 'b', 'a'], 'b', [['b', 'a']]],
    ['nothing, where it came back before anybody was told', ['a', 'b', 'a'], 'a', []],
  ])('%s', (_, letters, before, expected) => {
    const specs = expected.map(([from, to]) => [from && pullSpec(from), pullSpec(to)]);
    expect(untold(aStream(...letters), before)).toEqual(specs);
  });

  test('has an id of its own for each time that an image came', () => {
    const [first] = untoldChanges(tagState(aStream('a', 'b'), '1')!, told('b'));
    const [again] = untoldChanges(tagState(aStream('a', 'b', 'a', 'b'), '1')!, told('b'));
    expect(changeId(first!)).not.toBe(
      changeId({ ...again!, moves: [{ ...again!.moves[0]!, created: '2027-01-01T00:00:00Z' }] }),
    );
    expect(changeId(first!)).toBe(changeId(structuredClone(first!)));
    expect(changeId(first!)).toContain(digest('a'));
  });

  test('a tag without an image is no subject', () => {
    expect(tagState(aStream(), '1')).toBeUndefined();
    expect(tagState(aStream('a'), 'other')).toBeUndefined();
  });
});

describe('what an object has from its tags', () => {
  const find = (namespace: string, name: string) =>
    namespace === 'demo' && name === 'app' ? aStream('b', 'a') : undefined;
  const trigger = (over = {}) => ({
    from: { kind: 'ImageStreamTag', name: 'app:1' },
    fieldPath: 'spec.template.spec.containers[?(@.name=="main")].image',
    ...over,
  });
  const deployment = (image: string, over = {}) => {
    const annotations = { 'image.openshift.io/triggers': JSON.stringify([trigger(over)]) };
    const object = structuredClone(aDeployment({ annotations }));
    (object.spec as { template: { spec: { containers: { image: string }[] } } }).template.spec.containers[0]!.image =
      image;
    return object;
  };
  const images = (object: Parameters<typeof objectState>[0]) =>
    objectState(object, find).images.map(({ from, image }) => [tagKey(from), image]);
  const config = (params: object) =>
    aDeploymentConfig([
      { type: 'ImageChange', imageChangeParams: { from: { kind: 'ImageStreamTag', name: 'app:1' }, ...params } },
    ]);
  const build = (lastTriggeredImageID: string) => ({
    ...aBuildConfig([{ type: 'ImageChange', imageChange: {} }], { kind: 'ImageStreamTag', name: 'app:1' }),
    status: { imageChangeTriggers: [{ from: { name: 'app:1' }, lastTriggeredImageID }] },
  });

  test.each([
    ['a deployment with the newest image', deployment(pullSpec('b')), true],
    ['a deployment that waits for its trigger', deployment(pullSpec('a')), false],
    ['a deployment that was never triggered', deployment(' '), false],
    ['a deployment whose trigger is paused', deployment(pullSpec('b'), { paused: true }), false],
    [
      'a trigger of a container that is not there',
      deployment(pullSpec('b'), { fieldPath: 'spec.template.spec.containers[9].image' }),
      false,
    ],
    [
      'a deployment config',
      config({ automatic: true, containerNames: ['main'], lastTriggeredImage: pullSpec('b') }),
      true,
    ],
    [
      'a deployment config that is not automatic',
      config({ containerNames: ['main'], lastTriggeredImage: pullSpec('b') }),
      false,
    ],
    ['a build config', build(pullSpec('b')), true],
    ['a build config before its build', build(pullSpec('a')), false],
    ['an object without triggers', aDeployment(), false],
  ])('%s', (_, object, has) => {
    expect(images(object)).toEqual(has ? [['demo/app:1', pullSpec('b')]] : []);
  });

  test('is told as it is now, with what it had when it was told last', () => {
    const state = objectState(deployment(pullSpec('b')), find);
    expect(untoldChanges(state, told('a'))).toEqual([
      {
        subject: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'demo', name: 'app' },
        moves: [
          {
            from: { namespace: 'demo', name: 'app:1' },
            image: pullSpec('b'),
            digest: digest('b'),
            created: '2026-01-09T00:00:00Z',
            previous: pullSpec('a'),
          },
        ],
      },
    ]);
    expect(untoldChanges(state, told('b'))).toEqual([]);
  });
});

test('keys of subjects differ where the subjects do', () => {
  const of = (apiVersion: string, kind: string, name: string, tag?: string) =>
    subjectKey({ apiVersion, kind, namespace: 'demo', name, ...(tag === undefined ? {} : { tag }) });
  const keys = [
    of('v1', 'Build', 'app'),
    of('apps/v1', 'Deployment', 'app'),
    of('apps.openshift.io/v1', 'Deployment', 'app'),
    of('image.openshift.io/v1', 'ImageStream', 'app', '1'),
    of('image.openshift.io/v1', 'ImageStream', 'app', '2'),
    of('image.openshift.io/v1', 'ImageStream', 'app'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys[3]).toBe('image.openshift.io/ImageStream demo/app:1');
});
