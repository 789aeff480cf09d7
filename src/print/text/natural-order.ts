import { compareBytes } from '../../core/byte-order.ts';

/**
 * Orders texts as people number things: runs of digits by their value, all else by bytes, digits before other
 * characters. Of two numbers that are equal the one with fewer leading zeros comes first.
 */
export function compareNaturally(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const digits = [isDigit(a, i), isDigit(b, j)];
    if (digits[0] !== digits[1]) return digits[0] ? -1 : 1;
    if (!digits[0]) {
      if (a[i] !== b[j]) return compareBytes(a.slice(i, i + 1), b.slice(j, j + 1));
      i++;
      j++;
      continue;
    }
    const x = numberAt(a, i);
    const y = numberAt(b, j);
    const difference = x.digits.length - y.digits.length || compareBytes(x.digits, y.digits) || x.zeros - y.zeros;
    if (difference !== 0) return difference;
    i = x.end;
    j = y.end;
  }
  return a.length - i - (b.length - j) || a.length - b.length;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function numberAt(text: string, start: number): { zeros: number; digits: string; end: number } {
  let first = start;
  while (text[first] === '0') first++;
  let end = first;
  while (isDigit(text, end)) end++;
  return { zeros: first - start, digits: text.slice(first, end), end };
}
