import { sleep } from '../core/concurrency/sleep.ts';
import { parseDuration } from '../core/time/duration.ts';
import { isAppError } from '../errors.ts';
import { type Command, type CommandSpec, type Ports, readFlagValue, refuse } from './command.ts';
import { PRINT_FLAGS, parseOutputFormat } from './flags/output-format.ts';
import { acceptedFlag } from './flags/write-flags.ts';
import type { ObjectMessage, ObjectMessagesRequest } from './objects/object-messages.ts';
import {
  type ObjectSelection,
  parseSelection,
  SELECTION_FLAGS,
  type SelectedTarget,
  selectTargets,
} from './objects/object-selection.ts';
import { type Awaited, type IsMet, isMetBy, parseAwaited } from './wait/awaited.ts';
import { waitForObject } from './wait/wait-for-object.ts';

export interface WaitRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  awaited: Awaited;
  /** Milliseconds; 0 to look once. */
  timeout: number;
}

/** What happened, one object after the other. */
export type WaitOutcome = { message: ObjectMessage } | { error: unknown };

const WEEK = 7 * 24 * 3_600_000;

const spec: CommandSpec = {
  needsStore: true,
  usage: '(-f FILE | TYPE NAME | TYPE/NAME | TYPE (-l LABELS | --all)) --for=WHAT',
  description: `Waits until objects of the store are as wanted, and says so of each. What is waited for:

  delete                       that it is gone
  create                       that it is there
  condition=NAME[=VALUE]       a condition of its status; true where no value is given
  jsonpath='{.PATH}'[=VALUE]   a value in it, or any value

The condition ImportSuccess of a stream or a tag is true when its tags have the images that they ask for. Nothing is polled:
the files of the store are watched. When the time is over the exit code is 1.`,
  flags: [
    { name: 'for', group: 'what', type: 'string', value: 'WHAT', help: 'What is waited for' },
    {
      name: 'timeout',
      group: 'how',
      type: 'string',
      value: 'DURATION',
      default: '30s',
      help: 'How long, for all objects together; 0 looks once, below 0 means a week',
    },
    ...SELECTION_FLAGS,
    ...PRINT_FLAGS,
    acceptedFlag('local', 'bool'),
  ],
  examples: [
    {
      what: 'Wait until the tags of a stream have their images',
      run: 'imagestream wait is/web --for=condition=ImportSuccess --timeout=2m',
    },
    {
      what: 'Wait until a tag has another image',
      run: "imagestream wait is/web --for=jsonpath='{.status.tags[0].items[1]}' --timeout=1h",
    },
    { what: 'Wait until somebody has deleted a stream', run: 'imagestream wait is/web --for=delete' },
  ],
};

export const command: Command<WaitRequest, AsyncIterable<WaitOutcome>> = {
  spec,

  parse({ args, flags, program }) {
    const output = parseOutputFormat(flags, { tables: false });
    const timeout = timeoutOf(flags.string('timeout'));
    const awaited = parseAwaited(flags.string('for'));
    const selection = parseSelection(args, flags, program);
    return { selection, awaited, timeout, output, dryRun: { mode: 'none' } };
  },

  async run(request, ports) {
    const isMet = await isMetBy(request.awaited, ports.parseObjectPath);
    const { targets, errors } = await selectTargets(request.selection, ports);
    if (targets.length === 0 && errors.length === 0 && request.awaited.type !== 'delete') {
      refuse('no matching resources found');
    }
    return outcomes(request, isMet, { targets, errors }, ports);
  },
};

async function* outcomes(
  { awaited, timeout }: WaitRequest,
  isMet: IsMet,
  { targets, errors }: { targets: readonly SelectedTarget[]; errors: readonly unknown[] },
  ports: Ports,
): AsyncIterable<WaitOutcome> {
  yield* errors.map((error) => ({ error }));
  const over = new AbortController();
  const done = new AbortController();
  const signal = AbortSignal.any([over.signal, ports.signal]);
  if (timeout > 0) void sleep(timeout, done.signal).then(() => over.abort());
  try {
    for (const target of targets) {
      try {
        const waiting = { awaited: awaited.type, isMet, once: timeout === 0, signal };
        const object = await waitForObject(target, waiting, ports);
        if (object) yield { message: { object, operation: 'condition met' } };
      } catch (error) {
        if (!isAppError(error) || isAppError(error, 'INTERRUPTED')) throw error;
        yield { error };
      }
    }
  } finally {
    done.abort();
  }
}

function timeoutOf(text: string): number {
  const timeout = readFlagValue('timeout', text, parseDuration);
  return timeout < 0 ? WEEK : Math.min(timeout, WEEK);
}
