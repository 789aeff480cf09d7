import type { ResourceKind } from '../../../core/kinds/kinds.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import { labelText } from '../../text/label-text.ts';
import { safeText } from '../../text/safe-text.ts';
import { GET_TABS, tabWriter } from '../../text/tab-writer.ts';
import { objectName } from '../document.ts';
import { mapAt, textAt } from '../untyped.ts';

/** What `get` shows of the objects of one kind. The first column is the name. */
export interface Table {
  kind: ResourceKind;
  columns: readonly TableColumn[];
  rows: readonly TableRow[];
}

export interface TableColumn {
  /** As the server names it; printed in upper case. */
  name: string;
  /** Shown only with `-o wide`. */
  wide?: boolean;
}

export interface TableRow {
  /** One for each column, wide ones too. */
  cells: readonly string[];
  object: KubeObject;
}

export interface TableOptions {
  wide?: boolean;
  noHeaders?: boolean;
  /** A first column NAMESPACE (`-A`), left out for cluster-scoped kinds. */
  withNamespace?: boolean;
  /** Names as `imagestream.image.openshift.io/app` (several kinds in one call). */
  withKind?: boolean;
  showLabels?: boolean;
  /** One column for each of these label keys (`-L`). */
  labelColumns?: readonly string[];
}

/** The text of one table, ending with a newline; empty without rows. Columns are at least three spaces apart (oc-cli.md 1.4 and 7). */
export function printTable(table: Table, options: TableOptions = {}): string {
  return layOut(table, options, options.noHeaders !== true);
}

/** The tables of several kinds, an empty line between those that have rows. More than one, even empty, brings `withKind`. */
export function printTables(tables: readonly Table[], options: TableOptions = {}): string {
  const withKind = options.withKind ?? tables.length > 1;
  const texts = tables.map((table) => printTable(table, { ...options, withKind })).filter((text) => text !== '');
  return texts.join(options.noHeaders ? '' : '\n');
}

/**
 * A printer for tables of one kind that come one after the other (`get --watch`): headers only once, and columns
 * never narrower than they were.
 */
export function tablePrinter(options: TableOptions = {}): (table: Table) => string {
  const widths: number[] = [];
  let headers = options.noHeaders !== true;
  return (table) => {
    const text = layOut(table, options, headers, widths);
    if (text) headers = false;
    return text;
  };
}

function layOut(table: Table, options: TableOptions, headers: boolean, widths?: number[]): string {
  if (table.rows.length === 0) return '';
  const lines = table.rows.map((row) => rowCells(table, row, options).map(oneLine));
  if (headers) lines.unshift(headerCells(table, options));
  return tabWriter(safeText(lines.map((cells) => `${cells.join('\t')}\n`).join('')), GET_TABS, widths);
}

function headerCells(table: Table, options: TableOptions): string[] {
  const shown = table.columns.filter((column) => options.wide || !column.wide).map((column) => column.name);
  const labels = (options.labelColumns ?? []).map((key) => key.slice(key.lastIndexOf('/') + 1));
  return [
    ...(hasNamespace(table, options) ? ['namespace'] : []),
    ...shown,
    ...labels,
    ...(options.showLabels ? ['labels'] : []),
  ].map((name) => name.toUpperCase());
}

function rowCells(table: Table, { cells, object }: TableRow, options: TableOptions): string[] {
  const shown = table.columns.flatMap((column, i) => (options.wide || !column.wide ? [cells[i] ?? ''] : []));
  if (options.withKind) shown[0] = objectName(table.kind, shown[0] ?? '');
  const labels = mapAt(object, 'metadata', 'labels');
  return [
    ...(hasNamespace(table, options) ? [textAt(object, 'metadata', 'namespace')] : []),
    ...shown,
    ...(options.labelColumns ?? []).map((key) => textAt(labels, key) || '<none>'),
    ...(options.showLabels ? [labelText(labels)] : []),
  ];
}

const hasNamespace = (table: Table, options: TableOptions) => options.withNamespace === true && table.kind.namespaced;

/** kubectl cuts a cell at its first line break and says so with dots. */
function oneLine(cell: string): string {
  const end = cell.search(/[\f\n\r]/);
  return end < 0 ? cell : `${cell.slice(0, end)}...`;
}
