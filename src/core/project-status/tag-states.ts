import { isAppError } from '../../errors.ts';
import { isJsonObject } from '../json/json-object.ts';
import type { ImageStream, NamedTagEventList, TagReference } from '../objects/image-stream.ts';
import type { ImageStreamHistory } from '../objects/image-stream-history.ts';
import type { ObjectReference } from '../objects/meta.ts';
import { type Pin, pinOf } from '../stream/pin.ts';
import { IMPORT_SUCCESS, isImportable, observedIn, specTags, statusTags } from '../stream/tag-history.ts';
import { type TagSource, tagSourceOf } from '../stream/tag-source.ts';
import { keyOfObject } from './project-objects.ts';

/** How one tag stands. */
export interface TagState {
  namespace: string;
  stream: string;
  tag: string;
  /** The digest that it has now; empty for none. */
  image: string;
  /** The pull spec of what it has now; empty for none. */
  reference: string;
  /** Since when: RFC 3339. */
  since?: string;
  from: TagFrom;
  /** What the tag is held at its image against. */
  pin?: Pin;
  /** Why the last import failed, and since when. */
  failure?: { reason: string; message: string; since: string };
  /** Whether its source was never looked at since it is as it is. */
  pending: boolean;
  scheduled: boolean;
  /** When it is to be looked up again, in milliseconds since the epoch; in the past for what nobody has done. */
  due?: number;
  /** How many images wait until they are old enough. */
  waiting: number;
  /** What its source has meanwhile, and where that is known from. */
  behind?: { image: string; knownFrom: string };
}

/** Where a tag has its image from. */
export type TagFrom =
  | { type: 'registry'; pullSpec: string; reference: boolean }
  /** Follows another tag, by its `NAMESPACE/STREAM:TAG`; `found` where that tag is there. */
  | { type: 'tag'; key: string; found: boolean }
  /** A copy of an image that a stream had. */
  | { type: 'image'; namespace: string; stream: string; image: string }
  /** Somebody put it there. */
  | { type: 'push' }
  /** The source cannot be read. */
  | { type: 'unknown'; name: string };

/** The name of a tag among all: `NAMESPACE/STREAM:TAG`. */
export function tagKey(namespace: string, stream: string, tag: string): string {
  return `${namespace}/${stream}:${tag}`;
}

export interface TagStateFacts {
  streams: readonly ImageStream[];
  /** Streams that are not shown, and that tags may follow. */
  others: readonly ImageStream[];
  /** By `namespace/name` of the stream; only those that say something. */
  histories: ReadonlyMap<string, ImageStreamHistory>;
  /** When scheduled tags are due, by `tagKey`. */
  due: ReadonlyMap<string, number>;
}

/** The state of every tag of the streams, in their order, those of a stream in that of its tags. */
export function tagStates({ streams, others, histories, due }: TagStateFacts): TagState[] {
  const states = streams.flatMap((stream) => statesOf(stream, histories.get(keyOfObject(stream))));
  const known = [...states, ...others.flatMap((stream) => statesOf(stream, undefined))];
  const byKey = new Map(known.map((state) => [tagKey(state.namespace, state.stream, state.tag), state]));
  const newest = newestOfSources(known);
  for (const state of states) {
    const key = tagKey(state.namespace, state.stream, state.tag);
    const at = due.get(key);
    if (at !== undefined && state.scheduled && !state.pin) state.due = at;
    if (state.from.type === 'tag') state.from.found = byKey.has(state.from.key);
    const behind = behindOf(state, byKey, newest);
    if (behind) state.behind = behind;
  }
  return states;
}

function statesOf(stream: ImageStream, history: ImageStreamHistory | undefined): TagState[] {
  const specs = specTags(stream);
  const statuses = statusTags(stream);
  const waiting = new Map((history?.tags ?? []).map((record) => [record.tag, record.waiting?.length ?? 0]));
  const names = [...new Set([...specs.keys(), ...statuses.keys()])].sort();
  return names.map((name) => stateOf(stream, name, specs.get(name), statuses.get(name), waiting.get(name) ?? 0));
}

function stateOf(
  stream: ImageStream,
  tag: string,
  spec: TagReference | undefined,
  status: NamedTagEventList | undefined,
  waiting: number,
): TagState {
  const event = status?.items?.[0];
  const failed = status?.conditions?.find(({ type, status: is }) => type === IMPORT_SUCCESS && is === 'False');
  const pin = pinOf(spec);
  return {
    namespace: stream.metadata.namespace ?? '',
    stream: stream.metadata.name,
    tag,
    image: event?.image ?? '',
    reference: event?.dockerImageReference ?? '',
    ...(event ? { since: event.created } : {}),
    from: fromOf(stream, spec),
    ...(pin ? { pin } : {}),
    ...(failed
      ? { failure: { reason: failed.reason, message: failed.message, since: failed.lastTransitionTime } }
      : {}),
    pending:
      spec !== undefined && isImportable(spec) && (spec.generation === null || spec.generation > observedIn(status)),
    scheduled: spec?.importPolicy.scheduled === true,
    waiting,
  };
}

function fromOf(stream: ImageStream, spec: TagReference | undefined): TagFrom {
  const from = spec?.from;
  if (!spec || !from) return { type: 'push' };
  if (from.kind === 'DockerImage') return { type: 'registry', pullSpec: from.name, reference: spec.reference === true };
  const source = sourceOf(stream, spec);
  if (!source) return { type: 'unknown', name: `${from.kind} ${from.name}` };
  if (from.kind === 'ImageStreamTag') return { type: 'tag', key: keyOf(source), found: false };
  return { type: 'image', namespace: source.namespace, stream: source.stream, image: source.part };
}

const keyOf = ({ namespace, stream, part }: TagSource) => tagKey(namespace, stream, part);

function sourceOf({ metadata }: ImageStream, tag: TagReference): TagSource | undefined {
  try {
    return tagSourceOf(tag, { namespace: metadata.namespace ?? '', name: metadata.name });
  } catch (error) {
    if (isAppError(error, 'ARGUMENT')) return undefined;
    throw error;
  }
}

/** What a tag takes its images from, or would if it were not pinned: a pull spec, or another tag. */
function followed({ namespace, stream, tag, from, pin }: TagState): { pullSpec: string } | { key: string } | undefined {
  if (!pin) {
    if (from.type === 'registry') return from.reference ? undefined : { pullSpec: from.pullSpec };
    return from.type === 'tag' ? { key: from.key } : undefined;
  }
  const source = pin.followed?.from;
  if (!isReference(source)) return undefined;
  if (source.kind === 'DockerImage') return { pullSpec: source.name };
  if (source.kind !== 'ImageStreamTag') return undefined;
  const { importPolicy } = pin.followed ?? { importPolicy: {} };
  const spec: TagReference = {
    name: tag,
    annotations: null,
    from: source,
    generation: null,
    importPolicy,
    referencePolicy: { type: '' },
  };
  const read = sourceOf({ metadata: { name: stream, namespace } } as ImageStream, spec);
  return read && { key: keyOf(read) };
}

/** What a pin says of its source is a stranger's text. */
function isReference(source: unknown): source is ObjectReference {
  return isJsonObject(source) && typeof source.kind === 'string' && typeof source.name === 'string';
}

/** The tag that a tag follows, or is to follow again when it is unpinned; by its `tagKey`. */
export function leaderOf(state: TagState): string | undefined {
  const source = followed(state);
  return source && 'key' in source ? source.key : undefined;
}

/** For each pull spec that several tags follow, which of them has found its image last. */
function newestOfSources(states: readonly TagState[]): Map<string, TagState> {
  const newest = new Map<string, TagState>();
  for (const state of states) {
    const source = state.pin ? undefined : followed(state);
    if (!source || !('pullSpec' in source) || state.image === '') continue;
    const known = newest.get(source.pullSpec);
    if (!known || (state.since ?? '') > (known.since ?? '')) newest.set(source.pullSpec, state);
  }
  return newest;
}

/** A tag that does not have what its source is known to have. Without an image it is not behind: it has none yet. */
function behindOf(
  state: TagState,
  byKey: ReadonlyMap<string, TagState>,
  newest: ReadonlyMap<string, TagState>,
): TagState['behind'] {
  const source = followed(state);
  if (!source || state.image === '') return undefined;
  const ahead = 'key' in source ? byKey.get(source.key) : newest.get(source.pullSpec);
  if (!ahead || ahead === state || ahead.image === '' || ahead.image === state.image) return undefined;
  if ('pullSpec' in source && (ahead.since ?? '') <= (state.since ?? '') && !state.pin) return undefined;
  return { image: ahead.image, knownFrom: tagKey(ahead.namespace, ahead.stream, ahead.tag) };
}

/** The streams of `namespace/name` that tags name and that are not among these, at most so many. */
export function foreignStreams(streams: readonly ImageStream[], limit: number): Set<string> {
  const own = new Set(streams.map(keyOfObject));
  const missing = new Set<string>();
  for (const stream of streams) {
    for (const spec of stream.spec.tags ?? []) {
      const source = spec.from?.kind === 'ImageStreamTag' ? sourceOf(stream, spec) : undefined;
      const key = source && `${source.namespace}/${source.stream}`;
      if (key !== undefined && !own.has(key) && missing.size < limit) missing.add(key);
    }
  }
  return missing;
}
