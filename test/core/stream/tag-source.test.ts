import { describe, expect, test } from '@jest/globals';
import { eventOfImage, findImage, tagSourceOf } from '../../../src/core/stream/tag-source.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const self = { namespace: 'demo', name: 'app' };
const source = (kind: string, name: string, namespace?: string) =>
  tagSourceOf(aTag('t', { from: { kind, name, ...(namespace === undefined ? {} : { namespace }) } }), self);

describe('what a tag points at', () => {
  test.each<[kind: string, name: string, namespace: string | undefined, expected: unknown]>([
    ['ImageStreamTag', '1', undefined, { namespace: 'demo', stream: 'app', part: '1' }],
    ['ImageStreamTag', 'other:1', undefined, { namespace: 'demo', stream: 'other', part: '1' }],
    ['ImageStreamTag', 'other:1', 'far', { namespace: 'far', stream: 'other', part: '1' }],
    ['ImageStreamTag', '1', '', { namespace: 'demo', stream: 'app', part: '1' }],
    ['ImageStreamImage', digestA, undefined, { namespace: 'demo', stream: 'app', part: digestA }],
    ['ImageStreamImage', 'abc', 'far', { namespace: 'far', stream: 'app', part: 'abc' }],
    ['ImageStreamImage', `other@${digestA}`, undefined, { namespace: 'demo', stream: 'other', part: digestA }],
    ['DockerImage', 'quay.io/a/b:1', undefined, undefined],
  ])('%s %s in %s', (kind, name, namespace, expected) => {
    expect(source(kind, name, namespace)).toEqual(expected);
  });

  test('nothing without a source', () =>
    expect(tagSourceOf({ ...aTag('t'), from: null } as never, self)).toBeUndefined());

  test.each([
    ['ImageStreamTag', 'a:b:c'],
    ['ImageStreamImage', 'a@b@c'],
  ])('%s %s has too many parts', (kind, name) => {
    expect(() => source(kind, name)).toThrow(expect.objectContaining({ code: 'ARGUMENT' }));
  });
});

describe('the image that an id means', () => {
  const near = `sha256:${'a'.repeat(63)}0`;
  const stream = aStream({
    history: [
      { tag: 'pending', items: null },
      { tag: 'reference', items: [anEvent('', { dockerImageReference: 'quay.io/x:1' })] },
      { tag: '1', items: [anEvent(digestA), anEvent(digestB)] },
      { tag: '2', items: [anEvent(digestA, { dockerImageReference: 'elsewhere' }), anEvent(near)] },
    ],
  });

  test.each([
    [digestA, anEvent(digestA)],
    [digestB, anEvent(digestB)],
    ['b'.repeat(10), anEvent(digestB)],
    ['sha256:bb', anEvent(digestB)],
  ])('%s', (id, event) => expect(findImage(stream, id)).toEqual({ found: event }));

  test('none, or several in one order', () => {
    expect(findImage(stream, 'cc')).toEqual({ found: undefined, ambiguous: [] });
    expect(findImage(stream, 'aaa')).toEqual({ found: undefined, ambiguous: [near, digestA] });
    expect(findImage(aStream(), 'aaa')).toEqual({ found: undefined, ambiguous: [] });
  });

  const tag = aTag('t', { from: { kind: 'ImageStreamImage', name: 'app@x' } });
  const event = (part: string) =>
    eventOfImage(tag, { namespace: 'demo', stream: 'app', part }, stream, { now: 'now', generation: 7 });

  test('is an event of now', () => {
    expect(event(digestB)).toEqual({
      event: { created: 'now', dockerImageReference: `quay.io/team/app@${digestB}`, image: digestB, generation: 7 },
    });
  });

  test.each([
    ['cc', 'imagestreamimage.image.openshift.io "cc" not found'],
    ['aaa', `multiple images match the prefix "aaa": ${near}, ${digestA}`],
  ])('%s is none', (id, why) => {
    const { cause } = event(id);
    expect(cause?.field).toBe('spec.tags[t].from.name');
    expect(cause?.message).toMatch(/^Invalid value: "app@x": error generating tag event: /);
    expect(cause?.message).toContain(why);
  });
});
