import type { Mutant } from './mutants.ts';

export interface Score {
  readonly mutant: Mutant;
  readonly verdict: 'killed' | 'survived' | 'timed out' | 'no coverage' | 'equivalent';
  /** The suite that noticed, or the reason of an equivalent mutant. */
  readonly by: string;
}

/** Killed and timed out, of all but the equivalent mutants, in per cent; by folder and in all. */
export function scoreTable(scores: readonly Score[]): string {
  const folders = [...new Set(scores.map(({ mutant }) => folderOf(mutant)))].sort();
  const rows = [
    ['FOLDER', 'MUTANTS', 'KILLED', 'TIMED OUT', 'SURVIVED', 'NO COVERAGE', 'EQUIVALENT', 'SCORE'],
    ...folders.map((folder) =>
      row(
        folder,
        scores.filter(({ mutant }) => folderOf(mutant) === folder),
      ),
    ),
    row('all', scores),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What no test noticed, then what no test can notice: file, line, kind, the change. */
export function survivorLines(scores: readonly Score[]): string {
  const lines = (verdicts: readonly Score['verdict'][]) =>
    scores
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map(({ mutant: { file, line, kind, from, to }, verdict, by }) => {
        const reason = verdict === 'equivalent' ? `  (${by})` : '';
        return `${verdict}  ${file}:${line}  ${kind}  ${short(from)}  =>  ${short(to)}${reason}`;
      })
      .sort();
  return [...lines(['survived', 'no coverage']), ...lines(['equivalent'])].join('\n');
}

function row(name: string, scores: readonly Score[]): string[] {
  const count = (verdict: Score['verdict']) => scores.filter((score) => score.verdict === verdict).length;
  const valid = scores.length - count('equivalent');
  const noticed = count('killed') + count('timed out');
  const counts = [scores.length, count('killed'), count('timed out'), count('survived'), count('no coverage')];
  return [
    name,
    ...[...counts, count('equivalent')].map(String),
    valid ? `${((100 * noticed) / valid).toFixed(1)} %` : '-',
  ];
}

function folderOf({ file }: Mutant): string {
  return file.split('/').slice(0, 2).join('/');
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
