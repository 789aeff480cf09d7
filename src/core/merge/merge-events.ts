import type { Side } from './contradiction.ts';

/** What events of a tag and their records share, and what tells which record is of which event. */
export interface DatedImage {
  created: string;
  image: string;
}

/** A tag's images on the two sides of a merge and where both come from; newest first. */
export interface Sides<T> {
  base: readonly T[];
  ours: readonly T[];
  theirs: readonly T[];
}

interface Placed<T> {
  key: string;
  item: T;
  /** Of the side that has the last word. */
  last: boolean;
  /** Milliseconds since the epoch: the tag cannot have got it earlier. */
  at: number;
  /** How many new ones of its side are older. */
  position: number;
}

/**
 * Merges what a tag has had on two sides: what both had before stays, what is new on either side lies above it in the order
 * of its time, and what one side has pruned is gone. The sides' own orders stay. Streams and their histories are merged by
 * this same function, from what both of them know, so that they go on agreeing.
 *
 * What both sides got first and in the same order, as two people who import the same image, came once: when it came first.
 *
 * @param last the side whose choice counts whatever the times say: what it has now is on top; undefined for none
 * @param combine of one event that both sides have
 * @returns newest first
 */
export function mergeEvents<T extends DatedImage>(
  { base, ours, theirs }: Sides<T>,
  last: Side | undefined,
  combine: (base: T | undefined, ours: T, theirs: T) => T,
): T[] {
  const [o, a, b] = [keyed(base), keyed(ours), keyed(theirs)];
  const kept: T[] = [];
  for (const [key, item] of o) {
    const [x, y] = [a.get(key), b.get(key)];
    if (x && y) kept.push(combine(item, x, y));
  }
  const since = kept.reduce((latest, { created }) => Math.max(latest, timeOf(created)), Number.NEGATIVE_INFINITY);
  const [newOurs, newTheirs] = onceTogether(newIn(a, o), newIn(b, o));
  const placed = new Map<string, Placed<T>>();
  const place = (side: Side, events: ReadonlyMap<string, T>) => {
    let [at, position] = [since, 0];
    for (const [key, item] of events) {
      at = Math.max(at, timeOf(item.created));
      const known = placed.get(key);
      placed.set(key, {
        key,
        item: known ? combine(undefined, known.item, item) : item,
        last: side === last || (known?.last ?? false),
        at: Math.max(at, known?.at ?? at),
        position: Math.max(position, known?.position ?? position),
      });
      position++;
    }
  };
  place('ours', newOurs);
  place('theirs', newTheirs);
  const merged = [...kept, ...[...placed.values()].sort(inTime).map(({ item }) => item)].reverse();
  const wanted = last && { ours, theirs }[last][0];
  return wanted ? onTop(merged, wanted) : merged;
}

/** Whose newest image is the newer one by its time; undefined where neither side has got any, or both the same. */
export function newestSide<T extends DatedImage>(sides: Sides<T>): Side | undefined {
  const [top] = mergeEvents(sides, undefined, (_, ours) => ours);
  const { base, ours, theirs } = sides;
  const [o, a, b] = [keyed(base), keyed(ours), keyed(theirs)].map((items) => [...items.keys()]);
  const news = (keys: string[] | undefined) => (keys ?? []).filter((key) => !o?.includes(key));
  const [x, y] = [news(a), news(b)];
  if (x.length === 0 && y.length === 0) return undefined;
  if (y.length === 0) return 'ours';
  if (x.length === 0) return 'theirs';
  const isTop = (item: T | undefined) => item?.created === top?.created && item?.image === top?.image;
  const [isOurs, isTheirs] = [isTop(ours[0]), isTop(theirs[0])];
  return isOurs === isTheirs ? undefined : isOurs ? 'ours' : 'theirs';
}

/** Oldest first, by time and image; an image that came twice with one time has two keys. */
function keyed<T extends DatedImage>(items: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of items.toReversed()) {
    const key = `${item.created} ${item.image}`;
    let unique = key;
    for (let again = 2; found.has(unique); again++) unique = `${key} ${again}`;
    found.set(unique, item);
  }
  return found;
}

function inTime<T>(a: Placed<T>, b: Placed<T>): number {
  const order = Number(a.last) - Number(b.last) || a.at - b.at || a.position - b.position;
  // Two that are equal in all of this are infinitely early both.
  return order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function newIn<T>(events: ReadonlyMap<string, T>, base: ReadonlyMap<string, T>): [string, T][] {
  return [...events].filter(([key]) => !base.has(key));
}

/** Both lists with the same events for the images that both begin with: of each the one that was earlier. */
function onceTogether<T extends DatedImage>(ours: [string, T][], theirs: [string, T][]) {
  const [a, b] = [[...ours], [...theirs]];
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [x, y] = [a[at] as [string, T], b[at] as [string, T]];
    if (x[1].image !== y[1].image) break;
    if (x[0] < y[0]) b[at] = x;
    else if (x[0] > y[0]) a[at] = y;
  }
  return [new Map(a), new Map(b)] as const;
}

function onTop<T extends DatedImage>(items: readonly T[], wanted: T): T[] {
  if (items[0]?.image === wanted.image) return [...items];
  const exact = items.findIndex(({ image, created }) => image === wanted.image && created === wanted.created);
  const at = exact >= 0 ? exact : items.findIndex(({ image }) => image === wanted.image);
  return at < 0 ? [...items] : [items[at] as T, ...items.slice(0, at), ...items.slice(at + 1)];
}

function timeOf(created: string): number {
  const time = Date.parse(created);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
