/** A Kubernetes quantity (apimachinery `resource.Quantity`) as a fraction: `1500m` is 1500 / 1000. */
export interface Quantity {
  readonly top: bigint;
  readonly bottom: bigint;
}

const PATTERN = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d{1,3})?$/;

const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY = 'KMGTPE';

/**
 * Reads a quantity: `2`, `500M`, `1.5Gi`, `1e3`. Undefined where the text is none. A unit alone is none, although
 * kubectl takes it for one and so puts an object called `m` in a place where nobody looks for it.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text.length <= 64 ? PATTERN.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole = '', fraction = match[4] ?? '', , unit = ''] = match;
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  if (unit.endsWith('i')) {
    const scale = 1024n ** BigInt(BINARY.indexOf(unit[0] as string) + 1);
    return { top: digits * scale, bottom: 10n ** BigInt(fraction.length) };
  }
  const exponent = (DECIMAL[unit] ?? Number(unit.slice(1))) - fraction.length;
  return exponent >= 0
    ? { top: digits * 10n ** BigInt(exponent), bottom: 1n }
    : { top: digits, bottom: 10n ** BigInt(-exponent) };
}

export function compareQuantities(a: Quantity, b: Quantity): number {
  const left = a.top * b.bottom;
  const right = b.top * a.bottom;
  return Number(left > right) - Number(left < right);
}

/** The number that a quantity of an object or a setting means (`500Mi`, `1e9`, or a number itself); undefined where it is none. */
export function quantityNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const quantity = typeof value === 'string' ? parseQuantity(value) : undefined;
  return quantity && Number(quantity.top) / Number(quantity.bottom);
}
