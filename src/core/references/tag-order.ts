import { compareBytes } from '../byte-order.ts';

/**
 * The order of tags in `describe` and in imports of whole repositories (oc CLI 2.3, image-stream model 4.4):
 * `latest`, then minor versions (`1.2`, `v1.2`, `1.2-rc1`) and full semantic versions, each newest first, then
 * everything else in byte order. Of equal versions the one without `v` is first.
 */
export function orderTags(tags: readonly string[]): string[] {
  return tags
    .map(rank)
    .sort(compare)
    .map(({ tag }) => tag);
}

interface Ranked {
  tag: string;
  place: (typeof PLACE)[keyof typeof PLACE];
  version: Version | undefined;
}

const PLACE = { latest: 0, minor: 1, full: 2, other: 3 } as const;

/** A semantic version without its build metadata, which has no part in the order. Numbers stay text: they have any size. */
interface Version {
  numbers: readonly string[];
  preRelease: readonly string[];
}

function rank(tag: string): Ranked {
  if (tag === 'latest') return { tag, place: PLACE.latest, version: undefined };
  const text = tag.startsWith('v') ? tag.slice(1) : tag;
  const full = parseVersion(text);
  if (full) return { tag, place: PLACE.full, version: full };
  const [, numbers, word = ''] = /^(\d+\.\d+)(-\w+)?$/.exec(text) ?? [];
  const minor = numbers === undefined ? undefined : parseVersion(`${numbers}.0${word}`);
  return minor ? { tag, place: PLACE.minor, version: minor } : { tag, place: PLACE.other, version: undefined };
}

/** Strict semver 2.0.0; a number beyond 64 bits is not one, as in the library that OpenShift uses. */
function parseVersion(text: string): Version | undefined {
  const [, core, pre, build] = /^(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text) ?? [];
  if (core === undefined) return undefined;
  const numbers = core.split('.');
  const preRelease = pre === undefined ? [] : pre.split('.');
  if (!numbers.every(isNumber) || build?.split('.').includes('')) return undefined;
  if (!preRelease.every((part) => part !== '' && (!/^\d+$/.test(part) || isNumber(part)))) return undefined;
  return { numbers, preRelease };
}

const MAX_NUMBER = '18446744073709551615';

function isNumber(digits: string): boolean {
  return (digits === '0' || !digits.startsWith('0')) && compareNumbers(digits, MAX_NUMBER) <= 0;
}

function compare(a: Ranked, b: Ranked): number {
  if (a.place !== b.place) return a.place - b.place;
  if (!a.version || !b.version) return compareBytes(a.tag, b.tag);
  return (
    compareVersions(b.version, a.version) ||
    Number(a.tag.startsWith('v')) - Number(b.tag.startsWith('v')) ||
    compareBytes(a.tag, b.tag)
  );
}

function compareVersions(a: Version, b: Version): number {
  for (const [i, number] of a.numbers.entries()) {
    const order = compareNumbers(number, b.numbers[i] ?? '0');
    if (order !== 0) return order;
  }
  if (a.preRelease.length === 0 || b.preRelease.length === 0) return b.preRelease.length - a.preRelease.length;
  for (const [i, part] of a.preRelease.entries()) {
    const other = b.preRelease[i];
    if (other === undefined) return 1;
    const order = comparePreRelease(part, other);
    if (order !== 0) return order;
  }
  return a.preRelease.length - b.preRelease.length;
}

/** Numbers come before words; numbers compare as numbers, words by their bytes. */
function comparePreRelease(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return aIsNumber ? compareNumbers(a, b) : compareBytes(a, b);
}

/** Decimal numbers of any size, written without leading zeros. */
function compareNumbers(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
