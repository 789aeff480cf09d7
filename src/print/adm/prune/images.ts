import type { PruneResult } from '../../../commands/adm/prune/images/pruning.ts';
import { AppError, interrupted } from '../../../errors.ts';
import type { Printed } from '../../printed.ts';
import { safeText } from '../../text/safe-text.ts';

/** `adm prune images`: what is removed line by line, and a summary that always comes last (oc CLI 13). */
export async function prepare(): Promise<(result: PruneResult) => Printed> {
  return (result) => (result.invalid.length > 0 ? refused(result.invalid) : report(result));
}

function refused(invalid: readonly string[]): Printed {
  const list = invalid.map((line) => `  ${safeText(line)}\n`).join('');
  return {
    stdout: '',
    stderr: `Failed to build graph!\n\nThe following objects have invalid references:\n\n${list}\nEither fix the references or delete the objects to make the pruner proceed.\n`,
    errors: [
      new AppError('ARGUMENT', 'failed to build graph - no changes made', {
        hint: 'with --ignore-invalid-refs such references are passed over',
      }),
    ],
  };
}

function report({ request, streams, images, interrupted: ended }: PruneResult): Printed {
  const notes: string[] = [];
  if (!request.confirm) notes.push('Dry run enabled - no modifications will be made. Add --confirm to remove images');
  const lines = ['Only API objects will be removed.  No modifications to the image registry will be made.'];
  for (const { namespace, name, dropped, failure } of streams) {
    lines.push(`Deleting ${dropped} items from image stream ${namespace}/${name}`);
    if (failure)
      notes.push(`error updating image stream ${namespace}/${name} to remove image references: ${causeOf(failure)}`);
  }
  for (const { name, failure } of images) {
    lines.push(`Deleting image ${name}`);
    if (failure) notes.push(`error deleting image ${name} from server: ${causeOf(failure)}`);
  }
  lines.push(`Summary: ${summary({ streams, images })}`);
  const failures = [...streams, ...images].flatMap(({ failure }) => (failure ? [failure] : []));
  return {
    stdout: text(lines),
    ...(notes.length > 0 ? { stderr: text(notes) } : {}),
    errors: ended ? [interrupted(), ...failures] : failures,
  };
}

function summary({ streams, images }: Pick<PruneResult, 'streams' | 'images'>): string {
  const updated = streams.filter(({ failure }) => !failure);
  const counts: [number, string][] = [
    [images.filter(({ failure }) => !failure).length, 'deleted %d image object(s)'],
    [updated.reduce((sum, { dropped }) => sum + dropped, 0), 'deleted %d image stream tag item(s)'],
    [updated.length, 'updated %d image stream(s)'],
  ];
  const parts = counts.flatMap(([count, words]) => (count > 0 ? [words.replace('%d', String(count))] : []));
  return parts.join(', ') || 'deleted 0 objects';
}

const causeOf = (failure: AppError) => (failure.cause instanceof Error ? failure.cause.message : failure.message);

const text = (lines: readonly string[]) => lines.map((line) => `${safeText(line)}\n`).join('');
