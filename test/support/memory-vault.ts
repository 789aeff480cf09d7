import type { SecretVault } from '../../src/core/ports/secret-vault.ts';
import { AppError } from '../../src/errors.ts';

export interface MemoryVault extends SecretVault {
  /** What is kept, by mark. */
  readonly texts: Map<string, string>;
  /** How often a text was asked for. */
  recalls(): number;
  /** Why nothing can be kept or recalled; undefined for a vault that works. */
  broken: string | undefined;
  keeps: boolean;
}

/** A vault that keeps its texts in memory. */
export function memoryVault(): MemoryVault {
  const texts = new Map<string, string>();
  let count = 0;
  let recalls = 0;
  return {
    texts,
    recalls: () => recalls,
    broken: undefined,
    keeps: true,
    async keep(text) {
      if (this.broken) throw new AppError('CREDENTIALS', `the password cannot be kept: ${this.broken}`);
      const mark = `memory:${++count}`;
      texts.set(mark, text);
      return mark;
    },
    async recall(mark) {
      recalls++;
      const text = texts.get(mark);
      if (this.broken) return { ok: false, why: `is in a vault that is ${this.broken}` };
      return text === undefined ? { ok: false, why: 'is not in this memory' } : { ok: true, text };
    },
    async forget(mark) {
      texts.delete(mark);
    },
    kept: async () => [...texts.keys()].map((mark) => ({ mark, of: 'demo/any', used: new Date(0) })),
    isPlaced() {
      return this.keeps;
    },
  };
}
