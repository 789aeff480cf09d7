import { webhookProblem } from '../../core/events/sink-configuration.ts';
import {
  DEFAULT_TIME_LIMITS,
  EVENT_CHOICES,
  EVENT_RETRIES,
  type EventChoice,
  type EventRequest,
  EXEC_INPUTS,
  type ExecInput,
  type SinkSettings,
} from '../../core/events/sink-settings.ts';
import { parseDuration } from '../../core/time/duration.ts';
import { type Flag, type FlagValues, readFlagValue, wrongFlag } from '../command.ts';

/** Flags of commands that move tags. */
export const EVENT_FLAGS: readonly Flag[] = [
  {
    name: 'exec',
    group: 'events',
    type: 'list',
    value: 'COMMAND',
    help: 'Run this in a shell for each changed object, with the event on its standard input; repeatable',
  },
  {
    name: 'exec-input',
    group: 'events',
    type: 'string',
    value: EXEC_INPUTS.join('|'),
    default: 'event',
    help: 'What COMMAND reads: the event as a line of JSON and the object as YAML, or the object alone, for "kubectl apply -f -"',
  },
  {
    name: 'exec-timeout',
    group: 'events',
    type: 'string',
    value: 'DURATION',
    default: '5m',
    help: 'How long COMMAND may take',
  },
  {
    name: 'webhook',
    group: 'events',
    type: 'list',
    value: 'URL',
    help: 'Post each event there as a CloudEvent; repeatable',
  },
  {
    name: 'events',
    group: 'events',
    type: 'string',
    value: EVENT_CHOICES.join('|'),
    default: 'auto',
    help: 'What is told: changed objects, and moved tags that no object follows (auto); only objects; only tags',
  },
  {
    name: 'event-retries',
    group: 'events',
    type: 'int',
    value: 'N',
    default: String(EVENT_RETRIES),
    help: 'How often a command or webhook that failed is tried again before the command ends',
  },
];

/** Fails with FLAG. */
export function parseEventFlags(flags: FlagValues): EventRequest {
  const events = oneOf<EventChoice>(flags, 'events', EVENT_CHOICES);
  const input = oneOf<ExecInput>(flags, 'exec-input', EXEC_INPUTS);
  const timeLimit = duration(flags, 'exec-timeout');
  const retries = flags.int('event-retries');
  if (retries < 0) throw wrongFlag('event-retries', String(retries), 'it must not be negative');
  return {
    sinks: [
      ...flags.list('exec').map((command): SinkSettings => {
        if (command.trim() === '') throw wrongFlag('exec', command, 'a command is missing');
        return { type: 'exec', command, input, events, timeLimit };
      }),
      ...flags.list('webhook').map((url): SinkSettings => {
        const problem = webhookProblem(url);
        if (problem) throw wrongFlag('webhook', url, problem);
        return { type: 'webhook', url, events, timeLimit: DEFAULT_TIME_LIMITS.webhook };
      }),
    ],
    retries,
  };
}

function oneOf<T extends string>(flags: FlagValues, name: string, choices: readonly T[]): T {
  const value = flags.string(name);
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw wrongFlag(name, value, `it must be ${choices.join(', ')}`);
  return choice;
}

function duration(flags: FlagValues, name: string): number {
  const text = flags.string(name);
  const milliseconds = readFlagValue(name, text, parseDuration);
  if (milliseconds > 0) return milliseconds;
  throw wrongFlag(name, text, 'it must be longer than nothing');
}
