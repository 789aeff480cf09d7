import process from 'node:process';
import type { ColorChoice } from '../../print/text/style.ts';
import { mayBeTerminal, type Output } from './output.ts';

/** Has what is said beside the answer painted where that is wanted; elsewhere nothing is loaded for it. */
export async function paintMessagesOf(output: Output, choice: ColorChoice): Promise<void> {
  if (choice !== 'always' && process.env.FORCE_COLOR === undefined && !mayBeTerminal(2)) return;
  const [{ readScreen }, { createStyle }, { paintMessages }] = await Promise.all([
    import('./screen.ts'),
    import('../../print/text/style.ts'),
    import('../../print/text/paint.ts'),
  ]);
  const { color } = await readScreen(2, choice);
  if (color === 0) return;
  const style = await createStyle(color);
  output.paintMessages((text) => paintMessages(text, style));
}
