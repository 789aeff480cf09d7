import process from 'node:process';
import type { FlagValues } from '../../commands/command.ts';
import type { ReportProgress } from '../../core/ports/progress.ts';
import type { ColorChoice } from '../../print/text/style.ts';
import { mayBeTerminal } from '../process/output.ts';
import type { OwnProcess } from '../process/process.ts';

/** Tells somebody who watches how far a call is. */
interface CallProgress {
  report: ReportProgress;
  /** Clears the line for good. */
  stop(): void;
}

/** On a terminal the line that says it; elsewhere nothing, for which nothing is loaded. */
export async function openProgress({ output }: OwnProcess, flags: FlagValues): Promise<CallProgress> {
  // Standard error itself is asked last: Node makes a stream of it.
  if (flags.bool('no-progress') || !mayBeTerminal(2) || !process.stderr.isTTY)
    return { report: () => {}, stop: () => {} };
  const [{ createProgress }, { readScreen }] = await Promise.all([
    import('../../print/progress.ts'),
    import('../process/screen.ts'),
  ]);
  const { env } = process;
  const { color, unicode } = await readScreen(2, flags.string('color') as ColorChoice);
  const progress = createProgress({ stream: process.stderr, color, unicode, ci: env.CI, term: env.TERM });
  output.beforeWriting(() => progress.clear()); // it is drawn again below what is written
  return { report: (event) => progress.report(event), stop: () => progress.stop() };
}
