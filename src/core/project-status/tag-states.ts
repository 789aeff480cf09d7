import type { ImageStream, NamedTagEventList, TagReference } from '../objects/image-stream.ts';
import type { ImageStreamHistory } from '../objects/image-stream-history.ts';
import { pinOf } from '../stream/pin.ts';
import { IMPORT_SUCCESS, isImportable, observedIn, specTags, statusTags } from '../stream/tag-history.ts';
import { copyOrigins } from './copy-origins.ts';
import { keyOfSource, sourceOf } from './followed-source.ts';
import { keyOfObject } from './project-objects.ts';
import { behindOf, newestOfSources } from './tag-behind.ts';
import { type TagFrom, type TagState, tagKey } from './tag-state.ts';

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
  const origins = copyOrigins([...streams, ...others]);
  for (const state of states) {
    const key = tagKey(state.namespace, state.stream, state.tag);
    const at = due.get(key);
    if (at !== undefined && state.scheduled && !state.pin) state.due = at;
    if (state.from.type === 'tag') state.from.found = byKey.has(state.from.key);
    if (state.from.type === 'image' && !state.pin) state.from = { ...state.from, ...origins(state) };
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
  if (from.kind === 'ImageStreamTag') return { type: 'tag', key: keyOfSource(source), found: false };
  return { type: 'image', namespace: source.namespace, stream: source.stream, image: source.part };
}
