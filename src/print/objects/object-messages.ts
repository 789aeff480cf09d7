import { dryRunSuffix } from '../../commands/flags/dry-run.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../../commands/objects/object-messages.ts';
import { listOf } from '../formats/document.ts';
import { nameOf, type ObjectPrinter, prepareObjectPrinter } from '../formats/object-printer.ts';
import type { PrintContext, Printed } from '../printed.ts';

/** Verbs that write objects: what was done to each of them, or the objects in the format of `-o`. */
export async function prepare(
  request: ObjectMessagesRequest,
  context: PrintContext,
): Promise<(result: ObjectMessages) => Printed> {
  const document = await prepareObjectPrinter(request.output, context);
  const struct = await prepareObjectPrinter(request.output, context, { asStruct: true });
  const suffix = dryRunSuffix(request.dryRun.mode);
  return (result) => {
    const { warnings, errors } = result;
    const deprecated = request.dryRun.warning ? [request.dryRun.warning] : [];
    const print = result.asStruct ? struct : document;
    return {
      stdout: print ? documents(result, print) : result.messages.map((message) => line(message, suffix)).join(''),
      ...(print ? { data: true } : {}),
      stderr: [...[...deprecated, ...warnings].map((text) => `Warning: ${text}`), ...(result.notes ?? [])]
        .map(
          (text) => `${text}
`,
        )
        .join(''),
      errors,
    };
  };
}

function documents({ messages, asList }: ObjectMessages, print: ObjectPrinter): string {
  const objects = messages.flatMap((message) => ('object' in message ? [message.object] : []));
  if (asList && objects.length > 1) return print(listOf(objects));
  return messages.map((message) => ('object' in message ? print(message.object) : `${message.text}\n`)).join('');
}

function line(message: ObjectMessage, suffix: string): string {
  if ('text' in message) return `${message.text}\n`;
  const name = nameOf(message.object);
  const slash = name.indexOf('/');
  const subject = message.quoted ? `${name.slice(0, slash)} ${JSON.stringify(name.slice(slash + 1))}` : name;
  return `${subject} ${message.operation}${suffix}\n`;
}
