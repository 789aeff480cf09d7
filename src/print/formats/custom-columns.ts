import { AppError } from '../../errors.ts';
import { safeText } from '../text/safe-text.ts';
import { GET_TABS, tabWriter } from '../text/tab-writer.ts';
import { goText } from './go/format.ts';
import { findJsonPath, type JsonPath } from './jsonpath/jsonpath.ts';
import { bracedPath, parseBracedPath } from './jsonpath/relaxed.ts';

export interface CustomColumns {
  readonly columns: readonly { header: string; path: JsonPath }[];
  /** A file has its headers printed even with `--no-headers`, as in kubectl. */
  readonly alwaysHeaders: boolean;
}

/**
 * The columns of `-o custom-columns=NAME:.metadata.name,TAGS:.spec.tags[*].name`: pairs of header and path, the path
 * with or without braces. A comma separates columns wherever it stands. Fails with ARGUMENT, in kubectl's words.
 */
export function parseCustomColumns(spec: string): CustomColumns {
  if (spec === '') {
    throw new AppError('ARGUMENT', 'custom-columns format specified but no custom columns given');
  }
  const columns = spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) {
      throw new AppError('ARGUMENT', `unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return { header: part.slice(0, colon), path: bracedPath(part.slice(colon + 1)) };
  });
  return { columns: columns.map(parsed), alwaysHeaders: false };
}

const parsed = ({ header, path }: { header: string; path: string }) => ({ header, path: parseBracedPath(path) });

const LINES = 'Expected format is one line of space separated headers, one line of space separated column specs.';

/**
 * The columns of `-o custom-columns-file=`: a line of headers and a line of paths, separated by blanks; further lines
 * do not count. Fails with ARGUMENT, in kubectl's words.
 * @param text what stands in the file
 */
export function parseCustomColumnsFile(text: string): CustomColumns {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const [first, second] = lines;
  if (first === undefined) throw new AppError('ARGUMENT', `invalid template, missing header line. ${LINES}`);
  if (second === undefined) throw new AppError('ARGUMENT', `invalid template, missing spec line. ${LINES}`);
  const headers = words(first);
  const paths = words(second);
  if (headers.length !== paths.length) {
    const counts = `number of headers (${headers.length}) and field specifications (${paths.length})`;
    throw new AppError('ARGUMENT', `${counts} don't match`);
  }
  const columns = headers.map((header, i) => ({ header, path: bracedPath(paths[i] ?? '') }));
  return { columns: columns.map(parsed), alwaysHeaders: true };
}

const words = (line: string) => line.split(/\s+/u).filter((word) => word !== '');

/**
 * The table of custom columns. Several values of a column are joined by `,`, none are `<none>`; lists and maps print as
 * Go prints them. Fails with ARGUMENT where a path does not fit an object.
 */
export function printCustomColumns(
  { columns, alwaysHeaders }: CustomColumns,
  objects: readonly unknown[],
  options: { noHeaders: boolean },
): string {
  const rows = objects.map((object) => columns.map(({ path }) => cell(path, object)));
  if (!options.noHeaders || alwaysHeaders) rows.unshift(columns.map(({ header }) => header));
  return tabWriter(rows.map((row) => `${row.join('\t')}\n`).join(''), GET_TABS);
}

function cell(path: JsonPath, object: unknown): string {
  const found = findJsonPath(path, object);
  const values = found.flat().map((value) => safeText(goText(value)));
  return (found[0] ?? []).length === 0 ? ['<none>', ...values].join(',') : values.join(',');
}
