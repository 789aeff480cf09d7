import type { Flag } from '../../commands/command.ts';
import { GLOBAL_FLAGS } from '../global-flags.ts';
import { flagSections } from './flags.ts';
import { type Page, wrapped } from './layout.ts';

/** Read by the parser itself, wherever it stands. */
const HELP_FLAG: Flag = { name: 'help', short: 'h', type: 'bool', help: 'Tell about the command' };

/** `options`: the flags of every command, under the name that kubectl has for the list. */
export function optionsHelp(page: Page): string {
  const ignored = GLOBAL_FLAGS.filter(({ hidden, help }) => hidden && help.startsWith('Accepted'));
  const names = ignored.map(({ name }) => `--${name}`).join(', ');
  const parts = [
    wrapped('These flags can be given to every command.', page.width),
    ...flagSections([...GLOBAL_FLAGS, HELP_FLAG], page),
    `${page.heading('Accepted, and without effect here:')}\n${wrapped(names, page.width, '  ')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
