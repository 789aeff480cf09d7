import type { ImportImageRequest } from '../commands/import-image/request.ts';
import type { ImportImageResult } from '../commands/import-image.ts';
import { AppError } from '../errors.ts';
import { prepareObjectPrinter } from './formats/object-printer.ts';
import { importAdvice, removalAdvice } from './import-image/advice.ts';
import { importImageReport, printImportFailures, printImportImage } from './import-image/report.ts';
import type { PrintContext, Printed } from './printed.ts';
import { safeLine } from './text/safe-text.ts';

/**
 * `import-image`: what failed on stderr, then the stream and its images, or the stream alone in the format of `-o`. People who
 * have imported many tags, or one that failed, see what came of them and no page.
 */
export async function prepare(
  request: ImportImageRequest,
  context: PrintContext,
): Promise<(result: ImportImageResult) => Printed> {
  const document = await prepareObjectPrinter(request.output, context);
  const brief = request.program !== 'oc' && !document && !context.verbose && (await context.isTerminal());
  const people = brief ? await import('./import-image/for-people.ts') : undefined;
  return (result) => {
    // A script that calls `oc` sees what `oc` says.
    const failed = result.tagsThere ?? importAdvice(result.import.status);
    const advice = [failed, removalAdvice(result.stream)].filter(Boolean).join('; ');
    const hint = request.program === 'oc' || advice === '' ? undefined : advice;
    const notes = result.notes.map((note) => `${safeLine(note)}\n`).join('');
    if (people && (request.all || result.withErrors)) return people.printForPeople(result, { notes, hint });
    const now = context.now();
    const report = importImageReport(request.stream, request.dryRun, result.import.status);
    // The exit code of the newest oc; the sentence is its own, too.
    const errors = report.withErrors ? [new AppError('ARGUMENT', 'imported completed with errors', { hint })] : [];
    const stderr = notes + printImportFailures(report, now);
    const stdout = document ? document(result.stream ?? result.planned) : printImportImage(report, now);
    return { stdout, ...(document ? { data: true } : { look: 'fields' }), stderr, errors };
  };
}
