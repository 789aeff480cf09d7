import { describe, expect, test } from '@jest/globals';
import { type ColorFacts, colorLevel, createStyle, PLAIN_STYLE } from '../../../src/print/text/style.ts';

describe('the level of colour', () => {
  test.each<[string, Partial<ColorFacts>, number]>([
    ['a pipe has none', {}, 0],
    ['a terminal has some', { isTerminal: true }, 1],
    ['a terminal of 256', { isTerminal: true, term: 'xterm-256color' }, 2],
    ['a terminal of all colours', { isTerminal: true, colorTerm: 'truecolor' }, 3],
    ['a dumb terminal', { isTerminal: true, term: 'dumb' }, 0],
    ['NO_COLOR', { isTerminal: true, noColor: '1' }, 0],
    ['an empty NO_COLOR', { isTerminal: true, noColor: '' }, 1],
    ['NO_COLOR over FORCE_COLOR', { isTerminal: true, noColor: '1', forceColor: '3' }, 0],
    ['FORCE_COLOR over a pipe', { forceColor: '' }, 1],
    ['FORCE_COLOR over TERM', { forceColor: '1', term: 'dumb' }, 1],
    ['FORCE_COLOR with a level', { forceColor: '3' }, 3],
    ['FORCE_COLOR=0', { forceColor: '0', isTerminal: true }, 0],
    ['--color=always over all', { choice: 'always', noColor: '1' }, 1],
    ['--color=never over all', { choice: 'never', forceColor: '3', isTerminal: true }, 0],
    ['--color=auto', { choice: 'auto', isTerminal: true, noColor: '1' }, 0],
  ])('%s', (_, facts, level) => {
    expect(colorLevel({ isTerminal: false, ...facts })).toBe(level);
  });
});

test('without colours the plain style is used, which changes nothing', async () => {
  const style = await createStyle(0);
  expect(style).toBe(PLAIN_STYLE);
  for (const mark of Object.values(style) as ((text: string) => string)[]) expect(mark('text')).toBe('text');
});

test('with colours each word is marked and its text kept', async () => {
  const style = await createStyle(1);
  for (const mark of Object.values(style) as ((text: string) => string)[]) {
    expect(mark('text')).toMatch(/^\u001b\[\d+mtext\u001b\[\d+m$/);
  }
});
