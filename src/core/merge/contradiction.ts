/** One of the two sides of a merge; which of them is called the first does not change what is merged. */
export type Side = 'ours' | 'theirs';

/**
 * Decides where two sides say what cannot both be. A merge goes twice through its rules where there is any such place, once
 * for each side, so that a person can be shown both results and nothing else.
 */
export class Contradictions {
  readonly #preferred: Side;
  readonly #found = new Set<string>();

  constructor(preferred: Side) {
    this.#preferred = preferred;
  }

  /** @param what a sentence about both sides, the same whichever is called ours */
  choose<T>(what: string, ours: T, theirs: T): T {
    this.#found.add(what);
    return this.#preferred === 'ours' ? ours : theirs;
  }

  /** The sentences, sorted. */
  get found(): string[] {
    return [...this.#found].sort();
  }
}

/** Both texts in one order, for sentences that are to be the same whichever side is called ours. */
export function inEitherOrder(a: string, b: string): [string, string] {
  return a <= b ? [a, b] : [b, a];
}
