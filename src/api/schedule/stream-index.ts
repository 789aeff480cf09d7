import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import { collectionOf } from '../../core/kinds/places.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Collection, ObjectStore } from '../../core/ports/object-store.ts';
import type { Agenda } from '../../core/schedule/agenda.ts';
import { scheduledStream } from '../../core/schedule/scheduled-stream.ts';
import { isStatusError } from '../../core/status.ts';
import { pinnedTags } from '../../core/stream/pin.ts';
import { imageStreamFromUntrusted } from '../../core/validation/shape.ts';
import { type AppError, isAppError } from '../../errors.ts';
import { TagRhythms, type TagRhythmsOptions } from './tag-rhythms.ts';

export interface StreamIndexOptions extends TagRhythmsOptions {
  store: ObjectStore;
  agenda: Agenda;
  namespace: string | undefined;
  /** Told of streams that are left out because they cannot be read. */
  unreadable(error: AppError): void;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** How long a store that cannot be read is left alone, in milliseconds. */
const READ_AGAIN = 5000;

/** Keeps an agenda in step with the streams of a store. */
export class StreamIndex {
  readonly #options: StreamIndexOptions;
  readonly #collection: Collection;
  readonly #rhythms: TagRhythms;

  constructor(options: StreamIndexOptions) {
    const { namespace } = options;
    this.#options = options;
    this.#rhythms = new TagRhythms(options);
    this.#collection = collectionOf(IMAGE_STREAM, namespace);
  }

  /** Reads every stream. @returns the version to follow from, and how many tags are pinned */
  async load(): Promise<{ version: string; pinned: number }> {
    const { store, agenda } = this.#options;
    const { items, resourceVersion } = await store.list(this.#collection);
    let pinned = 0;
    for (const object of items) pinned += await this.set(object);
    agenda.keep(new Set(items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)));
    return { version: resourceVersion, pinned };
  }

  /**
   * Follows the changes after a version, until the signal aborts. What cannot be read for now is tried again.
   * @param onChange told of the stream that changed, or of none where all may have
   */
  async follow(version: string, signal: AbortSignal, onChange: (object?: KubeObject) => void): Promise<void> {
    let from = version;
    while (!signal.aborted) {
      try {
        for await (const event of this.#options.store.watch(this.#collection, from, signal)) {
          if (event.type === 'BOOKMARK') from = event.resourceVersion;
          else if (event.type === 'DELETED') this.remove(event.object);
          else await this.set(event.object);
          if (event.type !== 'BOOKMARK') onChange(event.object);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!isStatusError(error, 'Expired')) {
          this.#options.warn((error as Error).message);
          await this.#options.sleep(READ_AGAIN, signal);
        }
        from = await this.#reload(from, onChange);
      }
    }
  }

  /** Reads one stream again. */
  async refresh(namespace: string, name: string): Promise<void> {
    const found = await this.#options.store.get({ ...this.#collection, namespace, name });
    if (found) await this.set(found);
    else this.#options.agenda.set(namespace, name, undefined);
  }

  /** @returns how many of the stream's tags are pinned */
  async set(object: KubeObject): Promise<number> {
    const { namespace = '', name } = object.metadata;
    const { agenda, warn, unreadable } = this.#options;
    let stream: ImageStream;
    try {
      stream = imageStreamFromUntrusted(object);
    } catch (error) {
      if (!isAppError(error)) throw error;
      warn(error.message, { namespace, stream: name });
      unreadable(error);
      return 0;
    }
    agenda.set(namespace, name, scheduledStream(stream, await this.#rhythms.of(stream)));
    return pinnedTags(stream).size;
  }

  remove({ metadata: { namespace = '', name } }: KubeObject): void {
    this.#options.agenda.set(namespace, name, undefined);
  }

  async #reload(from: string, onChange: (object?: KubeObject) => void): Promise<string> {
    try {
      const { version } = await this.load();
      onChange();
      return version;
    } catch (error) {
      if (!isAppError(error)) throw error;
      return from;
    }
  }
}
