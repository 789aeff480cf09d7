import { AppError } from '../../errors.ts';
import { digestOrImageMatch } from '../references/names.ts';
import { canonicalTime } from '../time/canonical-time.ts';
import { parseLongDuration } from '../time/duration.ts';
import { type Revision, sinceOf } from './revisions.ts';

/** Which revision of a tag is meant. */
export type RevisionChoice =
  /** The newest one that has another image than the tag has now. */
  | { type: 'previous' }
  | { type: 'number'; number: number }
  /** A digest, or the beginning of one, with or without its algorithm. */
  | { type: 'digest'; prefix: string }
  /** What the tag had then, in milliseconds since the epoch. */
  | { type: 'time'; at: number };

/** Reads `3` or `@sha256:0a1b...`. Fails with ARGUMENT. */
export function parseRevision(text: string): RevisionChoice {
  if (/^\d{1,15}$/.test(text)) return { type: 'number', number: Number(text) };
  const prefix = text.startsWith('@') ? text.slice(1) : /^sha\d+:/.test(text) ? text : '';
  if (prefix) return { type: 'digest', prefix: prefix.toLowerCase() };
  throw new AppError('ARGUMENT', `"${text}" is no revision: write its number, or @ and the beginning of its digest`);
}

/**
 * Reads a time: RFC 3339, a date (its beginning in UTC), or a duration such as `36h` or `7d`, which means so long ago.
 * Fails with ARGUMENT, also for what is still to come.
 *
 * @returns milliseconds since the epoch
 */
export function parseMoment(text: string, now: Date): number {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const canonical = /^\d{4}-/.test(date) ? canonicalTime(date) : undefined;
  const at = canonical ? Date.parse(date) : now.getTime() - ago(text);
  if (at > now.getTime()) throw new AppError('ARGUMENT', `${text} is still to come`);
  return at;
}

function ago(text: string): number {
  try {
    return parseLongDuration(text);
  } catch (error) {
    throw new AppError(
      'ARGUMENT',
      `"${text}" is no time: write 2026-03-01T10:00:00Z, 2026-03-01, or 36h or 7d for so long ago`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The revision that is meant. Fails with ARGUMENT where there is none, or more than one image, and names those that there
 * are.
 *
 * @param revisions newest first
 * @param name the tag, for messages
 */
export function chooseRevision(revisions: readonly Revision[], choice: RevisionChoice, name: string): Revision {
  const found = find(revisions, choice, name);
  if (found) return found;
  throw new AppError('ARGUMENT', `${name} has ${missing(choice)}`, { hint: thereAre(revisions) });
}

function find(revisions: readonly Revision[], choice: RevisionChoice, name: string): Revision | undefined {
  switch (choice.type) {
    case 'previous':
      return revisions.find(({ event }) => event.image !== '' && event.image !== revisions[0]?.event.image);
    case 'number':
      return revisions.find(({ number }) => number === choice.number);
    case 'time':
      return revisions.find((revision) => Date.parse(sinceOf(revision)) <= choice.at);
    case 'digest': {
      const matching = revisions.filter(({ event }) => event.image && digestOrImageMatch(event.image, choice.prefix));
      const images = new Set(matching.map(({ event }) => event.image));
      if (images.size <= 1) return matching[0];
      throw new AppError(
        'ARGUMENT',
        `"${choice.prefix}" means several images of ${name}: ${[...images].sort().join(', ')}`,
        {
          hint: thereAre(revisions),
        },
      );
    }
  }
}

function missing(choice: RevisionChoice): string {
  switch (choice.type) {
    case 'previous':
      return 'no earlier image';
    case 'number':
      return `no revision ${choice.number}`;
    case 'digest':
      return `no image whose digest begins with "${choice.prefix}"`;
    case 'time':
      return `no image from ${new Date(choice.at).toISOString().slice(0, 19)}Z`;
  }
}

function thereAre(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'it has had no image';
  const shown = revisions.slice(0, 10).map(({ number, event }) => `${number} (@${shortDigest(event.image)})`);
  const more = revisions.length > shown.length ? ` and ${revisions.length - shown.length} older ones` : '';
  return `revisions: ${shown.join(', ')}${more}`;
}

/** The first twelve digits of a digest, which tell images apart for people; `-` for none. */
export function shortDigest(image: string): string {
  if (!image) return '-';
  const colon = image.indexOf(':');
  return image.slice(0, colon + 13);
}
