/** One line of the bench: a figure with its goal. Times are ratios against a peer or a floor that was taken in the same run. */
export interface Row {
  /** What was done. */
  readonly what: string;
  /** What the figure is a ratio to; absent where it is a count or a size. */
  readonly against?: string;
  /** The largest figure that is good. */
  readonly goal: number;
  readonly measured: number;
  /** Of goal and figure, such as `MB`; absent for ratios and counts. */
  readonly unit?: string;
  /** What the figure was made of. */
  readonly note?: string;
}

export interface RowOptions {
  /** All rows with many turns; otherwise those that a minute or two is enough for. */
  readonly full: boolean;
}

/** A row for two times in milliseconds: ours, and the one that it is measured against. */
export function ratio(row: Pick<Row, 'what' | 'against' | 'goal'>, ours: number, theirs: number): Row {
  return { ...row, measured: ours / theirs, note: `${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms` };
}

/** What each file of rows exports: it starts what it needs, and leaves nothing behind. */
export type Rows = (options: RowOptions) => Promise<Row[]>;

/** The rows as one table, and how many goals were missed. */
export function table(rows: readonly Row[]): { text: string; missed: number } {
  const figure = (value: number, unit = '') =>
    `${Number.isInteger(value) ? value : value.toFixed(2)}${unit === '' ? '' : ` ${unit}`}`;
  const good = ({ measured, goal }: Row) => measured <= goal;
  const cells = rows.map((row) => [
    row.what,
    row.against ?? '-',
    `<= ${figure(row.goal, row.unit)}`,
    figure(row.measured, row.unit),
    good(row) ? 'ok' : 'MISS',
    row.note ?? '',
  ]);
  const lines = [['work', 'against', 'goal', 'measured', '', ''], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return { text: text.join('\n'), missed: rows.filter((row) => !good(row)).length };
}
