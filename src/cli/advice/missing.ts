import type { Ports } from '../../commands/command.ts';
import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import { didYouMean, nearWords } from '../../core/near-words.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import type { StatusDetails } from '../../core/status.ts';
import { isAppError } from '../../errors.ts';

/** So many names are read at a glance. */
const LISTED = 10;

/** Where a stream, or a tag of one, was looked for, and what there is instead: what comes near, or all where that is little. */
export async function hintForMissing(
  namespace: string,
  { kind = '', name = '' }: StatusDetails,
  { api, project }: Pick<Ports, 'api' | 'project'>,
): Promise<string | undefined> {
  if (!/^image(streams|streamtags|tags|streamimages)\./.test(kind)) return undefined;
  try {
    const [stream = '', tag] = name.split(':');
    const streams = (await api.names(IMAGE_STREAM, namespace)).map((object) => object.name);
    if (tag !== undefined && streams.includes(stream)) {
      return hintForTag(await api.get<ImageStream>(IMAGE_STREAM, namespace, stream), tag);
    }
    const near = nearWords(stream, streams);
    const where = `the namespace "${namespace}" of ${project?.store ?? 'the store'}`;
    if (streams.length === 0) return `There are no image streams in ${where}`;
    const meant = near.length <= LISTED ? didYouMean(near) : undefined;
    if (meant) return `${meant} It was looked for in ${where}`;
    if (streams.length <= LISTED) return `Image streams in ${where}: ${streams.join(', ')}`;
    return `There are ${streams.length} image streams in ${where}: imagestream get is -n ${namespace}`;
  } catch (error) {
    // The failure itself is what counts.
    if (isAppError(error)) return undefined;
    throw error;
  }
}

function hintForTag({ metadata, spec, status }: ImageStream, tag: string): string {
  const there = orderTags([
    ...new Set([...(spec.tags ?? []).map((one) => one.name), ...(status.tags ?? []).map((one) => one.tag)]),
  ]);
  if (there.length === 0) return `The stream ${metadata.name} has no tags`;
  if (there.includes(tag)) return `The tag is there, and has no image yet: imagestream describe is/${metadata.name}`;
  if (there.length > LISTED) return didYouMean(nearWords(tag, there)) ?? `The stream has ${there.length} tags`;
  return `tags: ${there.join(', ')}`;
}
