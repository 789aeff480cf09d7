import { AppError } from '../../errors.ts';
import { fnv1a } from '../fnv1a.ts';
import { parseDuration } from '../time/duration.ts';

/**
 * Annotation of a spec tag: how often it is looked up when it is scheduled. A duration as Go writes it (`1h30m`) is the
 * time between two looks; anything else is a cron expression of five fields in local time (`0 3 * * mon-fri`), with
 * `CRON_TZ=Europe/Paris ` before it for another time zone. Image streams of OpenShift have one interval for all.
 */
export const SCHEDULE_ANNOTATION = 'imagestream.dev/schedule';

/** Times at which something is to happen. */
export interface CronTimes {
  /** The first time after another one, in milliseconds since the epoch; undefined where there is none any more. */
  next(after: number): number | undefined;
}

/** Reads a cron expression. Fails with ARGUMENT. */
export type ParseCron = (expression: string) => Promise<CronTimes>;

/** When a tag is due again. */
export type Rhythm = { type: 'interval'; every: number } | { type: 'cron'; times: CronTimes };

/** No registry is asked more often than this, in milliseconds, whatever is configured. */
export const SHORTEST_INTERVAL = 1000;

/** How much of an interval is added to it at most, so that tags do not come up together for ever. */
export const SPREAD = 0.1;

/** Reads the annotation. Fails with ARGUMENT for what is neither a duration of a second or more, nor a cron expression. */
export async function parseRhythm(text: string, parseCron: ParseCron): Promise<Rhythm> {
  const trimmed = text.trim();
  if (!/^[+-]?[\d.]+(?:[a-zµμ]+[\d.]*)*$/.test(trimmed)) return { type: 'cron', times: await parseCron(trimmed) };
  return { type: 'interval', every: parseInterval(trimmed) };
}

/** A Go duration of at least a second, in milliseconds. Fails with ARGUMENT. */
export function parseInterval(text: string): number {
  const every = parseDuration(text);
  if (every < SHORTEST_INTERVAL) throw new AppError('ARGUMENT', `an interval is at least 1s, and not ${text}`);
  return every;
}

/**
 * When a tag that was looked at is due again, in milliseconds since the epoch. Tags that follow the same reference, and
 * were looked at together, are due together.
 *
 * @param looked milliseconds since the epoch; 0 for a tag that was never looked at, which is due at once
 * @param key what the tag follows
 */
export function dueAfter(rhythm: Rhythm, looked: number, key: string): number {
  if (looked <= 0) return 0;
  if (rhythm.type === 'cron') return rhythm.times.next(looked) ?? Number.POSITIVE_INFINITY;
  return looked + rhythm.every * (1 + SPREAD * fraction(`${key} ${looked}`));
}

/** How much earlier than it is due, in milliseconds, a tag may be looked at together with another one of its stream. */
export function leeway(rhythm: Rhythm): number {
  return rhythm.type === 'cron' ? 0 : rhythm.every * SPREAD;
}

/** A number from 0 up to 1 that looks random and is always the same for a text: its hash, well mixed. */
function fraction(text: string): number {
  let hash = fnv1a(text);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
