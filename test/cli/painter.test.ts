import { describe, expect, test } from '@jest/globals';
import { colorChoiceOf, createPainter } from '../../src/cli/painter.ts';
import type { Screen } from '../../src/print/text/screen.ts';

const painterOn = (screen: Partial<Screen>) =>
  createPainter(async () => ({ color: 0, unicode: true, ...screen }), 'auto');

describe('what a stream can show', () => {
  test('is all that is written to it', async () => {
    const pipe = painterOn({ unicode: false });
    expect(await pipe.messages('error: no\n')).toBe('error: no\n');
    expect(await pipe.answer('✗ x\n', 'checks')).toBe('failed x\n');
    expect(await pipe.answer('Name:\tx\n', 'fields')).toBe('Name:\tx\n');
  });

  test('is colours on a terminal', async () => {
    const terminal = painterOn({ color: 1 });
    expect(await terminal.messages('error: no\n')).toBe('\u001b[31merror:\u001b[39m no\n');
    expect(await terminal.answer('✗ x\n', 'checks')).toBe('\u001b[31m✗\u001b[39m x\n');
  });

  test('decides about the pages of help', async () => {
    const page = await painterOn({ color: 1, columns: 50 }).page();
    expect(page.width).toBe(50);
    expect(page.heading('Usage:')).toBe('\u001b[1mUsage:\u001b[22m');
    expect((await painterOn({}).page()).heading('Usage:')).toBe('Usage:');
  });

  test('is asked once', async () => {
    let asked = 0;
    const painter = createPainter(async () => {
      asked++;
      return { color: 0, unicode: true };
    }, 'auto');
    await Promise.all([painter.messages('a'), painter.messages('b')]);
    await painter.messages('c');
    expect(asked).toBe(1);
  });
});

test.each([
  [['get', 'is'], 'auto'],
  [['get', '--color=always', 'is'], 'always'],
  [['--color', 'never', 'nosuch'], 'never'],
  [['--color=always', '--color=never'], 'never'],
  [['--color=blue'], 'auto'],
  [['--color'], 'auto'],
  [['get', '--', '--color=always'], 'auto'],
])('%j asks for %s', (argv, choice) => {
  expect(colorChoiceOf(argv)).toBe(choice);
});
