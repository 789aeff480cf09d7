import { compactJson } from '../../codec/go-json.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Flag } from '../command.ts';

export const appendHashFlag = (what: string): Flag => ({
  name: 'append-hash',
  group: 'writing',
  type: 'bool',
  help: `Append a hash of the ${what} to its name`,
});

/** Letters for the digits that could make an offensive or misleading word (kubectl `hash.encodeHash`). */
const LETTERS: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** The object with kubectl's hash of its content behind its name, so that new content has a new name. */
export async function withHash(object: KubeObject, hashed: Record<string, unknown>): Promise<KubeObject> {
  const { name } = object.metadata;
  const text = compactJson({ kind: object.kind, name, ...hashed });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const hex = [...digest.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const hash = [...hex].map((digit) => LETTERS[digit] ?? digit).join('');
  return { ...object, metadata: { ...object.metadata, name: `${name}-${hash}` } };
}
