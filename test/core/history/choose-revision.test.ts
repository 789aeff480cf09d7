import { describe, expect, test } from '@jest/globals';
import {
  chooseRevision,
  parseMoment,
  parseRevision,
  type RevisionChoice,
  shortDigest,
} from '../../../src/core/history/choose-revision.ts';
import { revisionsOf } from '../../../src/core/history/revisions.ts';
import { anEvent, digestA, digestB, digestC } from '../../support/streams.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

describe('a revision is written', () => {
  test.each([
    ['3', { type: 'number', number: 3 }],
    ['@sha256:aa', { type: 'digest', prefix: 'sha256:aa' }],
    ['sha256:AA', { type: 'digest', prefix: 'sha256:aa' }],
    ['@0a1b', { type: 'digest', prefix: '0a1b' }],
  ])('%s', (text, expected) => {
    expect(parseRevision(text)).toEqual(expected);
  });

  test.each(['', '@', '-1', '1.5', 'latest', '9'.repeat(16)])('and not as %j', (text) => {
    expect(() => parseRevision(text)).toThrow(/is no revision/);
  });
});

describe('a time is written', () => {
  test.each([
    ['2026-03-01', '2026-03-01T00:00:00Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00Z'],
    ['36h', '2026-03-09T00:00:00Z'],
    ['1w2d', '2026-03-01T12:00:00Z'],
  ])('%s', (text, expected) => {
    expect(new Date(parseMoment(text, NOW)).toISOString()).toBe(expected.replace('Z', '.000Z'));
  });

  test.each(['2026-02-30', '2026-03-01T10:00', 'yesterday', '7', '5y', ''])('and not as %j', (text) => {
    expect(() => parseMoment(text, NOW)).toThrow(/is no time/);
  });

  test.each(['2026-03-11', '-1h'])('and not for what is still to come: %s', (text) => {
    expect(() => parseMoment(text, NOW)).toThrow(/is still to come/);
  });
});

describe('the revision that is meant', () => {
  const revisions = revisionsOf(
    [
      anEvent(digestC, { created: '2026-03-03T00:00:00Z' }),
      anEvent(digestC, { created: '2026-03-02T12:00:00Z', dockerImageReference: 'mirror.example/app@c' }),
      anEvent(digestB, { created: '2026-03-02T00:00:00Z' }),
      anEvent(digestA, { created: '2026-03-01T00:00:00Z' }),
    ],
    undefined,
  );
  const time = (text: string): RevisionChoice => ({ type: 'time', at: Date.parse(text) });

  test.each<[string, RevisionChoice, number]>([
    ['the one before, with another image', { type: 'previous' }, 2],
    ['a number', { type: 'number', number: 1 }, 1],
    ['a digest: the newest with it', { type: 'digest', prefix: digestC }, 4],
    ['the beginning of one', { type: 'digest', prefix: 'bbb' }, 2],
    ['at a time', time('2026-03-02T00:00:00Z'), 2],
    ['between two', time('2026-03-01T23:59:59Z'), 1],
    ['now', time('2026-03-10T00:00:00Z'), 4],
  ])('%s', (_, choice, expected) => {
    expect(chooseRevision(revisions, choice, 'app:latest').number).toBe(expected);
  });

  test.each<[RevisionChoice, string]>([
    [{ type: 'number', number: 0 }, 'app:latest has no revision 0'],
    [{ type: 'digest', prefix: 'dd' }, 'app:latest has no image whose digest begins with "dd"'],
    [{ type: 'digest', prefix: 'sha256:' }, '"sha256:" means several images of app:latest'],
    [time('2026-02-01T00:00:00Z'), 'app:latest has no image from 2026-02-01T00:00:00Z'],
  ])('is refused with the revisions that there are: %j', (choice, message) => {
    expect(() => chooseRevision(revisions, choice, 'app:latest')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        hint: expect.stringMatching(/^revisions: 4 \(@sha256:c{12}\), 3 .*, 1 \(@sha256:a{12}\)$/),
      }),
    );
  });

  test('of a tag with one image is not the one before', () => {
    expect(() => chooseRevision(revisions.slice(0, 2), { type: 'previous' }, 'app:latest')).toThrow('no earlier image');
    expect(() => chooseRevision([], { type: 'previous' }, 'app:latest')).toThrow('no earlier image');
  });
});

test('digests are shortened to twelve digits', () => {
  expect([shortDigest(digestA), shortDigest('')]).toEqual([`sha256:${'a'.repeat(12)}`, '-']);
});
