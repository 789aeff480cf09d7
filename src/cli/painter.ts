import type { Look } from '../print/printed.ts';
import type { Screen } from '../print/text/screen.ts';
import type { ColorChoice, Style } from '../print/text/style.ts';
import type { Page } from './help/layout.ts';
import type { CliIo } from './session.ts';

/** Makes of text what its stream can show. What the streams are is asked once, when it first matters. */
export interface Painter {
  /** An answer that is laid out so. */
  answer(text: string, look: Look): Promise<string>;
  /** What is said beside the answer. */
  messages(text: string): Promise<string>;
  /** What help is set in. */
  page(): Promise<Page>;
}

export function createPainter(screen: CliIo['screen'], color: ColorChoice): Painter {
  const shown = new Map<1 | 2, Promise<{ screen: Screen; style: Style }>>();
  const look = (descriptor: 1 | 2) => {
    const known = shown.get(descriptor) ?? open(descriptor);
    shown.set(descriptor, known);
    return known;
  };
  const open = async (descriptor: 1 | 2) => {
    const [{ createStyle }, facts] = await Promise.all([import('../print/text/style.ts'), screen(descriptor, color)]);
    return { screen: facts, style: await createStyle(facts.color) };
  };
  return {
    async answer(text, how) {
      const { screen: facts, style } = await look(1);
      const { asciiChecks, paintAnswer } = await import('../print/text/paint.ts');
      const written = how === 'checks' && !facts.unicode ? asciiChecks(text) : text;
      return facts.color === 0 ? written : paintAnswer(written, how, style);
    },
    async messages(text) {
      const { screen: facts, style } = await look(2);
      if (facts.color === 0) return text;
      return (await import('../print/text/paint.ts')).paintMessages(text, style);
    },
    async page() {
      const [{ helpWidth }, { screen: facts, style }] = await Promise.all([import('./help/layout.ts'), look(1)]);
      return { width: helpWidth(facts.columns), heading: style.strong };
    },
  };
}

/** The value of `--color`, also of a command line that cannot be read: its error is to be painted too. */
export function colorChoiceOf(argv: readonly string[]): ColorChoice {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  let choice: string | undefined;
  for (const [at, word] of flags.entries()) {
    if (word.startsWith('--color=')) choice = word.slice('--color='.length);
    else if (word === '--color') choice = flags[at + 1];
  }
  return choice === 'always' || choice === 'never' ? choice : 'auto';
}
