import type { CommandSpec, Example } from '../../commands/command.ts';
import type { Verb } from '../verbs.ts';
import { flagSections } from './flags.ts';
import { commandLine, type Page, paragraphs, wrapped } from './layout.ts';

/** So many examples stand before the flags, where who is in a hurry sees them. */
const FIRST_EXAMPLES = 2;

/** The help of one command: how it is called, two examples, what it does, its flags in groups, more examples. */
export function commandHelp({ path, summary, aliases }: Verb, spec: CommandSpec, program: string, page: Page): string {
  const { width, heading } = page;
  const called = [program, ...path].join(' ');
  const usage = [called, spec.usage, '[FLAGS]'].filter(Boolean).join(' ');
  const [first, more] = [spec.examples.slice(0, FIRST_EXAMPLES), spec.examples.slice(FIRST_EXAMPLES)];
  const parts = [
    wrapped(usage, width, `${heading('Usage:')} `, '    '),
    wrapped(`${summary}.`, width),
    examples('Examples', first, page),
    paragraphs(spec.description, width),
    ...(aliases.length > 0 ? [`Also called: ${aliases.join(', ')}`] : []),
    ...flagSections(spec.flags, page),
    ...(more.length > 0 ? [examples('More examples', more, page)] : []),
    wrapped(`"${program} options" lists the flags of every command.`, width),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Lines to copy, each below what it does. */
export function examples(title: string, list: readonly Example[], { width, heading }: Page): string {
  const shown = list.map(({ what, run }) => `${wrapped(what, width, '  # ')}\n${commandLine(run, width)}`);
  return `${heading(`${title}:`)}\n${shown.join('\n\n')}`;
}
