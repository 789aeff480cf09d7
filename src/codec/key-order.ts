/**
 * The keys in the order of `compareKeys`. That relation runs in a circle for some keys (`v2` < `v10` < `v1a` < `v2`), so
 * it is applied to keys that have a fixed order already: the same keys always come out the same way.
 */
export function sortKeys(keys: string[]): string[] {
  return isSorted(keys) ? keys : keys.sort().sort(compareKeys);
}

/** Whether sorting would change nothing, as with what was read from a file. */
function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) {
    const a = keys[i - 1] as string;
    const b = keys[i] as string;
    if (a >= b || compareKeys(a, b) >= 0) return false;
  }
  return true;
}

/**
 * The order in which Kubernetes prints the keys of a mapping (the rule of go-yaml v2, which `sigs.k8s.io/yaml` carries):
 * letters come after everything else, and runs of digits count as numbers, so that `v2` stands before `v10`.
 */
function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (isSurrogate(x) || isSurrogate(y)) return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
    const [xIsLetter, yIsLetter] = [isLetter(x), isLetter(y)];
    if (xIsLetter && yIsLetter) return x - y;
    if (xIsLetter || yIsLetter) return xIsLetter ? 1 : -1;
    return compareDigits(a, b, i) || x - y;
  }
  return a.length - b.length;
}

/** Compares the numbers that start at `at`: by value, then the one with fewer digits first. */
function compareDigits(a: string, b: string, at: number): number {
  // After a digit that is not zero, a leading zero here is part of a longer number and counts as a place.
  let before = at - 1;
  while (before >= 0 && a[before] === '0') before--;
  const continues = (a[at] === '0' || b[at] === '0') && before >= 0 && isDigit(a.charCodeAt(before));
  const x = digitsAt(a, at);
  const y = digitsAt(b, at);
  const places = continues ? '1' : '';
  const [xValue, yValue] = [BigInt(`${places}${x}` || '0'), BigInt(`${places}${y}` || '0')];
  if (xValue !== yValue) return xValue < yValue ? -1 : 1;
  return x.length - y.length;
}

function digitsAt(text: string, at: number): string {
  let end = at;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return text.slice(at, end);
}

const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39;
const isSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xe000;

function isLetter(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
  return /\p{L}/u.test(String.fromCharCode(unit));
}
