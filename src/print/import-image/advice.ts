import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageStreamImportStatus } from '../../core/objects/image-stream-import.ts';

/**
 * The way out of an import that failed: who asked, where that matters, and the command that finds out what is wrong.
 * Undefined where no registry was at fault.
 */
export function importAdvice({ images = [], repository }: ImageStreamImportStatus): string | undefined {
  const failed = [repository, ...(repository?.images ?? []), ...images];
  const [first] = failed.flatMap((outcome) => (outcome?.advice ? [outcome.advice] : []));
  if (first === undefined) return undefined;
  const asked = first.login === undefined ? '' : `${first.repository} was asked by ${first.login}; `;
  return `${asked}imagestream registry check ${first.repository} says what is wrong`;
}

/**
 * How to be rid of a stream that never had an image: as on OpenShift, a first import that fails leaves one, which says why.
 * Undefined for one that has images, and where nothing was stored.
 */
export function removalAdvice(stream: ImageStream | undefined): string | undefined {
  if (!stream || (stream.status.tags ?? []).some(({ items }) => items?.length)) return undefined;
  return `imagestream delete is/${stream.metadata.name} removes the stream, which has no image`;
}
