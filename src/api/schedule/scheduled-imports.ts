import { EventQueue } from '../../core/concurrency/event-queue.ts';
import type { StreamWatchEvent } from '../../core/schedule/watch-event.ts';
import { AppError, isAppError } from '../../errors.ts';
import { timestamp } from '../context.ts';
import { ScheduleRun } from './schedule-run.ts';
import type { SchedulerContext, WatchOptions } from './scheduler-context.ts';
import { isAnythingToWatch } from './watched-streams.ts';

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
    place.lead(options.signal, onWait, async (lease) =>
      new ScheduleRun(scheduler, options, lease, (event) => events.push(event), await place.read()).run(),
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
