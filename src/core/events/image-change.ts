import type { ImageStream } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';
import { pullSpecOf } from '../stream/pull-spec.ts';
import { latestEvent } from '../stream/tag-history.ts';
import type { FindStream, StreamReference } from '../triggers/reaction.ts';
import { triggeredImages } from '../triggers/triggered-images.ts';

/** What an event is about: a tag of a stream that moved, or an object that got another image by its triggers. */
export interface EventSubject {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  /** The tag, where the object is a stream. */
  tag?: string;
}

/** The image that a tag has given to a subject. */
export interface TagImage {
  from: StreamReference;
  /** The pull spec that consumers get. */
  image: string;
  /** Empty for a tag that only points. */
  digest: string;
  /** When the tag got it: RFC 3339 in UTC. */
  created: string;
}

/** The images that a subject has at one moment, one for each tag that it follows. */
export interface SubjectState {
  subject: EventSubject;
  images: readonly TagImage[];
  /** Of a tag: everything that it has had, newest first. */
  history?: readonly TagImage[];
}

/** An image that took the place of another one. */
export interface ImageMove extends TagImage {
  /** The pull spec before; empty for the first image. */
  previous: string;
}

/** Something to tell: what one subject got, and instead of what. */
export interface ImageChange {
  subject: EventSubject;
  /** Not empty. */
  moves: readonly ImageMove[];
}

/** The key of a subject: unique in a store, legible, and never the key of another one. */
export function subjectKey({ apiVersion, kind, namespace, name, tag }: EventSubject): string {
  const slash = apiVersion.indexOf('/');
  const type = slash < 0 ? kind : `${apiVersion.slice(0, slash)}/${kind}`;
  return `${type} ${namespace}/${name}${tag === undefined ? '' : `:${tag}`}`;
}

/** The key of the tag that an image is from: `namespace/stream:tag`. */
export function tagKey({ namespace, name }: StreamReference): string {
  return `${namespace}/${name}`;
}

/** The tags of a stream as subjects. Tags that never had an image are none. */
export function tagStates(stream: ImageStream): SubjectState[] {
  return (stream.status.tags ?? []).flatMap(({ tag }) => tagState(stream, tag) ?? []);
}

/** One tag of a stream as a subject; undefined where it has no image. */
export function tagState(stream: ImageStream, tag: string): SubjectState | undefined {
  const { name, namespace = '' } = stream.metadata;
  const items = stream.status.tags?.find((history) => history.tag === tag)?.items ?? [];
  const from = { namespace, name: `${name}:${tag}` };
  const history = items.map(
    (event): TagImage => ({
      from,
      image: pullSpecOf(stream, tag, event),
      digest: event.image,
      created: event.created,
    }),
  );
  if (history.length === 0) return undefined;
  const { apiVersion, kind } = stream;
  return { subject: { apiVersion, kind, namespace, name, tag }, images: history.slice(0, 1), history };
}

/** An object with image triggers as a subject: the images that it has from its tags, as far as these have them now. */
export function objectState(object: KubeObject, find: FindStream): SubjectState {
  const { apiVersion, kind, metadata } = object;
  const { namespace = '', name } = metadata;
  const images = new Map<string, TagImage>();
  for (const { from, image } of triggeredImages(object, find)) {
    const [stream = '', tag = ''] = from.name.split(':');
    const found = find(from.namespace, stream);
    const event = found && latestEvent(found, tag);
    images.set(tagKey(from), { from, image, digest: event?.image ?? '', created: event?.created ?? '' });
  }
  return { subject: { apiVersion, kind, namespace, name }, images: [...images.values()] };
}

/**
 * What is to be told of a subject, oldest first, given what was told before. An object is told of as it is now, whatever it
 * has been meanwhile; a tag also of the images that it has had in between, as far as its history still knows them.
 *
 * @param told pull specs by `tagKey`
 */
export function untoldChanges(
  { subject, images, history }: SubjectState,
  told: ReadonlyMap<string, string>,
): ImageChange[] {
  const moves = images.flatMap((image): ImageMove[] => {
    const previous = told.get(tagKey(image.from)) ?? '';
    return previous === image.image ? [] : [{ ...image, previous }];
  });
  if (moves.length === 0) return [];
  if (!history) return [{ subject, moves }];
  const [newest] = moves as [ImageMove];
  const known = history.findIndex(({ image }) => image === newest.previous);
  // Without the image that was told last, nobody knows which of them were told.
  const missed = history.slice(0, known < 0 ? 1 : known);
  let previous = newest.previous;
  return missed.toReversed().map((image) => {
    const move = { ...image, previous };
    previous = image.image;
    return { subject, moves: [move] };
  });
}

/** What tells a change apart from all others, also from the same images on another day. */
export function changeId({ subject, moves }: ImageChange): string {
  const what = moves.map(({ from, image, digest, created }) => `${tagKey(from)}@${digest || image}@${created}`);
  return `${subjectKey(subject)} ${what.join(' ')}`;
}
