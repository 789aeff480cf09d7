import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { WatchPlace } from '../../core/ports/watch-place.ts';
import { lookKey } from '../../core/schedule/look-memory.ts';
import { dueAfter } from '../../core/schedule/rhythm.ts';
import { scheduledStream } from '../../core/schedule/scheduled-stream.ts';
import { TagRhythms, type TagRhythmsOptions } from './tag-rhythms.ts';

/**
 * When the scheduled tags of streams are to be looked up again, in milliseconds since the epoch, by `namespace/stream:tag`:
 * what `watch` would do, as far as its memory and the streams tell. Asks nobody and writes nothing. Fails with STORE_IO.
 */
export async function nextLooks(
  place: Pick<WatchPlace, 'read'>,
  streams: readonly ImageStream[],
  options: TagRhythmsOptions,
): Promise<Map<string, number>> {
  const due = new Map<string, number>();
  const scheduled = streams.filter(({ spec }) => spec.tags?.some((tag) => tag.importPolicy.scheduled === true));
  if (scheduled.length === 0) return due;
  const looks = await place.read();
  const rhythms = new TagRhythms(options);
  for (const stream of scheduled) {
    const found = scheduledStream(stream, await rhythms.of(stream));
    for (const tag of found?.tags ?? []) {
      const key = lookKey(found as { namespace: string; name: string }, tag.name);
      const looked = Math.max(looks.get(key)?.at ?? 0, tag.recorded);
      due.set(key, dueAfter(tag.rhythm, looked, tag.reference));
    }
  }
  return due;
}
