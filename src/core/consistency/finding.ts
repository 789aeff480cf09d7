/** Something in a file that no writer of ours would have left there: a merge by lines, or a hand, has. */
export interface Finding {
  /** A sentence. */
  what: string;
  /** Which list of the object it is about, to find its line. */
  section: 'spec' | 'status' | 'tags' | 'metadata';
  tag?: string;
  /** Whoever acts on it would act on something false: the object is refused when it is read. */
  isFalse: boolean;
  /** Whether there is one right answer, which `--fix` writes. */
  fixable: boolean;
}
