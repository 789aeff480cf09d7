import { compareQuantities, parseQuantity, type Quantity } from '../../core/quantity.ts';
import { AppError } from '../../errors.ts';
import { compareNaturally } from '../text/natural-order.ts';
import { goQuote } from './go/quote.ts';
import { goKind, goTypeName, toBigInt, toFloat } from './go/value.ts';
import { findJsonPath, type JsonPath } from './jsonpath/jsonpath.ts';
import { parseRelaxedPath } from './jsonpath/relaxed.ts';

/** A field to sort by. Made by `parseSortBy`. */
export type SortKey = JsonPath;

/** Parses `--sort-by`, a path with or without braces. Fails with ARGUMENT, in kubectl's words. */
export function parseSortBy(field: string): SortKey {
  return parseRelaxedPath(field);
}

/**
 * The objects ordered by the first value that the field has in each, as `--sort-by` does it: numbers by size; texts that
 * both are quantities (`500M`, `1Gi`) by size; all other texts, names and times, in natural order (`web9` before
 * `web10`). Objects without the field come first. Those that are equal keep their order (kubectl: only up to 12 of them).
 * Fails with ARGUMENT where no object has the field, or where values cannot be ordered.
 */
export function sortObjects<T>(objects: readonly T[], key: SortKey): T[] {
  if (objects.length < 2) return [...objects];
  const entries = objects.map((object) => ({ object, value: sortValue(findJsonPath(key, object)[0]) }));
  if (entries.every(({ value }) => value === undefined)) {
    throw new AppError('ARGUMENT', `couldn't find any field with path ${goQuote(key.template)} in the list of objects`);
  }
  entries.sort((a, b) => compare(a.value, b.value, key));
  return entries.map(({ object }) => object);
}

interface SortValue {
  value: unknown;
  quantity: Quantity | undefined;
}

function sortValue(found: readonly unknown[] = []): SortValue | undefined {
  if (found.length === 0) return undefined;
  const [value] = found;
  return { value, quantity: typeof value === 'string' ? parseQuantity(value) : undefined };
}

function compare(a: SortValue | undefined, b: SortValue | undefined, key: SortKey): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  if (a.value === null || b.value === null) return Number(a.value !== null) - Number(b.value !== null);
  if (a.quantity && b.quantity) return compareQuantities(a.quantity, b.quantity);
  const kind = goKind(a.value);
  if (kind !== 'int' && kind !== 'float' && kind !== 'string') {
    throw unsortable(key, `unsortable type: ${goTypeName(a.value)}`);
  }
  if (goKind(b.value) !== kind) throw unsortable(key, 'unsortable interface: interface');
  if (kind === 'string') return compareNaturally(a.value as string, b.value as string);
  return kind === 'int' ? order(toBigInt(a.value), toBigInt(b.value)) : order(toFloat(a.value), toFloat(b.value));
}

const order = <T extends number | bigint>(a: T, b: T): number => Number(a > b) - Number(a < b);

function unsortable({ template }: SortKey, why: string): AppError {
  return new AppError(
    'ARGUMENT',
    `Field ${template} in *unstructured.Unstructured is an unsortable type: interface, err: ${why}`,
    { hint: 'sort by a field that is a number in all objects, or a text in all' },
  );
}
