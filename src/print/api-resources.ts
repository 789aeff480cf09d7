import type { ApiResourcesResult } from '../commands/api-resources.ts';
import { apiVersionOf, resourceName } from '../core/kinds/kinds.ts';
import type { Printed } from './printed.ts';
import { GET_TABS, tabWriter } from './text/tab-writer.ts';

const COLUMNS = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];

/** `api-resources`: a table, or a name a line. */
export async function prepare(): Promise<(result: ApiResourcesResult) => Printed> {
  return ({ resources, output, noHeaders }) => {
    if (output === 'name') return { stdout: resources.map(({ kind }) => `${resourceName(kind)}\n`).join('') };
    const wide = output === 'wide';
    const rows = resources.map(({ kind, verbs }) => [
      kind.plural,
      kind.shortNames.join(','),
      apiVersionOf(kind),
      String(kind.namespaced),
      kind.kind,
      ...(wide ? [`[${verbs.join(' ')}]`] : []),
    ]);
    const head = noHeaders ? [] : [wide ? [...COLUMNS, 'VERBS'] : COLUMNS];
    const text = [...head, ...rows].map((cells) => `${cells.join('\t')}\n`).join('');
    return { stdout: tabWriter(text, GET_TABS) };
  };
}
