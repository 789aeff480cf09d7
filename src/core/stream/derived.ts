import { filled } from '../json/json-object.ts';
import type {
  Image,
  ImageStream,
  ImageStreamImage,
  ImageStreamTag,
  NamedTagEventList,
  TagEvent,
} from '../objects/image-stream.ts';
import { pullSpecOf } from './pull-spec.ts';
import { specTag, statusTag } from './tag-history.ts';

/**
 * The ImageStreamTag of a tag whose newest event names an image (image-stream model 2.2), or undefined for tags that
 * have none: spec only, failing, `reference: true`.
 *
 * @param image the stored Image; a missing one leaves an image with nothing but its name
 */
export function imageStreamTagOf(
  stream: ImageStream,
  tag: string,
  image: Image | undefined,
): ImageStreamTag | undefined {
  const history = statusTag(stream, tag);
  const event = history?.items?.[0];
  if (!history || !event?.image) return undefined;
  const spec = specTag(stream, tag) ?? null;
  const { labels, namespace, uid, resourceVersion } = stream.metadata;
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamTag',
    metadata: {
      name: `${stream.metadata.name}:${tag}`,
      ...filled({ namespace, labels, annotations: spec?.annotations }),
      creationTimestamp: event.created,
      ...filled({ resourceVersion, uid }),
    },
    tag: spec,
    generation: event.generation,
    lookupPolicy: stream.spec.lookupPolicy,
    ...(history.conditions ? { conditions: history.conditions } : {}),
    image: imageInStream(stream, tag, event, image, spec?.annotations ?? undefined),
  };
}

/** The Image of an event as a stream shows it: annotations of the spec tag merged in, pull spec by policy. */
function imageInStream(
  stream: ImageStream,
  tag: string,
  event: TagEvent,
  image: Image | undefined,
  annotations: Record<string, string> | undefined,
): Image {
  const stored = withoutType(image);
  const bare = stored
    ? imageSince(stored, event.created)
    : { metadata: { name: event.image, creationTimestamp: null }, dockerImageReference: '' };
  const merged = { ...bare.metadata.annotations, ...annotations };
  return {
    ...bare,
    metadata: { ...bare.metadata, ...(Object.keys(merged).length > 0 ? { annotations: merged } : {}) },
    dockerImageReference: pullSpecOf(stream, tag, event),
  };
}

/**
 * An Image with the time of its import. What is stored says none, so that it is the same wherever it was imported; the
 * events of tags do. An index, which has no time of its own, was made then, too.
 *
 * @param at RFC 3339; undefined where no event tells
 */
export function imageSince<T extends Image>(image: T, at: string | undefined): T {
  if (at === undefined) return image;
  const { metadata, dockerImageMetadata } = image;
  const isUndated = image.dockerImageManifests !== undefined && dockerImageMetadata?.Created === null;
  return {
    ...image,
    metadata: { ...metadata, creationTimestamp: metadata.creationTimestamp ?? at },
    ...(isUndated ? { dockerImageMetadata: { ...dockerImageMetadata, Created: at } } : {}),
  };
}

/** When an image first came into the history of a stream. */
export function firstSeen(stream: ImageStream, digest: string): string | undefined {
  let first: string | undefined;
  for (const { items } of stream.status.tags ?? []) {
    for (const { image, created } of items ?? []) if (image === digest && !(first && first <= created)) first = created;
  }
  return first;
}

/**
 * The ImageStreamImage `stream@id`. The name echoes what was asked.
 *
 * @param recorded the image of the stream's history that it is, or that it is a child of
 */
export function imageStreamImageOf(
  stream: ImageStream,
  id: string,
  stored: Image,
  recorded = stored.metadata.name,
): ImageStreamImage {
  const image = imageSince(stored, firstSeen(stream, recorded));
  const { namespace, annotations, labels } = stream.metadata;
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImage',
    metadata: {
      name: `${stream.metadata.name}@${id}`,
      ...filled({ namespace, labels, annotations }),
      creationTimestamp: image.metadata.creationTimestamp ?? null,
    },
    image: withoutType(image) as Image,
  };
}

/** Tags of a stream that exist as ImageStreamTags, in byte order. */
export function tagsWithImage(stream: ImageStream): NamedTagEventList[] {
  return (stream.status.tags ?? []).filter((history) => Boolean(history.items?.[0]?.image));
}

function withoutType(image: Image | undefined): Image | undefined {
  if (!image) return undefined;
  const { apiVersion: _version, kind: _kind, ...bare } = image;
  return bare;
}
