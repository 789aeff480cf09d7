import type { ImportImageResult } from '../../commands/import-image.ts';
import { AppError } from '../../errors.ts';
import type { Printed } from '../printed.ts';
import { inPlainWords } from './failure.ts';
import { printOverview } from './overview.ts';
import { importImageReport } from './report.ts';

/** What came of an import, told once: what failed, and one way out; of many tags, a line for each before that. */
export function printForPeople(
  result: ImportImageResult,
  { notes, hint }: { notes: string; hint: string | undefined },
): Printed {
  const { request, import: done } = result;
  const { images, repositoryImages } = importImageReport(request.stream, request.dryRun, done.status);
  const whole = done.status.repository?.status;
  const failures = [
    ...(whole?.status === 'Failure' && repositoryImages.length === 0 ? [whole.message ?? ''] : []),
    ...[...repositoryImages, ...images].flatMap((outcome) =>
      'failure' in outcome ? [`tag ${outcome.sourceTag} failed: ${inPlainWords(outcome.failure)}`] : [],
    ),
  ].map(inPlainWords);
  const last = failures.length - 1;
  return {
    stdout: request.all ? printOverview(result) : '',
    stderr: notes,
    errors: failures.map((message, at) => new AppError('ARGUMENT', message, at === last ? { hint } : {})),
  };
}
