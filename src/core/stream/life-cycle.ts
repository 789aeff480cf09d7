import { isAppError } from '../../errors.ts';
import { minAgeOf } from '../history/min-age.ts';
import { sameJson } from '../json/json-value.ts';
import { nextGeneration } from '../objects/generation.ts';
import type { ImageStream, TagEvent, TagReference } from '../objects/image-stream.ts';
import { cause, failure, type StatusCause, StatusError } from '../status.ts';
import { followTags } from './followers.ts';
import { addTagEvent, latestEvent, specTag, specTags, statusTag } from './tag-history.ts';
import { eventOfImage, type TagSource, tagSourceOf } from './tag-source.ts';

/** What the rules need to know of the world. */
export interface StreamContext {
  /** RFC 3339 in UTC with seconds. */
  now: string;
  /** Host of the integrated registry; absent when there is none. */
  internalRegistry?: string | undefined;
  /** Streams that tags refer to, loaded beforehand (see `sourceStreams`). */
  findStream(namespace: string, name: string): ImageStream | undefined;
}

/**
 * Whether a spec tag points elsewhere than before, so that its generation is renewed (image-stream model 3.2).
 * A change of from.kind alone, insecure, scheduled, referencePolicy or annotations does not count.
 */
export function isTagChanged(before: TagReference | undefined, after: TagReference, namespace: string): boolean {
  if (!before) return true;
  if (!after.from || (after.from.kind === '' && after.from.name === '')) return false;
  const namespaceOf = (tag: TagReference) => tag.from?.namespace || namespace;
  return (
    before.from?.name !== after.from.name ||
    namespaceOf(before) !== namespaceOf(after) ||
    (before.reference ?? false) !== (after.reference ?? false) ||
    (before.importPolicy.importMode ?? 'Legacy') !== (after.importPolicy.importMode ?? 'Legacy') ||
    (after.generation === 0 && before.generation !== null && before.generation !== 0)
  );
}

/** The other streams that changed tags of `next` refer to: the caller loads them before the rules run. */
export function sourceStreams(previous: ImageStream | undefined, next: ImageStream): TagSource[] {
  const self = { namespace: next.metadata.namespace ?? '', name: next.metadata.name };
  const sources: TagSource[] = [];
  for (const tag of changedTags(previous, next)) {
    const source = readSource(tag, self);
    if (source && !('cause' in source) && !isSameStream(source, self)) sources.push(source);
  }
  return sources;
}

/**
 * What the API server does to a stream before it is stored for the first time (image-stream model 3.2, 3.4, 3.5):
 * generations, events of tags, followers. Changes `stream`.
 * Fails with Status Invalid where a tag's source cannot be found.
 */
export function prepareCreate(stream: ImageStream, context: StreamContext): void {
  stream.metadata.generation = 1;
  for (const tag of stream.spec.tags ?? []) tag.generation = 1;
  reactToChangedTags(undefined, stream, stream.spec.tags ?? [], context);
}

/**
 * The same before an update. `previous` is the stored stream; `next` is changed.
 * Fails with Status Invalid where a tag's source cannot be found.
 */
export function prepareUpdate(previous: ImageStream, next: ImageStream, context: StreamContext): void {
  const namespace = next.metadata.namespace ?? '';
  next.metadata.generation = previous.metadata.generation ?? 0;
  const stored = specTags(previous);
  for (const tag of next.spec.tags ?? []) {
    const before = stored.get(tag.name);
    if (tag.generation !== 0 && before) tag.generation = before.generation;
  }
  if (next.metadata.generation === 0 || !sameJson(previous.spec, next.spec)) {
    next.metadata.generation = nextGeneration(next.metadata.generation);
  }
  const changed = (next.spec.tags ?? []).filter((tag) => isTagChanged(stored.get(tag.name), tag, namespace));
  for (const tag of changed) tag.generation = null;
  for (const tag of next.spec.tags ?? []) {
    if (tag.generation === null || tag.generation === 0) tag.generation = next.metadata.generation;
  }
  fillEventGenerations(next);
  reactToChangedTags(previous, next, changedTags(previous, next), context);
}

/** Status written without a generation gets one (image-stream model 3.3). */
function fillEventGenerations(stream: ImageStream): void {
  const tags = specTags(stream);
  for (const list of stream.status.tags ?? []) {
    const newest = list.items?.[0];
    if (newest && newest.generation === 0) {
      newest.generation = tags.get(list.tag)?.generation ?? stream.metadata.generation ?? 0;
    }
  }
}

function changedTags(previous: ImageStream | undefined, next: ImageStream): TagReference[] {
  const namespace = next.metadata.namespace ?? '';
  const stored = previous && specTags(previous);
  return (next.spec.tags ?? []).filter((tag) => tag.from && isTagChanged(stored?.get(tag.name), tag, namespace));
}

function reactToChangedTags(
  previous: ImageStream | undefined,
  next: ImageStream,
  changed: TagReference[],
  context: StreamContext,
): void {
  const causes: StatusCause[] = [];
  for (const tag of inDependencyOrder(next, changed)) {
    const outcome = eventOfTag(tag, next, context);
    if (outcome.cause) causes.push(outcome.cause);
    else if (outcome.event) addTagEvent(next, tag.name, outcome.event);
  }
  if (causes.length > 0) throw invalidSources(next.metadata.name, causes);
  followTags(previous, next, context.now);
  if (next.status.tags?.length === 0) delete next.status.tags;
}

/** Aliases after what they follow, so that a new tag and a new alias of it in one write both get their event. */
function inDependencyOrder(stream: ImageStream, changed: TagReference[]): TagReference[] {
  const self = { namespace: stream.metadata.namespace ?? '', name: stream.metadata.name };
  const pending = new Map(changed.map((tag) => [tag.name, tag]));
  const ordered: TagReference[] = [];
  const visit = (tag: TagReference) => {
    if (!pending.delete(tag.name)) return;
    const source = readSource(tag, self);
    if (tag.from?.kind === 'ImageStreamTag' && source && !('cause' in source) && isSameStream(source, self)) {
      const target = pending.get(source.part);
      if (target) visit(target);
    }
    ordered.push(tag);
  };
  for (const tag of changed) visit(tag);
  return ordered;
}

interface TagOutcome {
  event?: TagEvent;
  cause?: StatusCause;
}

function eventOfTag(tag: TagReference, stream: ImageStream, context: StreamContext): TagOutcome {
  const generation = stream.metadata.generation ?? 0;
  if (tag.from?.kind === 'DockerImage') {
    if (tag.reference !== true) return {};
    return { event: { created: context.now, dockerImageReference: tag.from.name, image: '', generation } };
  }
  const self = { namespace: stream.metadata.namespace ?? '', name: stream.metadata.name };
  const source = readSource(tag, self);
  if (!source) return {};
  if ('cause' in source) return { cause: source.cause };
  const same = isSameStream(source, self);
  const from = same ? stream : context.findStream(source.namespace, source.stream);
  if (!from) return { cause: cause.notFound(`spec.tags[${tag.name}].from.name`, tag.from?.name ?? '') };
  const outcome =
    tag.from?.kind === 'ImageStreamTag'
      ? { event: same && waitsFor(tag) ? keptByAlias(tag, stream) : copyOfTag(from, source.part, generation, same) }
      : eventOfImage(tag, source, from, { now: context.now, generation });
  if (!outcome.event) return outcome.cause ? { cause: outcome.cause } : {};
  if (tag.reference !== true) pointToOwnRepository(outcome.event, source, self, context.internalRegistry);
  return { event: outcome.event };
}

const waitsFor = ({ annotations }: TagReference) => minAgeOf(annotations) !== undefined;

/** An alias with a minimal age gets its image with the followers, where time counts; until then it has what it has. */
function keptByAlias({ name }: TagReference, stream: ImageStream): TagEvent | undefined {
  const event = latestEvent(stream, name);
  return event && { ...event, generation: stream.metadata.generation ?? 0 };
}

/**
 * The newest event of the source tag, with the generation of the stream that is written. Within one stream the source's
 * own event takes that generation too, as on the API server (image-stream model 3.5).
 */
function copyOfTag(from: ImageStream, tag: string, generation: number, same: boolean): TagEvent | undefined {
  const newest = latestEvent(from, tag);
  if (!newest) return undefined;
  if (same) newest.generation = generation;
  return { ...newest, generation };
}

/** An image of the source stream's place in the integrated registry is the destination stream's own image from now on. */
function pointToOwnRepository(
  event: TagEvent,
  source: TagSource,
  self: { namespace: string; name: string },
  internalRegistry: string | undefined,
): void {
  if (!internalRegistry) return;
  const theirs = `${internalRegistry}/${source.namespace}/${source.stream}`;
  const rest = event.dockerImageReference.slice(theirs.length);
  if (event.dockerImageReference.startsWith(theirs) && (rest === '' || rest[0] === ':' || rest[0] === '@')) {
    event.dockerImageReference = `${internalRegistry}/${self.namespace}/${self.name}${rest}`;
  }
}

function readSource(
  tag: TagReference,
  self: { namespace: string; name: string },
): TagSource | { cause: StatusCause } | undefined {
  try {
    return tagSourceOf(tag, self);
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    return {
      cause: cause.invalid(`spec.tags[${tag.name}].from.name`, tag.from?.name ?? '', error.message),
    };
  }
}

function isSameStream(source: TagSource, self: { namespace: string; name: string }): boolean {
  return source.namespace === self.namespace && source.stream === self.name;
}

/** The API server wraps these errors twice (image-stream model 2.6). */
function invalidSources(name: string, causes: StatusCause[]): StatusError {
  const texts = causes.map((c) => `${c.field}: ${c.message}`);
  const inner = `imagestreams "${name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
  const outer: StatusCause = { field: '[]', message: `Internal error: ${inner}` };
  return new StatusError(
    failure('Invalid', `ImageStream.image.openshift.io "${name}" is invalid: []: Internal error: ${inner}`, {
      kind: 'ImageStream',
      group: 'image.openshift.io',
      name,
      causes: [outer],
    }),
  );
}

/** The history of tags without items and conditions is not kept (image-stream model 3.1). */
export function dropEmptyHistories(stream: ImageStream): void {
  const kept = (stream.status.tags ?? []).filter(
    (list) => (list.items?.length ?? 0) > 0 || (list.conditions?.length ?? 0) > 0,
  );
  if (kept.length > 0) stream.status.tags = kept;
  else delete stream.status.tags;
}

/** Removes a tag from spec and status. @returns whether there was anything to remove */
export function removeTag(stream: ImageStream, tag: string): boolean {
  const found = specTag(stream, tag) !== undefined || statusTag(stream, tag) !== undefined;
  if (stream.spec.tags) stream.spec.tags = stream.spec.tags.filter((known) => known.name !== tag);
  if (stream.spec.tags?.length === 0) delete stream.spec.tags;
  if (stream.status.tags) stream.status.tags = stream.status.tags.filter((known) => known.tag !== tag);
  if (stream.status.tags?.length === 0) delete stream.status.tags;
  return found;
}
