import { sortedBy } from '../byte-order.ts';
import { recorded } from '../history/record-news.ts';
import { revisionsOf } from '../history/revisions.ts';
import { sameJson } from '../json/json-value.ts';
import type { ImageStream, TagEvent } from '../objects/image-stream.ts';
import type { ImageStreamHistory, RevisionRecord, TagRecord } from '../objects/image-stream-history.ts';
import { pinnedImage } from '../stream/pin.ts';
import { specTags, statusTags } from '../stream/tag-history.ts';
import type { Finding } from './finding.ts';

const keyOf = ({ created, image }: Pick<TagEvent, 'created' | 'image'>) => `${created} ${image}`;

/**
 * Where a stream and its history do not agree. A history may lack what was there before it began, and may still have what
 * was pruned; all else in it belongs to an event, in the same order, and says the same of pins.
 */
export function disagreements(stream: ImageStream, history: ImageStreamHistory): Finding[] {
  const findings: Finding[] = [];
  const [lists, specs] = [statusTags(stream), specTags(stream)];
  const names = history.tags.map(({ tag }) => tag);
  const anywhere = new Set(history.tags.flatMap(({ items }) => items.map(keyOf)));
  for (const [at, record] of history.tags.entries()) {
    const { tag } = record;
    const where = { section: 'tags', tag, isFalse: false } as const;
    const add = (what: string, fixable: boolean) => void findings.push({ ...where, what, fixable });
    if (names.indexOf(tag) !== at) add(`the tag ${tag} is there twice`, false);
    if (!lists.has(tag) && !specs.has(tag)) {
      add(`the history speaks of the tag ${tag}, which the stream does not have`, true);
      continue;
    }
    const events = lists.get(tag)?.items ?? [];
    for (const what of strangers(events, record)) add(what, true);
    if (isOutOfOrder(record.items)) add(`the revisions of the tag ${tag} are not in order`, true);
    const silent = unrecorded(events, record, anywhere);
    if (silent) add(`nothing says who brought ${silent.image} into the tag ${tag}, at ${silent.created}`, false);
    const pin = pinnedImage(specs.get(tag));
    if (record.pinned !== undefined && record.pinned !== pin) {
      const is =
        pin === undefined
          ? `not pinned: "imagestream pin" holds it, and "imagestream unpin" after that lets it go`
          : `pinned to ${pin}`;
      add(
        `the history has the tag ${tag} pinned to ${record.pinned}, and in the stream it is ${is}`,
        pin !== undefined,
      );
    }
  }
  return findings;
}

/** Records that lie above one that belongs to an event, and belong to none. */
function strangers(events: readonly TagEvent[], { tag, items }: TagRecord): string[] {
  const known = new Set(events.map(keyOf));
  const oldest = items.findLastIndex((item) => known.has(keyOf(item)));
  return items
    .filter((item, at) => at < oldest && !known.has(keyOf(item)))
    .map(
      ({ image, created }) => `the history gives the tag ${tag} the image ${image} of ${created}, which it never had`,
    );
}

function isOutOfOrder(items: readonly RevisionRecord[]): boolean {
  return items.some(({ revision }, at) => at > 0 && revision >= (items[at - 1] as RevisionRecord).revision);
}

/** The newest event without a record that lies above one with a record, where no other tag's record is of it either. */
function unrecorded(
  events: readonly TagEvent[],
  record: TagRecord,
  anywhere: ReadonlySet<string>,
): TagEvent | undefined {
  const revisions = revisionsOf(events, record);
  const oldest = revisions.findLastIndex((revision) => revision.record !== undefined);
  return revisions.slice(0, Math.max(oldest, 0)).find((one) => !one.record && !anywhere.has(keyOf(one.event)))?.event;
}

/** A history without what is found in it and has one right answer: the stream tells what there was, and in which order. */
export function mendedHistory(history: ImageStreamHistory, stream: ImageStream): ImageStreamHistory {
  const [lists, specs] = [statusTags(stream), specTags(stream)];
  const tags = history.tags.flatMap((record): TagRecord[] => {
    const { tag } = record;
    if (!lists.has(tag) && !specs.has(tag)) return [];
    const events = lists.get(tag)?.items ?? [];
    const findings = strangers(events, record).length > 0 || isOutOfOrder(record.items);
    const mended = findings ? recorded(stream, tag, record) : record;
    const pin = pinnedImage(specs.get(tag));
    return [record.pinned === undefined || pin === undefined ? mended : { ...mended, pinned: pin }];
  });
  const mended = { ...history, tags: sortedBy(tags, ({ tag }) => tag) };
  return sameJson(mended, history) ? history : mended;
}
