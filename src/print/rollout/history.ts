import type { RolloutHistoryRequest, RolloutHistoryResult } from '../../commands/rollout/history.ts';
import type { Revision } from '../../core/rollout/history.ts';
import { podTemplateLines } from '../describe/pod-template.ts';
import { nameOf, prepareObjectPrinter } from '../formats/object-printer.ts';
import type { PrintContext, Printed } from '../printed.ts';
import { safeLine, safeText } from '../text/safe-text.ts';
import { DESCRIBE_TABS, KUBECTL_DESCRIBE_TABS, tabWriter } from '../text/tab-writer.ts';

/** `rollout history`: a list in the layout of kubectl, of a deployment config in that of `oc`; or one template. */
export async function prepare(
  request: RolloutHistoryRequest,
  context: PrintContext,
): Promise<(result: RolloutHistoryResult) => Printed> {
  const print = await prepareObjectPrinter(request.output, context);
  return ({ histories, errors }) => {
    const texts = histories.map(({ object, revisions }) => {
      if (print) return revisions.map(({ record }) => print(record)).join('');
      const which = request.revision > 0 ? `with revision #${request.revision}` : '';
      return `${nameOf(object)} ${which}\n${safeText(historyText(revisions, request.revision))}\n`;
    });
    return { stdout: texts.join(''), errors };
  };
}

function historyText(revisions: readonly Revision[], wanted: number): string {
  const [only] = revisions;
  if (!only) return 'No rollout history found.';
  if (wanted > 0) return podTemplateLines(only.template);
  if (only.phase !== undefined) {
    const rows = revisions.map(({ number, phase, cause }) => [`${number}`, phase, safeLine(cause) || '<unknown>']);
    return tabWriter(tableText([['REVISION', 'STATUS', 'CAUSE'], ...rows]), DESCRIBE_TABS);
  }
  const rows = revisions.map(({ number, cause }) => [`${number}`, safeLine(cause) || '<none>']);
  return tabWriter(tableText([['REVISION', 'CHANGE-CAUSE'], ...rows]), KUBECTL_DESCRIBE_TABS);
}

const tableText = (rows: readonly (readonly (string | undefined)[])[]) =>
  rows.map((cells) => `${cells.join('\t')}\n`).join('');
