import { describe, expect, test } from '@jest/globals';
import { GLOBAL_FLAGS } from '../../src/cli/global-flags.ts';
import { commandHelp } from '../../src/cli/help/command.ts';
import { plainPage } from '../../src/cli/help/layout.ts';
import { everyCommand, groupHelp, rootHelp } from '../../src/cli/help/root.ts';
import { flagValues, parseFlags } from '../../src/cli/pflag.ts';
import { findCommand } from '../../src/cli/program.ts';
import { VERBS } from '../../src/cli/verbs.ts';

const shown = VERBS.map((entry) => [entry.path.join(' '), entry] as const);

/** The words of the command in an example line: what stands in `$( )`, or before a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const inner = /\$\((imagestream [^)]*)\)/.exec(line)?.[1] ?? /imagestream .*/.exec(line)?.[0] ?? '';
  const command = inner.split(/ [|<>] | > | && |; | 2>/)[0] as string;
  const words = command.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"/g, (_, a, b) => a ?? b));
}

describe('help', () => {
  test('the first page names every word that begins commands, and the list of all every command with its line', () => {
    const [first, all] = [rootHelp('imagestream', plainPage()), everyCommand(plainPage(100))];
    for (const [name, entry] of shown) {
      expect(first).toMatch(new RegExp(`\\b${entry.path[0]}\\b`));
      expect(all.replace(/\s+/g, ' ')).toContain(`${name} ${entry.summary}`);
    }
  });

  test('the first page fits one screen and a half', () => {
    expect(rootHelp('imagestream', plainPage()).split('\n').length).toBeLessThan(60);
  });

  test.each(shown)('%s teaches with examples that its own flags accept', async (name, entry) => {
    const { spec } = await entry.load();
    const help = commandHelp(entry, spec, 'imagestream', plainPage());
    expect(help).toContain(`Usage: imagestream ${name}`);
    expect(help.replace(/\s+/g, ' ')).toContain(entry.summary);
    expect(spec.examples.length).toBeGreaterThan(0);
    const used = [];
    for (const example of spec.examples) {
      expect(help.replace(/ \\\n +/g, ' ')).toContain(example.run);
      const found = findCommand(wordsOf(example.run), 'imagestream');
      if (found.type !== 'command') throw new Error(`${example.run} names no command`);
      used.push(found.entry.path.join(' '));
      const flags = [...(await found.entry.load()).spec.flags, ...GLOBAL_FLAGS];
      const parsed = parseFlags(found.rest, flags, '');
      expect(() => flagValues(parsed, flags)).not.toThrow();
    }
    expect(used).toContain(name);
  });

  test.each(shown)('%s shows every flag once, and those of many under what they are for', async (_name, entry) => {
    const { spec } = await entry.load();
    const flags = spec.flags.filter(({ hidden }) => !hidden);
    const help = commandHelp(entry, spec, 'imagestream', plainPage()).replace(/ \\\n +/g, ' ');
    for (const { name } of flags) {
      expect(help.match(new RegExp(`^ {2}(?:-\\w, | {4})?--?${name}(?: |$)`, 'gm'))).toHaveLength(1);
    }
    if (flags.length > 6) expect(flags.filter(({ group }) => group === undefined)).toEqual([]);
  });

  test('words that only begin commands list them', () => {
    const prefixes = new Set(VERBS.filter((entry) => entry.path.length > 1).map((entry) => entry.path[0] as string));
    for (const prefix of prefixes) {
      const help = groupHelp('imagestream', [prefix], plainPage());
      for (const entry of VERBS.filter((e) => e.path[0] === prefix && e.path.length > 1)) {
        expect(help.replace(/\s+/g, ' ')).toContain(`${entry.path.slice(1).join(' ')} ${entry.summary}`);
      }
    }
  });

  test.each(shown)('%s has a printer', async (_name, entry) => {
    expect(await entry.loadPrinter()).toBeInstanceOf(Function);
  });
});
