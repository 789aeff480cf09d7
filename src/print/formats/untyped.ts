/** Reading objects whose shape nobody has checked: a path that leads nowhere, or to another type, reads as nothing. */

export function valueAt(object: unknown, ...path: (string | number)[]): unknown {
  let value = object;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value;
}

export function textAt(object: unknown, ...path: (string | number)[]): string {
  const value = valueAt(object, ...path);
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** A number, `otherwise` where there is none. */
export function numberAt(object: unknown, path: (string | number)[], otherwise = 0): number {
  const value = valueAt(object, ...path);
  return typeof value === 'number' ? value : otherwise;
}

export function listAt(object: unknown, ...path: (string | number)[]): unknown[] {
  const value = valueAt(object, ...path);
  return Array.isArray(value) ? value : [];
}

export function mapAt(object: unknown, ...path: (string | number)[]): Record<string, unknown> {
  const value = valueAt(object, ...path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
