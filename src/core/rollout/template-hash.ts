import { fnv1a } from '../fnv1a.ts';
import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject } from '../json/json-object.ts';

/**
 * A name of the form `BASE-HASH` that says which template it is: the same template has the same name, and another one
 * whose name is taken gets another.
 * @returns the hash
 */
export function templateHash(base: string, template: unknown, taken: ReadonlySet<string>): string {
  const text = stringifyExactJson(sorted(template));
  for (let collisions = 0; ; collisions++) {
    const hash = safeWord(fnv1a(collisions === 0 ? text : `${text}${collisions}`));
    if (!taken.has(`${base}-${hash}`)) return hash;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Letters and digits of which no bad word can be made, as Kubernetes writes hashes. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

function safeWord(number: number): string {
  return [...String(number)].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('');
}
