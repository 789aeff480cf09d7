import { ownValue } from '../json/json-object.ts';
import type { ImageStream } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';
import { pullSpecOf } from '../stream/pull-spec.ts';
import { latestEvent } from '../stream/tag-history.ts';
import { textOf } from './policies.ts';

/** A stream as it is now, with the repositories of its status named; undefined where there is none. */
export type FindStream = (namespace: string, name: string) => ImageStream | undefined;

/** A tag or an image of a stream by its full name. */
export interface StreamReference {
  namespace: string;
  /** `STREAM:TAG`, or `STREAM@DIGEST`. */
  name: string;
}

/** Why a trigger does nothing, or not all that it says. */
export interface TriggerProblem {
  /** A field path such as `spec.triggers[1].imageChangeParams.from`. */
  field: string;
  message: string;
  /** What the trigger names, where the problem hangs on it. */
  from?: StreamReference;
}

/** An image that an object has from a tag. */
export interface TriggeredImage {
  from: StreamReference;
  /** A pull spec; empty where there was none yet. */
  image: string;
}

/** What triggers make of an object. */
export interface Reaction {
  /** The very object that went in where nothing changes. */
  object: KubeObject;
  problems: readonly TriggerProblem[];
}

/**
 * The pull spec that triggers hand out for a tag (image-stream model 6.1): its newest image, whatever is pending or has
 * failed since. Undefined for a name without tag, a stream that is not there, and a tag without history.
 */
export function resolveTag(find: FindStream, { namespace, name }: StreamReference): string | undefined {
  const colon = name.indexOf(':');
  if (colon < 0) return undefined;
  const stream = find(namespace, name.slice(0, colon));
  const tag = name.slice(colon + 1);
  const event = stream && latestEvent(stream, tag);
  return stream && event ? pullSpecOf(stream, tag, event) || undefined : undefined;
}

/** The reference in a `from`, completed by the namespace of the object that holds it. */
export function referenceOf(from: unknown, own: string | undefined): StreamReference {
  return { namespace: textOf(from, 'namespace') || (own ?? ''), name: textOf(from, 'name') };
}

/** The stream's name in `STREAM:TAG` or `STREAM@DIGEST`. */
export function streamNameOf({ name }: StreamReference): string {
  return /^[^:@]*/.exec(name)?.[0] ?? '';
}

/** The problem of a tag that has no image. */
export function unresolved(field: string, from: StreamReference): TriggerProblem {
  const message = from.name.includes(':')
    ? `the tag ${from.namespace}/${from.name} has no image yet`
    : `${JSON.stringify(from.name)} names no tag: write STREAM:TAG`;
  return { field, message, from };
}

/** For the end of a sentence: which containers there are. */
export function whichContainers(names: readonly string[]): string {
  return names.length === 0 ? 'there are no containers' : `the containers are: ${names.join(', ')}`;
}

/** `spec.FIELD` as a list; empty where it is something else. */
export function specList(object: KubeObject, field: string): readonly unknown[] {
  const list = ownValue(object.spec, field);
  return Array.isArray(list) ? list : [];
}
