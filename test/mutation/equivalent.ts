/** A mutant that no test can notice, because the program does the same with it. It is counted apart, and shown. */
export interface Equivalent {
  readonly file: string;
  /** The changed text, and what it becomes, with white space made single spaces; `from` may be its beginning. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export const EQUIVALENT: readonly Equivalent[] = [];
