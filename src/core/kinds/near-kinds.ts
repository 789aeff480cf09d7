import { nearWords } from '../near-words.ts';
import { CLUSTER_ONLY } from './cluster-kinds.ts';
import { findKind, KINDS } from './kinds.ts';

/**
 * The types that a mistyped one may have meant, each by the name that comes nearest: those that a store holds, else those
 * that only a cluster has.
 */
export function nearKinds(word: string): string[] {
  const names = KINDS.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...shortNames]);
  const kinds = new Map<unknown, string>();
  for (const name of nearWords(word, names)) {
    const kind = findKind(name);
    if (!kinds.has(kind)) kinds.set(kind, name);
  }
  return kinds.size > 0 ? [...kinds.values()] : nearWords(word, CLUSTER_ONLY).slice(0, 1);
}
