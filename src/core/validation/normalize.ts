import { compareBytes } from '../byte-order.ts';
import type { ImageStream, NamedTagEventList, TagReference } from '../objects/image-stream.ts';
import type { ImageImportSpec, ImageStreamImport } from '../objects/image-stream-import.ts';
import { referenceIn } from '../references/reference.ts';

/**
 * A stream as the API stores and returns it (image-stream model 2, 2.1, 2.5): policies have their defaults, lists of tags
 * are sorted by name in byte order and name each tag once, of which the last counts, and always emitted fields are there.
 * The argument stays as it is; what did not change is shared with it.
 */
export function normalizeImageStream(stream: ImageStream): ImageStream {
  const { tags, ...spec } = stream.spec ?? {};
  const { tags: histories, ...status } = stream.status ?? {};
  const specTags = oncePerName(tags ?? [], (tag) => tag.name).map(normalizeTag);
  const statusTags = oncePerName(histories ?? [], (list) => list.tag).map(normalizeHistory);
  return {
    ...stream,
    spec: {
      ...spec,
      lookupPolicy: { ...spec.lookupPolicy, local: spec.lookupPolicy?.local ?? false },
      ...(specTags.length > 0 ? { tags: specTags } : {}),
    },
    status: {
      ...status,
      dockerImageRepository: status.dockerImageRepository ?? '',
      ...(statusTags.length > 0 ? { tags: statusTags } : {}),
    },
  };
}

/** A spec tag with its defaults: reference policy Source, import mode Legacy, and annotations and generation shown. */
export function normalizeTag(tag: TagReference): TagReference {
  const { annotations, generation, importPolicy, referencePolicy } = tag;
  if (annotations !== undefined && generation !== undefined && importPolicy?.importMode && referencePolicy?.type)
    return tag;
  return {
    ...tag,
    annotations: tag.annotations ?? null,
    generation: tag.generation ?? null,
    ...policies(tag),
  };
}

function normalizeHistory(list: NamedTagEventList): NamedTagEventList {
  return list.items?.length || list.items === null ? list : { ...list, items: null };
}

/** The last of each name, sorted. */
function oncePerName<T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] {
  const sorted = items.every((item, i) => i === 0 || compareBytes(nameOf(items[i - 1] as T), nameOf(item)) < 0);
  if (sorted) return items;
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  return [...byName.values()].sort((a, b) => compareBytes(nameOf(a), nameOf(b)));
}

type Policies = Pick<TagReference, 'importPolicy' | 'referencePolicy'>;

function policies(given: Partial<Policies>): Policies {
  const { importPolicy, referencePolicy } = given;
  return {
    importPolicy: { ...importPolicy, importMode: importPolicy?.importMode || 'Legacy' },
    referencePolicy: { ...referencePolicy, type: referencePolicy?.type || 'Source' },
  };
}

/** An import with its defaults; an image without a target goes to the tag that its source is written with, if any. */
export function normalizeImageStreamImport(request: ImageStreamImport): ImageStreamImport {
  const { images, repository } = request.spec;
  return {
    ...request,
    spec: {
      ...request.spec,
      ...(images ? { images: images.map(normalizeImageImport) } : {}),
      ...(repository ? { repository: { ...repository, ...policies(repository) } } : {}),
    },
  };
}

function normalizeImageImport(spec: ImageImportSpec): ImageImportSpec {
  const tag = spec.to ? '' : (referenceIn(spec.from.name)?.tag ?? '');
  return { ...spec, ...(tag === '' ? {} : { to: { name: tag } }), ...policies(spec) };
}
