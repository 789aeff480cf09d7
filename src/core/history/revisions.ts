import type { TagEvent } from '../objects/image-stream.ts';
import type { RevisionRecord, TagRecord } from '../objects/image-stream-history.ts';

/** One event of a tag under its number, with what is known of it. */
export interface Revision {
  /** 1 for the oldest that there ever was. */
  number: number;
  event: TagEvent;
  record: RevisionRecord | undefined;
}

/**
 * The history of a tag with its revisions, newest first.
 *
 * A recorded event has the number that it was given, however many older ones were pruned. Without records the position
 * is the number. What came from elsewhere gets a number that keeps the order, and nothing else is made up for it.
 *
 * @param events newest first, as a stream has them
 */
export function revisionsOf(events: readonly TagEvent[], recorded: TagRecord | undefined): Revision[] {
  const records = matched(events, recorded?.items ?? []);
  const numbers: number[] = [];
  let last = 0;
  // From the oldest on: those without a number come right below the next one that has one, or on top of all.
  for (let at = events.length - 1; at >= 0; at--) {
    const known = records[at]?.revision;
    if (known !== undefined) last = Math.max(known, last + 1);
    else last = Math.max(numberBelow(records, at) ?? (recorded?.revisions ?? 0) + 1, last + 1);
    numbers[at] = last;
  }
  return events.map((event, at) => ({ number: numbers[at] as number, event, record: records[at] }));
}

/** The number that leaves just enough room below the nearest newer event that has one. */
function numberBelow(records: readonly (RevisionRecord | undefined)[], at: number): number | undefined {
  for (let newer = at - 1; newer >= 0; newer--) {
    const revision = records[newer]?.revision;
    if (revision !== undefined) return revision - (at - newer);
  }
  return undefined;
}

/**
 * The record of each event. Both lists are newest first; a record belongs to one event at most, and their order is the
 * same. An image that came back may have the time that it had before, as an alias takes the time of what it follows: then
 * a record fits two events. Where there are more events than records, new ones lie on top, and the oldest are sure; else
 * the oldest were pruned, and the newest are. What leaves more records over is wrong.
 */
function matched(events: readonly TagEvent[], records: readonly RevisionRecord[]): (RevisionRecord | undefined)[] {
  const fromNewest = () => inOrder(events, records);
  const fromOldest = () => inOrder(events.toReversed(), records.toReversed()).reverse();
  const fits = (found: readonly unknown[]) => found.filter(Boolean).length;
  const [likely, other] = events.length > records.length ? [fromOldest, fromNewest] : [fromNewest, fromOldest];
  const first = likely();
  if (fits(first) === Math.min(events.length, records.length)) return first;
  const second = other();
  const best = fits(second) > fits(first) ? second : first;
  if (fits(best) === Math.min(events.length, records.length)) return best;
  // Who merges by lines may have put them into two orders.
  const third = inAnyOrder(events, records);
  return fits(third) > fits(best) ? third : best;
}

/** To each event any record that fits, and is of no event above it. */
function inAnyOrder(events: readonly TagEvent[], records: readonly RevisionRecord[]): (RevisionRecord | undefined)[] {
  const left = new Set(records);
  return events.map((event) => {
    for (const record of left) {
      if (!isOf(record, event)) continue;
      left.delete(record);
      return record;
    }
    return undefined;
  });
}

/** To each event the next record that fits. */
function inOrder(events: readonly TagEvent[], records: readonly RevisionRecord[]): (RevisionRecord | undefined)[] {
  let from = 0;
  return events.map((event) => {
    const at = records.findIndex((record, index) => index >= from && isOf(record, event));
    if (at < 0) return undefined;
    from = at + 1;
    return records[at];
  });
}

function isOf(record: RevisionRecord, event: TagEvent): boolean {
  return record.created === event.created && record.image === event.image;
}

/**
 * When a tag got an image: RFC 3339 in UTC. A tag that was copied from another one has the time of that one in its
 * event, and an image that had to wait was seen before it was taken; the later time is the tag's own.
 */
export function sinceOf({ event, record }: Pick<Revision, 'event' | 'record'>): string {
  const seen = record?.seen;
  return seen !== undefined && Date.parse(seen) > Date.parse(event.created) ? seen : event.created;
}
