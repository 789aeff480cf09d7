import type { ImageImportStatus } from '../../core/objects/image-stream-import.ts';
import type { Outlook } from '../../core/schedule/agenda.ts';
import { lookKey } from '../../core/schedule/look-memory.ts';
import type { ScheduledTag } from '../../core/schedule/scheduled-stream.ts';
import type { StreamWatchEvent, TagPlace, WatchCounters } from '../../core/schedule/watch-event.ts';
import { type ApiContext, timestamp } from '../context.ts';
import type { Told } from '../events/sink-teller.ts';

/** An event without its time. */
type Untimed<T> = T extends unknown ? Omit<T, 'time'> : never;

type Outcome = 'changed' | 'failed' | 'same';

export interface WatchLogOptions {
  context: Pick<ApiContext, 'now' | 'report'>;
  say(event: StreamWatchEvent): void;
  /** Failures that were known before are told as well. */
  once: boolean;
}

/** What a watch says of itself: events with their time, and a count of what became of tags. */
export class WatchLog {
  readonly #options: WatchLogOptions;
  readonly #counters: WatchCounters = { looked: 0, changed: 0, failed: 0, postponed: 0 };
  /** Of a single pass, what became of each tag, by its key. */
  readonly #outcomes = new Map<string, Outcome>();
  #reported = '';

  constructor(options: WatchLogOptions) {
    this.#options = options;
  }

  tell(event: Untimed<StreamWatchEvent>): void {
    const { say, context } = this.#options;
    say({ time: timestamp(context.now()), ...event });
  }

  /** A tag was looked at, or is among the tags of a repository that was. @param before of a scheduled tag, how it was */
  outcome(place: TagPlace, before: ScheduledTag | undefined, { status, image }: ImageImportStatus): void {
    if (status.status === 'Failure') {
      this.#count(place, 'failed');
      const { reason = '', message = '' } = status;
      const known = before?.failure?.reason === reason && before.failure.message === message;
      if (!known || this.#options.once) this.tell({ event: 'failed', ...place, reason, message });
      return;
    }
    const digest = image?.metadata.name;
    this.#count(place, image && digest !== before?.image ? 'changed' : 'same');
    if (!image || digest === undefined) return;
    const reference = image.dockerImageReference;
    if (digest !== before?.image) {
      this.tell({ event: 'changed', ...place, image: digest, previous: before?.image, reference });
    } else if (before?.failure) this.tell({ event: 'recovered', ...place, image: digest, reference });
  }

  /** These tags of a stream could not be looked at, for one reason. */
  notLooked(tags: readonly string[], stream: { namespace: string; stream: string }, message: string): void {
    for (const tag of tags) this.#count({ ...stream, tag }, 'failed');
    this.tell({ event: 'warning', message, ...stream });
  }

  /** How a sink took what it was told. */
  told({ sink, subject, change, ok, outcome, retry }: Told): void {
    const { kind, namespace, name, tag } = subject;
    const image = change.moves[0]?.image ?? '';
    const event = { sink, kind, namespace, name, ...(tag === undefined ? {} : { tag }), image, outcome };
    const again = retry === undefined ? {} : { retry: timestamp(new Date(retry)) };
    this.tell(ok ? { event: 'told', ...event } : { event: 'untold', ...event, ...again });
  }

  /** The progress of a watch that goes on; the same is not reported twice. @param next milliseconds since the epoch */
  progress({ tags, streams }: { tags: number; streams: number }, next: number): void {
    const { looked, changed, failed } = this.#counters;
    const until = Number.isFinite(next) ? `, next at ${timestamp(new Date(next)).slice(11)}` : '';
    const text = `watching ${tags} tags of ${streams} streams: ${looked} looked at, ${changed} changed, ${failed} failed${until}`;
    if (text === this.#reported) return;
    this.#reported = text;
    this.#options.context.report({ type: 'note', text });
  }

  /** The end of a single pass. */
  done({ overdue, next, early, earlyUntil }: Outlook): void {
    const due = Number.isFinite(next) ? { next: timestamp(new Date(next)) } : {};
    const until = Number.isFinite(earlyUntil) ? { notDueBefore: timestamp(new Date(earlyUntil)) } : {};
    const postponed = overdue.filter((key) => !this.#outcomes.has(key)).length;
    this.tell({ event: 'done', ...this.#counters, postponed, notDue: early, ...due, ...until });
  }

  /** A tag that is looked at twice in a single pass is what it was the last time. */
  #count(place: TagPlace, outcome: Outcome): void {
    const counters = this.#counters;
    if (this.#options.once) {
      const key = lookKey({ namespace: place.namespace, name: place.stream }, place.tag);
      const known = this.#outcomes.get(key);
      if (known) counters.looked -= 1;
      if (known && known !== 'same') counters[known] -= 1;
      this.#outcomes.set(key, outcome);
    }
    counters.looked += 1;
    if (outcome !== 'same') counters[outcome] += 1;
  }
}
