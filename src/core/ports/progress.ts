/**
 * What a long command says while it works, as data: who shows it, and whether, is decided elsewhere.
 * Events come in order, `finished` once and last.
 */
export type ProgressEvent =
  /** Work on a known number of tags begins. */
  | { type: 'import-started'; total: number }
  /** One tag is done, well or badly: the `done`-th of `total`. */
  | { type: 'tag-imported'; tag: string; ok: boolean; done: number; total: number }
  /**
   * Bytes that were moved of those that have to be, and the milliseconds that it took. The total shrinks where some turn out to
   * be there. `scale` is that of other sizes that the command prints.
   */
  | { type: 'bytes-copied'; bytes: number; total: number; time: number; scale: 'binary' | 'decimal' }
  /** Something else is going on, in one short sentence without a full stop. */
  | { type: 'note'; text: string }
  | { type: 'finished' };

/** Takes events as they happen. Never throws, and returns at once. */
export type ReportProgress = (event: ProgressEvent) => void;
