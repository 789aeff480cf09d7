import { isAppError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { parseDuration } from '../time/duration.ts';
import {
  DEFAULT_TIME_LIMITS,
  EVENT_CHOICES,
  type EventChoice,
  EXEC_INPUTS,
  type ExecInput,
  type SinkSettings,
} from './sink-settings.ts';

const KEYS: Readonly<Record<SinkSettings['type'], readonly string[]>> = {
  exec: ['exec', 'input', 'events', 'timeLimit'],
  webhook: ['webhook', 'events', 'timeLimit'],
};

/** Reads `sinks` of the user's configuration. @returns what is wrong with it, with the field, where it cannot be used */
export function parseSinks(configuration: unknown): SinkSettings[] | string {
  if (configuration === null || configuration === undefined) return [];
  if (!isJsonObject(configuration)) return 'it must be an object';
  const { sinks = [] } = configuration;
  if (!Array.isArray(sinks)) return 'sinks: must be a list';
  const read: SinkSettings[] = [];
  for (const [index, value] of sinks.entries()) {
    const sink = isJsonObject(value) ? parseSink(value) : 'must be an object';
    if (typeof sink === 'string') return `sinks[${index}]${sink.startsWith('.') ? '' : ': '}${sink}`;
    read.push(sink);
  }
  return read;
}

function parseSink(value: JsonObject): SinkSettings | string {
  const type = value.exec !== undefined ? 'exec' : 'webhook';
  const unknown = Object.keys(value).find((key) => !KEYS[type].includes(key));
  if (unknown !== undefined) return `.${unknown}: unknown field of ${type === 'exec' ? 'a command' : 'a webhook'}`;
  const events = oneOf<EventChoice>(value, 'events', EVENT_CHOICES, 'auto');
  if (events === undefined) return `.events: must be ${EVENT_CHOICES.join(', ')}`;
  const timeLimit = timeLimitOf(value.timeLimit, DEFAULT_TIME_LIMITS[type]);
  if (typeof timeLimit === 'string') return `.timeLimit: ${timeLimit}`;
  if (type === 'webhook') {
    const { webhook: url } = value;
    if (typeof url !== 'string') return 'must have exec or webhook';
    const problem = webhookProblem(url);
    return problem ? `.webhook: ${problem}` : { type, url, events, timeLimit };
  }
  const { exec: command } = value;
  if (typeof command !== 'string' || command.trim() === '') return '.exec: must be a command';
  const input = oneOf<ExecInput>(value, 'input', EXEC_INPUTS, 'event');
  if (input === undefined) return `.input: must be ${EXEC_INPUTS.join(', ')}`;
  return { type, command, input, events, timeLimit };
}

/** Why a text is no address of a webhook; undefined where it is one. */
export function webhookProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'it is not a URL';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'it must begin with https:// or http://';
  return username || password ? 'it must hold no login' : undefined;
}

function oneOf<T extends string>(value: JsonObject, key: string, choices: readonly T[], usual: T): T | undefined {
  return value[key] === undefined ? usual : choices.find((known) => known === value[key]);
}

function timeLimitOf(value: unknown, usual: number): number | string {
  if (value === undefined) return usual;
  if (typeof value !== 'string') return 'must be a duration such as 5m';
  try {
    const milliseconds = parseDuration(value);
    return milliseconds > 0 ? milliseconds : 'must be longer than nothing';
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.message;
  }
}
