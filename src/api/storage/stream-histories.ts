import { untilNoRace } from '../../core/concurrency/races.ts';
import { noteOf } from '../../core/history/change-origin.ts';
import { newsOf, type StreamNews } from '../../core/history/news.ts';
import { emptyHistory, historyFromStored } from '../../core/history/stored-history.ts';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { ImageStreamHistory } from '../../core/objects/image-stream-history.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { ifFound, isStatusError } from '../../core/status.ts';
import { imageStreamFromUntrusted } from '../../core/validation/shape.ts';
import { isAppError } from '../../errors.ts';
import { type ApiContext, timestamp } from '../context.ts';

/**
 * The ImageStreamHistory beside each stream. It is written after its stream, and only where that brought news; what cannot
 * be written is a warning, as the stream stands.
 */
export interface StreamHistories {
  find(namespace: string, name: string): Promise<ImageStreamHistory | undefined>;
  /** Remembers what a write of a stream did. Reads and writes nothing where there is nothing to remember. */
  record(previous: ImageStream | undefined, written: ImageStream): Promise<void>;
  /** Reads, changes and writes a history until nobody else wrote in between. What is equal is not written. */
  modify(
    namespace: string,
    name: string,
    change: (history: ImageStreamHistory) => ImageStreamHistory | Promise<ImageStreamHistory>,
  ): Promise<void>;
  remove(namespace: string, name: string): Promise<void>;
}

export function createStreamHistories(context: ApiContext): StreamHistories {
  const { store } = context;

  async function find(namespace: string, name: string): Promise<ImageStreamHistory | undefined> {
    const stored = await store.get(keyOf(IMAGE_STREAM_HISTORY, namespace, name));
    return stored && historyFromStored(stored);
  }

  const modify: StreamHistories['modify'] = (namespace, name, change) => {
    const key = keyOf(IMAGE_STREAM_HISTORY, namespace, name);
    // One that was deleted meanwhile went with its stream, or is made again.
    const races = ['Conflict', 'AlreadyExists', 'NotFound'] as const;
    const attempt = async () => {
      const known = await find(namespace, name);
      const next = await change(known ?? emptyHistory(namespace, name));
      if (known) await store.update(key, next);
      else if (next.tags.length > 0) await store.create(key, stamped(next));
    };
    return untilNoRace(attempt, (error) => races.some((reason) => isStatusError(error, reason)));
  };

  function stamped(history: ImageStreamHistory): ImageStreamHistory {
    const metadata = { ...history.metadata, uid: context.newUid(), creationTimestamp: timestamp(context.now()) };
    return { ...history, metadata };
  }

  async function recordNewsOf(namespace: string, name: string, written: ImageStream, news: StreamNews): Promise<void> {
    const { recordNews } = await import('../../core/history/record-news.ts');
    const { origin } = context;
    const change = { now: timestamp(context.now()), cause: origin?.cause, note: await noteOf(origin) };
    let stream = written;
    let attempt = 0;
    await modify(namespace, name, async (history) => {
      if (attempt++ > 0 || history.metadata.resourceVersion) stream = (await currentStream(namespace, name)) ?? stream;
      return recordNews(history, stream, news, change);
    });
  }

  /** Another writer may have added events since: their records are not to be lost. */
  async function currentStream(namespace: string, name: string): Promise<ImageStream | undefined> {
    const stored = await store.get<KubeObject>(keyOf(IMAGE_STREAM, namespace, name));
    return stored && imageStreamFromUntrusted(stored);
  }

  /** A stream does not fail for its history. */
  const told = (stream: string, done: string) => (error: unknown) => {
    if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
    context.warn(`the history of ${stream} could not be ${done}: ${error.message}`);
  };

  return {
    find,
    modify,

    async record(previous, written) {
      const news = newsOf(previous, written);
      if (!news) return;
      const { namespace = '', name } = written.metadata;
      await recordNewsOf(namespace, name, written, news).catch(told(`${namespace}/${name}`, 'written'));
    },

    async remove(namespace, name) {
      const deleted = ifFound(store.delete(keyOf(IMAGE_STREAM_HISTORY, namespace, name)));
      await deleted.catch(told(`${namespace}/${name}`, 'removed'));
    },
  };
}
