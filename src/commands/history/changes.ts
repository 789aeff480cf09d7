import { NewestChanges } from '../../core/history/newest-changes.ts';
import { historyFromStored } from '../../core/history/stored-history.ts';
import { changesOf, type TagChange } from '../../core/history/tag-changes.ts';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { ifFound } from '../../core/status.ts';
import { findStream } from '../arguments/stream.ts';
import type { Ports } from '../command.ts';
import { wantedBy } from './filter.ts';
import type { ChangesRequest } from './request.ts';

/** How many changes are kept: nobody reads more, and a store may have any number. */
const MOST = 100_000;

/** What happened, newest first. */
export interface Changes {
  changes: readonly TagChange[];
  /** How many older ones there are besides. */
  forgotten: number;
}

/** What happened to the tags of one stream, of all of a namespace, or of the store. Fails with Status NotFound for the one stream. */
export async function readChanges(request: ChangesRequest, ports: Ports): Promise<Changes> {
  const isWanted = wantedBy(request.filter, ports.now());
  const newest = new NewestChanges(MOST);
  const add = (stream: ImageStream, stored: KubeObject | undefined) => {
    const found = changesOf(stream, stored && historyFromStored(stored), request.tag || undefined);
    newest.add(found.filter(({ at, by }) => isWanted(at, by)));
  };
  if (request.stream !== undefined) {
    const stream = await findStream(request.stream, ports);
    const { namespace = '', name } = stream.metadata;
    add(stream, await ifFound(ports.api.get(IMAGE_STREAM_HISTORY, namespace, name)));
    return newest.take();
  }
  const namespace = request.allNamespaces ? undefined : ports.namespace;
  const [streams, histories] = await Promise.all([
    ports.api.list<ImageStream>(IMAGE_STREAM, namespace),
    ports.api.list(IMAGE_STREAM_HISTORY, namespace),
  ]);
  const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
  const byName = new Map(histories.items.map((history) => [keyOf(history), history]));
  for (const stream of streams.items) add(stream, byName.get(keyOf(stream)));
  return newest.take();
}
