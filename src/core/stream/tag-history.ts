import { sortedBy } from '../byte-order.ts';
import { newestGeneration } from '../objects/generation.ts';
import type {
  ImageStream,
  NamedTagEventList,
  TagEvent,
  TagEventCondition,
  TagReference,
} from '../objects/image-stream.ts';

/** The condition type of imports. Only ever "False": a success removes it (image-stream model 2.1). */
export const IMPORT_SUCCESS = 'ImportSuccess';

export function specTag(stream: ImageStream, name: string): TagReference | undefined {
  return stream.spec.tags?.find((tag) => tag.name === name);
}

/** The spec tags by name: for rules that look at every tag of a stream that may have thousands. */
export function specTags(stream: ImageStream): Map<string, TagReference> {
  return new Map((stream.spec.tags ?? []).map((tag) => [tag.name, tag]));
}

/** The newest event of every tag that has one. */
export function latestEvents(stream: ImageStream): Map<string, TagEvent> {
  const events = new Map<string, TagEvent>();
  for (const list of stream.status.tags ?? []) if (list.items?.[0]) events.set(list.tag, list.items[0]);
  return events;
}

/** The histories by tag: for rules that look at every tag of a stream that may have thousands. */
export function statusTags(stream: ImageStream): Map<string, NamedTagEventList> {
  return new Map((stream.status.tags ?? []).map((history) => [history.tag, history]));
}

export function statusTag(stream: ImageStream, name: string): NamedTagEventList | undefined {
  return stream.status.tags?.find((tag) => tag.tag === name);
}

/** The newest event of a tag. */
export function latestEvent(stream: ImageStream, tag: string): TagEvent | undefined {
  return statusTag(stream, tag)?.items?.[0];
}

/** Puts a tag into the spec in the place of one of the same name, keeping the list sorted by name in byte order. */
export function putSpecTag(stream: ImageStream, tag: TagReference): void {
  const others = (stream.spec.tags ?? []).filter((other) => other.name !== tag.name);
  stream.spec.tags = sortedBy([...others, tag], (t) => t.name);
}

/** The history of a tag, made empty where there is none, in a list sorted by tag in byte order. */
export function historyOf(stream: ImageStream, tag: string): NamedTagEventList {
  const known = statusTag(stream, tag);
  if (known) return known;
  const list: NamedTagEventList = { tag, items: null };
  stream.status.tags = sortedBy([...(stream.status.tags ?? []), list], (t) => t.tag);
  return list;
}

/**
 * Records what a tag points at now. Only the newest event is compared: the same image under another name, or another
 * image under the same name, is an edit in place that keeps `created`; when both differ the event goes on top.
 * Every change clears the tag's conditions (image-stream model 3.5).
 *
 * @returns whether anything changed
 */
export function addTagEvent(stream: ImageStream, tag: string, event: TagEvent): boolean {
  const history = historyOf(stream, tag);
  const newest = history.items?.[0];
  if (!newest) {
    history.items = [{ ...event }];
  } else {
    const sameReference = newest.dockerImageReference === event.dockerImageReference;
    const sameImage = newest.image === event.image;
    if (sameReference && sameImage && newest.generation === event.generation) return false;
    if (sameReference || sameImage) {
      newest.dockerImageReference = event.dockerImageReference;
      newest.image = event.image;
      newest.generation = event.generation;
    } else {
      history.items = [{ ...event }, ...(history.items ?? [])];
    }
  }
  delete history.conditions;
  return true;
}

/**
 * Replaces the conditions of a tag, unless one of the same type, status, reason and message is there already:
 * then nothing changes, so that the age of a failure keeps growing (image-stream model 3.8).
 *
 * @returns whether anything changed
 */
export function setCondition(stream: ImageStream, tag: string, condition: TagEventCondition): boolean {
  const history = historyOf(stream, tag);
  const same = history.conditions?.some(
    (known) =>
      known.type === condition.type &&
      known.status === condition.status &&
      known.reason === condition.reason &&
      known.message === condition.message,
  );
  if (same) return false;
  history.conditions = [condition];
  return true;
}

/** The highest generation that an import of a tag has answered, well or badly; 0 for none (image-stream model 3.7). */
export function observedIn(history: NamedTagEventList | undefined): number {
  const condition = history?.conditions?.find((known) => known.type === IMPORT_SUCCESS);
  return newestGeneration(history?.items?.[0]?.generation ?? 0, condition?.generation ?? 0);
}

/** Whether an import can say anything about this tag: a DockerImage that is not just pointed at. */
export function isImportable(tag: TagReference): boolean {
  return tag.from?.kind === 'DockerImage' && tag.reference !== true;
}
