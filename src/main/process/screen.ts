import process from 'node:process';
import type { Screen } from '../../print/text/screen.ts';
import type { ColorChoice } from '../../print/text/style.ts';
import { mayBeTerminal } from './output.ts';

/** What one of the standard streams is shown on. Asked late: Node makes a stream of a descriptor that may be a terminal. */
export async function readScreen(descriptor: 1 | 2, choice: ColorChoice): Promise<Screen> {
  const [{ colorLevel }, { isUnicodeLocale }] = await Promise.all([
    import('../../print/text/style.ts'),
    import('../../print/text/screen.ts'),
  ]);
  const terminal = terminalOf(descriptor);
  const { env, platform } = process;
  const { LC_ALL = '', LC_CTYPE = '', LANG = '' } = env;
  return {
    columns: terminal?.columns || undefined,
    color: colorLevel({
      choice,
      noColor: env.NO_COLOR,
      forceColor: env.FORCE_COLOR,
      term: env.TERM,
      colorTerm: env.COLORTERM,
      isTerminal: terminal !== undefined,
    }),
    unicode: isUnicodeLocale({ LC_ALL, LC_CTYPE, LANG }, platform),
  };
}

function terminalOf(descriptor: 1 | 2): NodeJS.WriteStream | undefined {
  if (!mayBeTerminal(descriptor)) return undefined;
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  return stream.isTTY ? stream : undefined;
}
