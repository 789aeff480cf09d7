import { AppError } from '../../errors.ts';
import type { ImageStream, TagEvent, TagReference } from '../objects/image-stream.ts';
import { digestOrImageMatch } from '../references/names.ts';
import { cause, type StatusCause } from '../status.ts';

/** What a tag that is no DockerImage points at: a tag or an image of a stream, perhaps in another namespace. */
export interface TagSource {
  namespace: string;
  stream: string;
  /** The tag, or the id (a digest or a prefix of one). */
  part: string;
}

/**
 * Reads `spec.tags[].from` of kind ImageStreamTag (`tag` or `stream:tag`) or ImageStreamImage (`id` or `stream@id`)
 * (image-stream model 3.4). Fails with ARGUMENT where it has more than one separator.
 */
export function tagSourceOf(tag: TagReference, stream: { namespace: string; name: string }): TagSource | undefined {
  const from = tag.from;
  if (!from || (from.kind !== 'ImageStreamTag' && from.kind !== 'ImageStreamImage')) return undefined;
  const namespace = from.namespace || stream.namespace;
  const separator = from.kind === 'ImageStreamTag' ? ':' : '@';
  const parts = from.name.split(separator);
  // A digest that stands alone has a colon, and no "@".
  if (parts.length === 1) return { namespace, stream: stream.name, part: from.name };
  if (parts.length !== 2) {
    throw new AppError('ARGUMENT', 'must be of the form <tag>, <repo>:<tag>, <id>, or <repo>@<id>');
  }
  return { namespace, stream: parts[0] as string, part: parts[1] as string };
}

export type EventOrCause =
  | { event: TagEvent | undefined; cause?: undefined }
  | { event?: undefined; cause: StatusCause };

/**
 * The image of a stream's history that an id means. The id may be a prefix of a digest, with or without `sha256:`;
 * every tag and every event is searched (image-stream model 3.4).
 */
export function findImage(
  stream: ImageStream,
  id: string,
): { found: TagEvent } | { found: undefined; ambiguous: string[] } {
  const matches = new Map<string, TagEvent>();
  for (const tag of stream.status.tags ?? []) {
    for (const item of tag.items ?? []) {
      if (item.image !== '' && digestOrImageMatch(item.image, id) && !matches.has(item.image)) {
        matches.set(item.image, item);
      }
    }
  }
  const [first] = matches.values();
  if (matches.size === 1 && first) return { found: first };
  return { found: undefined, ambiguous: [...matches.keys()].sort() };
}

/** The event that an ImageStreamImage source gives its tag, or why there is none. */
export function eventOfImage(
  tag: TagReference,
  source: TagSource,
  from: ImageStream,
  at: { now: string; generation: number },
): EventOrCause {
  const path = `spec.tags[${tag.name}].from.name`;
  const result = findImage(from, source.part);
  if (result.found) {
    const { dockerImageReference, image } = result.found;
    return { event: { created: at.now, dockerImageReference, image, generation: at.generation } };
  }
  const problem =
    result.ambiguous.length > 1
      ? `Operation cannot be fulfilled on imagestreamimage.image.openshift.io "${source.part}": multiple images match the prefix "${source.part}": ${result.ambiguous.join(', ')}`
      : `imagestreamimage.image.openshift.io "${source.part}" not found`;
  return { cause: cause.invalid(path, tag.from?.name ?? '', `error generating tag event: ${problem}`) };
}
