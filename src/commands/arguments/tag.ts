import { type Revision, revisionsOf } from '../../core/history/revisions.ts';
import { historyFromStored, recordOf } from '../../core/history/stored-history.ts';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { TagRecord } from '../../core/objects/image-stream-history.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import { ifFound } from '../../core/status.ts';
import { specTag, statusTag } from '../../core/stream/tag-history.ts';
import { type Ports, refuse } from '../command.ts';

/** A tag of a stream, as `[NAMESPACE/]STREAM[:TAG]` names it. */
export interface TagArgument {
  /** Undefined for the current one. */
  namespace: string | undefined;
  stream: string;
  tag: string;
}

/** Reads `[NAMESPACE/]STREAM[:TAG]`; the tag is `latest` when it is not written. Fails with ARGUMENT. */
export function parseTagArgument(text: string): TagArgument {
  const [, namespace, stream = '', tag] = /^(?:([^/]*)\/)?([^/:@]*)(?::([^/:@]*))?$/.exec(text) ?? [];
  if (!stream || namespace === '' || tag === '') refuse(`"${text}" must be of the form [NAMESPACE/]STREAM:TAG`);
  return { namespace, stream, tag: tag ?? 'latest' };
}

/** A tag with its history. */
export interface TagWithHistory {
  stream: ImageStream;
  record: TagRecord | undefined;
  /** Newest first. */
  revisions: readonly Revision[];
}

/** Reads a tag and what is recorded of it. Fails with Status NotFound, and with ARGUMENT where there is no such tag. */
export async function readTag(ports: Ports, { namespace = ports.namespace, stream: name, tag }: TagArgument) {
  const stream = await ports.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
  const record = await readRecord(ports, namespace, name, tag);
  return { stream, record, revisions: revisionsOfTag(stream, tag, record) };
}

/** The revisions of a tag, newest first. Fails with ARGUMENT where there is no such tag. */
export function revisionsOfTag(stream: ImageStream, tag: string, record: TagRecord | undefined): Revision[] {
  const history = statusTag(stream, tag);
  if (!history && !specTag(stream, tag)) {
    const names = new Set([
      ...(stream.status.tags ?? []).map((t) => t.tag),
      ...(stream.spec.tags ?? []).map((t) => t.name),
    ]);
    const hint = names.size > 0 ? `tags: ${orderTags([...names]).join(', ')}` : 'the stream has no tags';
    refuse(`the stream "${stream.metadata.name}" has no tag "${tag}"`, { hint });
  }
  return revisionsOf(history?.items ?? [], record);
}

/** What is recorded of a tag beside its stream; undefined where nothing is. */
export async function readRecord(
  { api }: Ports,
  namespace: string,
  stream: string,
  tag: string,
): Promise<TagRecord | undefined> {
  const stored = await ifFound(api.get(IMAGE_STREAM_HISTORY, namespace, stream));
  return stored && recordOf(historyFromStored(stored), tag);
}
