import { type TagChange, timeOf } from './tag-changes.ts';

/**
 * The newest of very many changes: what is added is forgotten again where enough newer ones are, so that a store of any
 * size fits into memory.
 */
export class NewestChanges {
  readonly #limit: number;
  #kept: TagChange[] = [];
  #forgotten = 0;

  /** @param limit how many are kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(changes: readonly TagChange[]): void {
    for (const change of changes) this.#kept.push(change);
    if (this.#kept.length >= 2 * this.#limit) this.#forget();
  }

  /** Newest first; of one time in the order in which they were added. @returns how many older ones there were besides */
  take(): { changes: TagChange[]; forgotten: number } {
    this.#forget();
    return { changes: this.#kept, forgotten: this.#forgotten };
  }

  #forget(): void {
    const sorted = this.#kept.sort((a, b) => timeOf(b) - timeOf(a));
    this.#forgotten += Math.max(0, sorted.length - this.#limit);
    this.#kept = sorted.slice(0, this.#limit);
  }
}
