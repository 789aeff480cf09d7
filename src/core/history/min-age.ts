import { AppError, isAppError } from '../../errors.ts';
import type { TagReference } from '../objects/image-stream.ts';
import { parseLongDuration } from '../time/duration.ts';

/** Annotation of a spec tag: how long an image must have been seen before the tag takes it, such as `7d` or `36h`. */
export const MIN_AGE_ANNOTATION = 'imagestream.dev/min-age';

/** Reads a minimal age. Fails with ARGUMENT. @returns milliseconds */
export function parseMinAge(text: string): number {
  const age = parseLongDuration(text.trim());
  if (age < 0) throw new AppError('ARGUMENT', `a minimal age is not negative: ${text}`);
  return age;
}

/**
 * The minimal age of a tag in milliseconds; undefined for a tag without one. One that cannot be read is infinite: whoever
 * wanted images to wait does not get them at once because of a slip.
 */
export function minAgeOf(annotations: TagReference['annotations'] | undefined): number | undefined {
  const text = annotations?.[MIN_AGE_ANNOTATION];
  if (text === undefined) return undefined;
  try {
    return parseMinAge(text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return Number.POSITIVE_INFINITY;
  }
}
