import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import { collectionOf } from '../../core/kinds/places.ts';
import type { ImageStream, TagReference } from '../../core/objects/image-stream.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { importDue } from '../../core/stream/import-controller.ts';
import { pinOf } from '../../core/stream/pin.ts';
import { imageStreamFromUntrusted } from '../../core/validation/shape.ts';
import { isAppError } from '../../errors.ts';

/**
 * Whether a watch has anything to do: a tag that is scheduled, also one that is pinned meanwhile, or one that was never imported; where others are told of
 * changes, a stream that may change. Reads streams until it finds one.
 *
 * @param namespace undefined for all
 */
export async function isAnythingToWatch(
  store: ObjectStore,
  namespace: string | undefined,
  tellsOthers: boolean,
): Promise<boolean> {
  const keys = await store.keys(collectionOf(IMAGE_STREAM, namespace));
  if (tellsOthers) return keys.length > 0;
  for (const key of keys) {
    try {
      const stored = await store.get(key);
      const stream = stored && imageStreamFromUntrusted(stored);
      if (stream && isWatched(stream)) return true;
    } catch (error) {
      // What cannot be read may have a scheduled tag: the watch itself says what is wrong with it.
      if (isAppError(error)) return true;
      throw error;
    }
  }
  return false;
}

/** A pin holds a scheduled tag for a while: whoever watches it from cron is in the right place. */
function isWatched(stream: ImageStream): boolean {
  const scheduled = (tag: TagReference) =>
    tag.importPolicy.scheduled || pinOf(tag)?.followed?.importPolicy.scheduled === true;
  return (stream.spec.tags ?? []).some(scheduled) || importDue(stream) !== undefined;
}
