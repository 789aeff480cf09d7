import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandHelp } from '../../../src/cli/help/command.ts';
import { commandLine, helpWidth, paragraphs, plainPage, terms, wrapped } from '../../../src/cli/help/layout.ts';
import { optionsHelp } from '../../../src/cli/help/options.ts';
import { everyCommand, groupHelp, rootHelp } from '../../../src/cli/help/root.ts';
import { VERBS } from '../../../src/cli/verbs.ts';

test.each([
  ['a pipe', undefined, 80],
  ['a terminal', 72, 72],
  ['a wide one, whose lines would tire', 200, 100],
  ['one that is too narrow to set text in', 12, 32],
])('the columns of %s', (_, columns, width) => {
  expect(helpWidth(columns)).toBe(width);
});

describe('running text', () => {
  test('is broken between words, and goes on below its beginning', () => {
    expect(wrapped('one two three four', 12, '  # ')).toBe('  # one two\n  # three\n  # four');
    expect(wrapped('one two three', 12, 'Usage: ', '    ')).toBe('Usage: one\n    two\n    three');
  });

  test('keeps every word, and no line that could be shorter is too long', () => {
    const words = fc.array(fc.stringMatching(/^[a-z-]{1,20}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (list, width) => {
        const text = wrapped(list.join(' '), width, '  ');
        expect(text.trim().split(/\s+/)).toEqual(list);
        for (const line of text.split('\n')) expect(line.length <= width || !line.trim().includes(' ')).toBe(true);
      }),
    );
  });

  test('what is set in columns stays, and goes on in its last column where it is too long', () => {
    const text = 'Shells\nhave this:\n\n  bash  in ~/.bashrc\n  fish  in a folder of its own';
    expect(paragraphs(text, 40)).toBe('Shells have this:\n\n  bash  in ~/.bashrc\n  fish  in a folder of its own');
    expect(paragraphs(text, 26)).toBe(
      'Shells have this:\n\n  bash  in ~/.bashrc\n  fish  in a folder of its\n          own',
    );
  });
});

describe('terms', () => {
  const list = [
    ['-o, --output FORMAT', 'how it is printed'],
    ['    --credential-store keychain|helper', 'where passwords are kept'],
  ] as const;

  test('stand beside what they mean, and a long one above it', () => {
    expect(terms(list, 60)).toBe(
      [
        '  -o, --output FORMAT  how it is printed',
        '      --credential-store keychain|helper',
        '                       where passwords are kept',
      ].join('\n'),
    );
  });

  test('stand above it on a narrow page', () => {
    expect(terms(list, 40)).toBe(
      [
        '  -o, --output FORMAT',
        '      how it is printed',
        '      --credential-store keychain|helper',
        '      where passwords are kept',
      ].join('\n'),
    );
  });
});

describe('a command line', () => {
  test('is broken as a shell joins it, and never in quotes', () => {
    const line = "imagestream watch --exec='kubectl apply -f -' --once";
    expect(commandLine(line, 80)).toBe(`  ${line}`);
    expect(commandLine(line, 34)).toBe("  imagestream watch \\\n    --exec='kubectl apply -f -' \\\n    --once");
  });

  test('is the same again when it is joined', async () => {
    for (const verb of VERBS) {
      for (const { run } of (await verb.load()).spec.examples) {
        expect(
          commandLine(run, 40)
            .trim()
            .replace(/ \\\n +/g, ' '),
        ).toBe(run.replace(/ +/g, ' '));
      }
    }
  });
});

describe.each([40, 80, 100])('at %i columns', (width) => {
  const page = plainPage(width);
  /** Lines that are longer, and could have been broken: not within one word, a flag and its value, or quotes. */
  const tooLong = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.length > width && !/^ *(?:(?:-\w, )?--[\w-]+ )?\S+(?: \\)?$/.test(line))
      .filter((line) => /\S +\S/.test(line.replace(/'[^']*'|"[^"]*"|\$\([^)]*\)/g, '')));

  test('no page is wider', async () => {
    const pages = [
      rootHelp('imagestream', page),
      everyCommand(page),
      optionsHelp(page),
      groupHelp('imagestream', ['create'], page),
    ];
    for (const verb of VERBS) pages.push(commandHelp(verb, (await verb.load()).spec, 'imagestream', page));
    expect(pages.flatMap(tooLong)).toEqual([]);
  });
});
