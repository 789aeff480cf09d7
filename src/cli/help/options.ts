import { GLOBAL_FLAGS } from '../global-flags.ts';
import { flagSection } from './flags.ts';
import { type Page, wrapped } from './layout.ts';

/** `options`: the flags of every command, under the name that kubectl has for the list. */
export function optionsHelp(program: string, page: Page): string {
  const ignored = GLOBAL_FLAGS.filter(({ hidden, help }) => hidden && help.startsWith('Accepted'));
  const names = ignored.map(({ name }) => `--${name}`).join(', ');
  const parts = [
    wrapped(`${program} COMMAND [ARGUMENTS] [FLAGS]`, page.width, `${page.heading('Usage:')} `, '    '),
    flagSection('Flags of every command', GLOBAL_FLAGS, page),
    `${page.heading('Accepted, and without effect here:')}\n${wrapped(names, page.width, '  ')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
