/**
 * Compares two strings as Go and `LC_ALL=C sort` do: by the bytes of their UTF-8 form.
 * Differs from `<` only where a character outside the basic plane meets one of U+E000..U+FFFF.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) return rank(x) - rank(y);
    return x - y;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every single UTF-16 unit. */
const rank = (unit: number) => (unit < 0xe000 ? unit + 0x10000 : unit);

/** Sorts by a key in byte order, as Go sorts strings. The product's names are ASCII, where UTF-16 order is byte order. */
export function sortedBy<T>(items: T[], key: (item: T) => string): T[] {
  return items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The keys of a map in byte order; none of what is no map. */
export function sortedKeys(map: object | null | undefined): string[] {
  return Object.keys(map ?? {}).sort(compareBytes);
}

/** The fields of a map in byte order of their keys; none of what is no map. */
export function sortedEntries<T>(map: Readonly<Record<string, T>> | null | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareBytes(a, b));
}
