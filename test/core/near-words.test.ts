import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearWords } from '../../src/core/near-words.ts';

const VERBS = ['get', 'edit', 'tag', 'login', 'logout', 'pin', 'unpin', 'import-image', 'project', 'set', 'help'];

describe('what a mistyped word may have meant', () => {
  test.each<[string, string[]]>([
    ['gte', ['get']],
    ['gett', ['get']],
    ['GTE', ['get']],
    ['impotr-image', ['import-image']],
    ['imprtimage', ['import-image']],
    ['logn', ['login']],
    ['ping', ['pin']],
    // Whoever stops early is offered all that goes on like that.
    ['log', ['login', 'logout']],
    ['im', ['import-image']],
    // Too far for so few letters.
    ['logs', []],
    ['run', []],
    ['wait', []],
    ['plugin', []],
    ['x', []],
    ['', []],
    ['completely', []],
  ])('%s', (word, near) => {
    expect(nearWords(word, VERBS)).toEqual(near);
  });

  test('a whole part goes before the beginning of another word', () => {
    expect(nearWords('to', ['token-server', 'to-revision'])).toEqual(['to-revision']);
  });

  test('of two letters only those that changed places are near', () => {
    expect(nearWords('si', ['is', 'sa', 'ds', 'cs', 'i'])).toEqual(['is']);
  });

  test('a word with one letter more is found among any others', () => {
    const name = fc.stringMatching(/^[a-z]{5,12}$/);
    fc.assert(
      fc.property(name, fc.array(name), fc.nat(), (word, others, at) => {
        const place = at % word.length;
        const typed = `${word.slice(0, place)}#${word.slice(place)}`;
        expect(nearWords(typed, [...others, word])).toContain(word);
      }),
    );
  });

  test('what is offered is known, and never the word itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (word, known) => {
        const near = nearWords(word, known);
        expect(near.every((name) => known.includes(name) && name !== word)).toBe(true);
        expect(new Set(near).size).toBe(near.length);
      }),
    );
  });
});
