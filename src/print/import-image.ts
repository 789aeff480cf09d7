import type { ImportImageRequest } from '../commands/import-image/request.ts';
import type { ImportImageResult } from '../commands/import-image.ts';
import { AppError } from '../errors.ts';
import { prepareObjectPrinter } from './formats/object-printer.ts';
import { importAdvice, removalAdvice } from './import-image/advice.ts';
import { importImageReport, printImportFailures, printImportImage } from './import-image/report.ts';
import type { PrintContext, Printed } from './printed.ts';
import { safeLine } from './text/safe-text.ts';

/** `import-image`: what failed on stderr, then the stream and its images, or the stream alone in the format of `-o`. */
export async function prepare(
  request: ImportImageRequest,
  context: PrintContext,
): Promise<(result: ImportImageResult) => Printed> {
  const document = await prepareObjectPrinter(request.output, context);
  return (result) => {
    const now = context.now();
    const report = importImageReport(request.stream, request.dryRun, result.import.status);
    // The exit code of the newest oc; the sentence is its own, too.
    // A script that calls `oc` sees what `oc` says.
    const advice = [importAdvice(result.import.status), removalAdvice(result.stream)].filter(Boolean).join('; ');
    const hint = request.program === 'oc' || advice === '' ? undefined : advice;
    const errors = report.withErrors ? [new AppError('ARGUMENT', 'imported completed with errors', { hint })] : [];
    const notes = result.notes.map((note) => `${safeLine(note)}\n`).join('');
    const stderr = notes + printImportFailures(report, now);
    const stdout = document ? document(result.stream ?? result.planned) : printImportImage(report, now);
    return { stdout, ...(document ? { data: true } : { look: 'fields' }), stderr, errors };
  };
}
