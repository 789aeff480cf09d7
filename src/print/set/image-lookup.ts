import type { SetImageLookupRequest, SetImageLookupResult } from '../../commands/set/image-lookup.ts';
import { prepare as prepareMessages } from '../objects/object-messages.ts';
import type { PrintContext, Printed } from '../printed.ts';
import { SET_LIST_TABS, tabWriter } from '../text/tab-writer.ts';

/** `set image-lookup`: what was changed, or the table of streams. */
export async function prepare(
  request: SetImageLookupRequest,
  context: PrintContext,
): Promise<(result: SetImageLookupResult) => Printed> {
  const print = await prepareMessages(request, context);
  return (result) => {
    if (!result.table) return print(result);
    const rows = result.table.map(({ name, enabled }) => `${name}\t${enabled}\n`);
    return { ...print({ ...result, messages: [] }), stdout: tabWriter(`NAME\tLOCAL\n${rows.join('')}`, SET_LIST_TABS) };
  };
}
