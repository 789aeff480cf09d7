import type { GetRequest } from '../commands/get/request.ts';
import type { GetResult } from '../commands/get.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { listOf } from './formats/document.ts';
import { type ObjectPrinter, prepareObjectPrinter } from './formats/object-printer.ts';
import { printTables, type Table, tablePrinter } from './formats/table/table.ts';
import { tableOf } from './formats/table/table-of.ts';
import type { PrintContext, Printed } from './printed.ts';

/** `get`: tables, documents, custom columns. */
export async function prepare(request: GetRequest, context: PrintContext): Promise<(result: GetResult) => Printed> {
  const document = await prepareObjectPrinter(request.output, context);
  const sort = request.sortBy ? await prepareSort(request.sortBy) : undefined;
  const columns = request.output.type.startsWith('custom-columns') ? await prepareColumns(request, context) : undefined;
  return (result) => {
    const more = result.changes && changesPrinter(result, request, context, document, columns);
    if (more && request.watchOnly) return { stdout: '', more, errors: result.errors };
    return { ...list(result), ...(more ? { more } : {}) };
  };

  function list(result: GetResult): Printed {
    const sorted = sort
      ? { ...result, groups: result.groups.map((g) => ({ ...g, objects: sort(g.objects) })) }
      : result;
    const { errors, raw } = result;
    if (raw !== undefined) return { stdout: `${raw}\n`, data: true };
    if (document) return { stdout: printDocument(sorted, document), data: true, errors };
    const found = sorted.groups.some((group) => group.objects.length > 0);
    if (!found) return { stdout: '', ...nothingFound(result), errors };
    if (columns) return { stdout: columns(sorted.groups.flatMap((group) => group.objects)), errors };
    return { stdout: printTables(tablesOf(sorted, context), tableOptions(request, sorted)), errors };
  }
}

/** Each change as it comes: a row of the table that the list began, or a document. */
async function* changesPrinter(
  result: GetResult,
  request: GetRequest,
  context: PrintContext,
  document: ObjectPrinter | undefined,
  columns: ((objects: readonly KubeObject[]) => string) | undefined,
): AsyncIterable<Printed> {
  const row = tablePrinter(tableOptions(request, result));
  const [group] = result.groups;
  if (!group) return;
  // The rows go on below the list: its headings and its widths count.
  if (!request.watchOnly) row(tableOf(group.kind, group.objects, context.now()));
  for await (const { object } of result.changes ?? []) {
    if (document) yield { stdout: document(object), data: true };
    else if (columns) yield { stdout: columns([object]) };
    else yield { stdout: row(tableOf(group.kind, [object], context.now())) };
  }
}

function printDocument(result: GetResult, print: ObjectPrinter): string {
  const objects = result.groups.flatMap((group) => group.objects);
  if (result.single) return objects[0] ? print(objects[0]) : '';
  if (objects.length === 0 && result.errors.length > 0) return '';
  return print(listOf(objects));
}

function nothingFound(result: GetResult): Pick<Printed, 'stderr'> {
  if (result.errors.length > 0 || result.request.ignoreNotFound) return {};
  return {
    stderr: result.namespace ? `No resources found in ${result.namespace} namespace.\n` : 'No resources found\n',
  };
}

function tablesOf(result: GetResult, context: PrintContext): Table[] {
  const now = context.now();
  return result.groups.map(({ kind, objects }) => tableOf(kind, objects, now));
}

function tableOptions(request: GetRequest, result: GetResult) {
  return {
    wide: request.output.type === 'wide',
    noHeaders: request.noHeaders,
    withNamespace: request.allNamespaces,
    withKind: request.showKind || result.groups.length > 1,
    showLabels: request.showLabels,
    labelColumns: request.labelColumns,
  };
}

async function prepareSort(field: string): Promise<(objects: readonly KubeObject[]) => KubeObject[]> {
  const { parseSortBy, sortObjects } = await import('./formats/sort-by.ts');
  const key = parseSortBy(field);
  return (objects) => sortObjects(objects, key);
}

async function prepareColumns(request: GetRequest, context: PrintContext) {
  const { parseCustomColumns, parseCustomColumnsFile, printCustomColumns } = await import(
    './formats/custom-columns.ts'
  );
  const { type, argument } = request.output;
  const columns =
    type === 'custom-columns-file'
      ? parseCustomColumnsFile(await context.readText(argument))
      : parseCustomColumns(argument);
  let headed = false;
  return (objects: readonly KubeObject[]) => {
    // The headings are above what a watch goes on with.
    const text = headed
      ? printCustomColumns({ ...columns, alwaysHeaders: false }, objects, { noHeaders: true })
      : printCustomColumns(columns, objects, { noHeaders: request.noHeaders });
    headed = true;
    return text;
  };
}
