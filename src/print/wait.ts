import type { WaitOutcome, WaitRequest } from '../commands/wait.ts';
import { prepare as prepareMessages } from './objects/object-messages.ts';
import type { PrintContext, Printed } from './printed.ts';

/** `wait`: each object when it is as wanted, or why it is not. */
export async function prepare(
  request: WaitRequest,
  context: PrintContext,
): Promise<(outcomes: AsyncIterable<WaitOutcome>) => Printed> {
  const print = await prepareMessages(request, context);
  async function* more(outcomes: AsyncIterable<WaitOutcome>): AsyncIterable<Printed> {
    for await (const outcome of outcomes) {
      const messages = 'message' in outcome ? [outcome.message] : [];
      const errors = 'error' in outcome ? [outcome.error] : [];
      yield print({ messages, warnings: [], errors });
    }
  }
  return (outcomes) => ({ stdout: '', more: more(outcomes) });
}
