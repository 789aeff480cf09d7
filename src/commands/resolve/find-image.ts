import type { ImageStream, TagEvent, TagReference } from '../../core/objects/image-stream.ts';
import { isPlainValue } from '../../core/references/variable-name.ts';
import { pullSpecOf } from '../../core/stream/pull-spec.ts';
import { latestEvent, specTag } from '../../core/stream/tag-history.ts';
import { findImage } from '../../core/stream/tag-source.ts';
import { AppError } from '../../errors.ts';
import { readStream, splitNamespace } from '../arguments/stream.ts';
import { tagsWithImage } from '../arguments/tags-with-image.ts';
import { type Ports, refuse } from '../command.ts';
import type { Resolution } from './resolution.ts';

/** A resolution, with its spec tag where the pull spec is of the integrated registry: an image is there only when it was brought. */
export type Found = Resolution & { localTag?: TagReference | undefined };

/**
 * What `[NAMESPACE/]STREAM[:TAG|@DIGEST]` means now. Fails with Status NotFound for a stream, and with ARGUMENT for a tag or
 * an image that is not there.
 */
export async function findImageOf(name: string, ports: Ports): Promise<Found> {
  const { namespace, rest } = splitNamespace(name, ports);
  const at = rest.indexOf('@');
  if (at >= 0) return resolveImage(await readStream(ports, namespace, rest.slice(0, at)), rest.slice(at + 1));
  const colon = rest.indexOf(':');
  const tag = colon < 0 ? 'latest' : rest.slice(colon + 1);
  const stream = await readStream(ports, namespace, colon < 0 ? rest : rest.slice(0, colon));
  return resolveTag(stream, tag);
}

/** What a tag of a stream means now. Fails with ARGUMENT for one without an image, and says which tags have one. */
export function resolveTag(stream: ImageStream, tag: string): Found {
  const event = latestEvent(stream, tag);
  if (!event) throw noImage(stream, tag);
  const pullSpec = pullSpecOf(stream, tag, event);
  return {
    ...resolution(stream, event, pullSpec, tag),
    localTag: pullSpec === event.dockerImageReference ? undefined : specTag(stream, tag),
  };
}

function resolveImage(stream: ImageStream, id: string): Resolution {
  const result = findImage(stream, id);
  if (result.found) return resolution(stream, result.found, result.found.dockerImageReference);
  const { name } = stream.metadata;
  if (result.ambiguous.length > 1) refuse(`"${name}@${id}" means several images: ${result.ambiguous.join(', ')}`);
  refuse(`no image of the stream "${name}" has a digest that begins with "${id}"`, {
    hint: `imagestream describe is/${name} shows the images that it has had`,
  });
}

/** Fails with ARGUMENT for a pull spec that would be more than one argument of who is given it, or an option: a store may say anything. */
function resolution(stream: ImageStream, event: TagEvent, reference: string, tag?: string): Resolution {
  if (!isPlainValue(reference)) {
    const { name, namespace = '' } = stream.metadata;
    const image = tag === undefined ? `${name}@${event.image}` : `${name}:${tag}`;
    refuse(`the pull spec of ${namespace}/${image} is no pull spec: ${JSON.stringify(reference)}`, {
      hint: `Correct it in the store, or look it up again: imagestream import-image ${name}${tag === undefined ? '' : `:${tag}`}`,
    });
  }
  return {
    stream: stream.metadata.name,
    namespace: stream.metadata.namespace ?? '',
    ...(tag === undefined ? {} : { tag }),
    digest: event.image,
    reference,
    created: event.created,
  };
}

/** Says why there is nothing, and which tags there are. */
function noImage(stream: ImageStream, tag: string): AppError {
  const { name } = stream.metadata;
  const hint = tagsWithImage(stream);
  const condition = stream.status.tags?.find((t) => t.tag === tag)?.conditions?.[0];
  if (condition)
    return new AppError('ARGUMENT', `the tag "${name}:${tag}" has no image: ${condition.message}`, { hint });
  if (specTag(stream, tag)) return new AppError('ARGUMENT', `the tag "${name}:${tag}" has no image yet`, { hint });
  return new AppError('ARGUMENT', `the stream "${name}" has no tag "${tag}"`, { hint });
}
