import type { ApiContext } from '../../api/context.ts';
import type { WatchOptions } from '../../api/schedule/scheduler-context.ts';
import type { SinkSettings } from '../../core/events/sink-settings.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { StreamWatchEvent } from '../../core/schedule/watch-event.ts';
import type { Layers } from '../layers.ts';
import { openSinks } from './sinks.ts';

/**
 * The watch over the store, loaded when a command asks for it.
 *
 * @param asked whom the call asks to tell of what changes
 */
export async function* lateWatch(
  layers: Layers,
  context: ApiContext,
  asked: readonly SinkSettings[],
  options: WatchOptions,
): AsyncGenerator<StreamWatchEvent> {
  const { own, store } = layers;
  const [{ watchStreams }, { createWatchFiles }, { parseCron }, { sleep }, sinks] = await Promise.all([
    import('../../api/schedule/scheduled-imports.ts'),
    import('../../store/beside/watch-files.ts'),
    import('../cron.ts'),
    import('../../core/concurrency/sleep.ts'),
    openSinks(layers, asked),
  ]);
  const place = createWatchFiles({ directory: store.directory, fs: store.fs, sleep }, own.output.warn);
  yield* watchStreams({ context, place, parseCron, sleep, random: Math.random, sinks }, options);
}

/** When a watch with this interval, in milliseconds, would look at the scheduled tags of streams. */
export async function lateNextLooks(
  { own, store }: Layers,
  streams: readonly ImageStream[],
  interval: number,
): Promise<ReadonlyMap<string, number>> {
  const [{ nextLooks }, { createWatchFiles }, { parseCron }, { sleep }] = await Promise.all([
    import('../../api/schedule/next-looks.ts'),
    import('../../store/beside/watch-files.ts'),
    import('../cron.ts'),
    import('../../core/concurrency/sleep.ts'),
  ]);
  const { warn } = own.output;
  const place = createWatchFiles({ directory: store.directory, fs: store.fs, sleep }, warn);
  return nextLooks(place, streams, { interval, parseCron, warn });
}
