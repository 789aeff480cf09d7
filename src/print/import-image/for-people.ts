import type { ImportImageResult } from '../../commands/import-image.ts';
import { AppError } from '../../errors.ts';
import type { Printed } from '../printed.ts';
import { inPlainWords } from './failure.ts';
import { printOverview } from './overview.ts';
import { type ImportOutcome, importImageReport } from './report.ts';

/** What came of an import, told once: what failed, and one way out; of many tags, a line for each before that. */
export function printForPeople(
  result: ImportImageResult,
  { notes, hint }: { notes: string; hint: string | undefined },
): Printed {
  const { request, import: done } = result;
  const report = importImageReport(request.stream, request.dryRun, done.status);
  const whole = done.status.repository?.status;
  const failed = (outcome: ImportOutcome, tag: string) =>
    'failure' in outcome ? [`${request.stream}:${tag} could not be imported: ${inPlainWords(outcome.failure)}`] : [];
  const failures = [
    ...(whole?.status === 'Failure' && report.repositoryImages.length === 0 ? [inPlainWords(whole.message ?? '')] : []),
    ...report.repositoryImages.flatMap((outcome) => failed(outcome, outcome.sourceTag)),
    ...report.images.flatMap((outcome, at) => failed(outcome, done.spec.images?.[at]?.to?.name ?? outcome.sourceTag)),
  ];
  const last = failures.length - 1;
  return {
    stdout: request.all ? printOverview(result) : '',
    stderr: notes,
    errors: failures.map((message, at) => new AppError('ARGUMENT', message, at === last ? { hint } : {})),
  };
}
