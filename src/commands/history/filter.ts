import { parseMoment } from '../../core/history/choose-revision.ts';
import type { ChangeFilter } from './request.ts';

/**
 * Whether a change is wanted, by its time and by who did it. Fails with ARGUMENT for a time that cannot be read.
 *
 * @returns a function of both: RFC 3339, and who where that is known
 */
export function wantedBy(filter: ChangeFilter, now: Date): (at: string, by: string | undefined) => boolean {
  const since = filter.since === '' ? Number.NEGATIVE_INFINITY : parseMoment(filter.since, now);
  const who = filter.by.toLowerCase();
  return (at, by) => !(Date.parse(at) < since) && (who === '' || (by ?? '').toLowerCase().includes(who));
}
