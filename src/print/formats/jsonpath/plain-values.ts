import type { PlainValue } from '../../../core/ports/object-path.ts';
import { goText } from '../go/format.ts';
import { goKind } from '../go/value.ts';
import { findJsonPath } from './jsonpath.ts';
import { parseRelaxedPath } from './relaxed.ts';

/** The port `ParseObjectPath`, for those who compare values and print none. */
export function parseObjectPath(expression: string): (object: unknown) => PlainValue[][] {
  const path = parseRelaxedPath(expression);
  return (object) => findJsonPath(path, object).map((values) => values.map(plain));
}

function plain(value: unknown): PlainValue {
  const kind = goKind(value);
  return kind === 'map' || kind === 'list' ? undefined : goText(value);
}
