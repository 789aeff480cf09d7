import type { GetRequest, GetResult } from '../commands/get.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { listOf } from './document.ts';
import { type ObjectPrinter, prepareObjectPrinter } from './object-printer.ts';
import type { PrintContext, Printed } from './printed.ts';
import { printTables, type Table } from './table/table.ts';
import { tableOf } from './table/table-of.ts';

/** `get`: tables, documents, custom columns. */
export async function prepareGet(request: GetRequest, context: PrintContext): Promise<(result: GetResult) => Printed> {
  const document = await prepareObjectPrinter(request.output, context);
  const sort = request.sortBy ? await prepareSort(request.sortBy) : undefined;
  const columns = request.output.type.startsWith('custom-columns') ? await prepareColumns(request, context) : undefined;
  return (result) => {
    const sorted = sort
      ? { ...result, groups: result.groups.map((g) => ({ ...g, objects: sort(g.objects) })) }
      : result;
    const { errors } = result;
    if (document) return { stdout: printDocument(sorted, document), errors };
    const found = sorted.groups.some((group) => group.objects.length > 0);
    if (!found) return { stdout: '', ...nothingFound(result), errors };
    if (columns) return { stdout: columns(sorted.groups.flatMap((group) => group.objects)), errors };
    return { stdout: printTables(tablesOf(sorted, context), tableOptions(request, sorted)), errors };
  };
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
  const { parseSortBy, sortObjects } = await import('./sort-by.ts');
  const key = parseSortBy(field);
  return (objects) => sortObjects(objects, key);
}

async function prepareColumns(request: GetRequest, context: PrintContext) {
  const { parseCustomColumns, parseCustomColumnsFile, printCustomColumns } = await import('./custom-columns.ts');
  const { type, argument } = request.output;
  const columns =
    type === 'custom-columns-file'
      ? parseCustomColumnsFile(await context.readText(argument))
      : parseCustomColumns(argument);
  return (objects: readonly KubeObject[]) => printCustomColumns(columns, objects, { noHeaders: request.noHeaders });
}
