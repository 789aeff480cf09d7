import { EventQueue } from '../../core/concurrency/event-queue.ts';
import type { WatchPlace } from '../../core/ports/watch-place.ts';
import type { ParseCron } from '../../core/schedule/rhythm.ts';
import type { StreamWatchEvent } from '../../core/schedule/watch-event.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import { timestamp } from '../context.ts';
import type { SinkDispatcherOptions } from '../events/sink-dispatcher.ts';
import { ScheduleRun } from './schedule-run.ts';
import { isAnythingToWatch } from './watched-streams.ts';

export interface WatchOptions {
  /** Undefined for all namespaces. */
  namespace: string | undefined;
  /** Milliseconds between two looks at a tag that says nothing else. */
  interval: number;
  /** How many streams a minute are begun; 0 or less for no limit. */
  perMinute: number;
  /** Do what is due, and end. */
  once: boolean;
  /** With `once`: how often a sink that failed is tried again before the end. */
  retries?: number;
  signal: AbortSignal;
}

export interface SchedulerContext {
  /** Its `report` is not used by imports here. */
  context: ApiContext;
  place: WatchPlace;
  /** Who is told of moved tags and changed objects; undefined for nobody. */
  sinks?: SinkDispatcherOptions | undefined;
  parseCron: ParseCron;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

/**
 * Keeps scheduled tags fresh (image-stream model 5), and imports what is pending, as a cluster's controllers do.
 *
 * Differs from OpenShift where that helps: a tag may have an interval of its own, what a limit holds back is done later
 * and not left out, a registry that is down is left alone for a growing while, and a reference that many streams follow
 * is looked up once.
 *
 * @returns what happens, as it happens, until the signal aborts (then it fails with INTERRUPTED) or, with `once`, until
 * everything that is due was looked at. Fails with ARGUMENT, and writes nothing, where there is nothing to watch.
 */
export function watchStreams(scheduler: SchedulerContext, options: WatchOptions): AsyncIterable<StreamWatchEvent> {
  const events = new EventQueue<StreamWatchEvent>();
  const { place, context } = scheduler;
  const time = () => timestamp(context.now());
  const onWait = (holder: string) => {
    events.push({ event: 'waiting', time: time(), holder });
    return !options.once;
  };
  const leadOnce = () =>
    place.lead(options.signal, onWait, (lease) =>
      new ScheduleRun(scheduler, options, lease, (event) => events.push(event)).run(),
    );
  async function lead(): Promise<void> {
    if (!(await isAnythingToWatch(context.store, options.namespace, scheduler.sinks !== undefined))) throw nothing();
    for (;;) {
      try {
        await leadOnce();
        return;
      } catch (error) {
        // Another process took over because this one stood still for too long: it waits for its turn again.
        if (options.once || !isAppError(error, 'STORE_LOCKED')) throw error;
        events.push({ event: 'warning', time: time(), message: error.message });
      }
    }
  }
  lead().then(
    () => events.end(),
    (error) => events.end({ error }),
  );
  return events;
}

function nothing(): AppError {
  return new AppError('ARGUMENT', 'there is nothing to watch: no tag is scheduled', {
    hint: 'Schedule one with import-image STREAM:TAG --scheduled, or name another store or namespace',
  });
}
