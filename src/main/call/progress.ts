import process from 'node:process';
import type { FlagValues } from '../../commands/command.ts';
import type { ReportProgress } from '../../core/ports/progress.ts';
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
  const [{ createProgress }, { colorLevel }] = await Promise.all([
    import('../../print/progress.ts'),
    import('../../print/text/style.ts'),
  ]);
  const { env } = process;
  const color = colorLevel({
    choice: flags.string('color') as 'auto' | 'always' | 'never',
    noColor: env.NO_COLOR,
    forceColor: env.FORCE_COLOR,
    term: env.TERM,
    colorTerm: env.COLORTERM,
    isTerminal: true,
  });
  const progress = createProgress({ stream: process.stderr, color, ci: env.CI, term: env.TERM });
  output.beforeWriting(() => progress.clear()); // it is drawn again below what is written
  return { report: (event) => progress.report(event), stop: () => progress.stop() };
}
