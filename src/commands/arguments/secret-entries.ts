import { encodeBytes } from '../../core/secrets/base64.ts';
import { configKeyProblems } from '../../core/secrets/config-keys.ts';
import { refuse } from '../command.ts';
import type { KeyValue } from './key-value-sources.ts';

/** The `data` of a Secret. Fails with ARGUMENT for keys that cannot be, and for a key that is there twice. */
export function secretData(entries: readonly KeyValue[]): Record<string, string> {
  const data = new Map<string, string>();
  for (const { key, bytes } of entries) {
    const problems = configKeyProblems(key);
    if (problems.length > 0) refuse(`${JSON.stringify(key)} is not valid key name for a Secret ${problems.join(';')}`);
    if (data.has(key)) refuse(`cannot add key ${key}, another key by that name already exists`);
    data.set(key, encodeBytes(bytes));
  }
  return Object.fromEntries(data);
}
