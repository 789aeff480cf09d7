import { describe, expect, test } from '@jest/globals';
import { addTagEvent, observedIn, setCondition, statusTag } from '../../../src/core/stream/tag-history.ts';
import { anEvent, aStream, digestA, digestB } from '../../support/streams.ts';

const failure = (over = {}) => ({
  type: 'ImportSuccess',
  status: 'False',
  lastTransitionTime: '2026-01-02T00:00:00Z',
  reason: 'NotFound',
  message: 'not found',
  generation: 2,
  ...over,
});

describe('recording what a tag points at', () => {
  test('the first event begins the history', () => {
    const stream = aStream();
    expect(addTagEvent(stream, 'latest', anEvent(digestA))).toBe(true);
    expect(statusTag(stream, 'latest')?.items).toEqual([anEvent(digestA)]);
  });

  test.each([
    ['the same reference, image and generation', anEvent(digestA), false, [anEvent(digestA)]],
    [
      'a newer generation',
      anEvent(digestA, { generation: 5, created: 'later' }),
      true,
      [anEvent(digestA, { generation: 5 })],
    ],
    [
      'another image under the same reference',
      anEvent(digestB, { dockerImageReference: `quay.io/team/app@${digestA}`, created: 'later', generation: 2 }),
      true,
      [anEvent(digestB, { dockerImageReference: `quay.io/team/app@${digestA}`, generation: 2 })],
    ],
    [
      'the same image under another reference',
      anEvent(digestA, { dockerImageReference: `mirror.example/app@${digestA}`, created: 'later', generation: 2 }),
      true,
      [anEvent(digestA, { dockerImageReference: `mirror.example/app@${digestA}`, generation: 2 })],
    ],
    [
      'another image under another reference',
      anEvent(digestB, { created: 'later', generation: 2 }),
      true,
      [anEvent(digestB, { created: 'later', generation: 2 }), anEvent(digestA)],
    ],
  ])('%s', (_, event, changed, items) => {
    const stream = aStream({ history: [{ tag: 'latest', items: [anEvent(digestA)] }] });
    expect(addTagEvent(stream, 'latest', event)).toBe(changed);
    expect(statusTag(stream, 'latest')?.items).toEqual(items);
  });

  test('going back to an older image makes a third entry', () => {
    const stream = aStream();
    for (const image of [digestA, digestB, digestA]) addTagEvent(stream, 'latest', anEvent(image));
    expect(statusTag(stream, 'latest')?.items?.map((item) => item.image)).toEqual([digestA, digestB, digestA]);
  });

  test('a change clears the conditions, and no change keeps them', () => {
    const stream = aStream({ history: [{ tag: 'latest', items: [anEvent(digestA)], conditions: [failure()] }] });
    addTagEvent(stream, 'latest', anEvent(digestA));
    expect(statusTag(stream, 'latest')?.conditions).toEqual([failure()]);
    addTagEvent(stream, 'latest', anEvent(digestB));
    expect(statusTag(stream, 'latest')?.conditions).toBeUndefined();
  });

  test('histories are sorted by tag in byte order', () => {
    const stream = aStream();
    for (const tag of ['b', 'Z', '1.10', '1.9', 'a']) addTagEvent(stream, tag, anEvent(digestA));
    expect(stream.status.tags?.map((history) => history.tag)).toEqual(['1.10', '1.9', 'Z', 'a', 'b']);
  });
});

describe('conditions', () => {
  test('the same failure again changes nothing, so that its age grows', () => {
    const stream = aStream();
    expect(setCondition(stream, 'latest', failure())).toBe(true);
    expect(setCondition(stream, 'latest', failure({ lastTransitionTime: 'later', generation: 9 }))).toBe(false);
    expect(statusTag(stream, 'latest')?.conditions).toEqual([failure()]);
  });

  test.each(['type', 'status', 'reason', 'message'])('another %s replaces it', (field) => {
    const stream = aStream();
    setCondition(stream, 'latest', failure());
    expect(setCondition(stream, 'latest', failure({ [field]: 'other' }))).toBe(true);
    expect(statusTag(stream, 'latest')?.conditions).toEqual([failure({ [field]: 'other' })]);
  });

  test('another text replaces it', () => {
    const stream = aStream();
    setCondition(stream, 'latest', failure());
    expect(setCondition(stream, 'latest', failure({ message: 'refused' }))).toBe(true);
    expect(statusTag(stream, 'latest')?.conditions).toEqual([failure({ message: 'refused' })]);
  });

  test.each([
    ['nothing', undefined, undefined, 0],
    ['an image', 4, undefined, 4],
    ['a failure', undefined, 6, 6],
    ['a failure after an image', 4, 6, 6],
    ['an image pushed after a failure', 8, 6, 8],
  ])('observed generation of %s', (_, image, condition, expected) => {
    const stream = aStream({
      history: [
        {
          tag: 'latest',
          items: image ? [anEvent(digestA, { generation: image })] : null,
          ...(condition ? { conditions: [failure({ generation: condition })] } : {}),
        },
      ],
    });
    expect(observedIn(statusTag(stream, 'latest'))).toBe(expected);
  });
});
