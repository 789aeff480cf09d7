import { filled } from '../../core/json/json-object.ts';
import type { ImageStream, TagImportPolicy, TagReference } from '../../core/objects/image-stream.ts';
import type { ImageImportSpec, ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import { INSECURE_ANNOTATION } from '../../core/stream/import-controller.ts';
import { pinnedImage, pinnedTags } from '../../core/stream/pin.ts';
import { putSpecTag, specTag } from '../../core/stream/tag-history.ts';
import { AppError } from '../../errors.ts';
import { refuse } from '../command.ts';
import type { ImportImageRequest } from './request.ts';

export interface ImportPlan {
  /** What is asked of the API. */
  import: ImageStreamImport;
  /** The stream as the client sees it before the import. */
  stream: ImageStream;
  /** Tags that are pinned, and were left out. */
  pinned?: ReadonlyMap<string, string>;
}

/**
 * What `import-image` asks for, given the stream as it is, or why not: the decision table of oc CLI 3.2.
 * Fails with ARGUMENT in `oc`'s words. Pure.
 */
export function planImport(
  request: ImportImageRequest,
  stream: ImageStream | undefined,
  namespace: string,
): ImportPlan {
  if (!stream) return planNewStream(request, namespace);
  return request.all ? planAll(request, stream) : planTag(request, stream);
}

function planNewStream(request: ImportImageRequest, namespace: string): ImportPlan {
  if (!request.confirm) refuse(`no image stream named "${request.stream}" exists, pass --confirm to create and import`);
  const stream: ImageStream = {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: request.stream, namespace },
    spec: { lookupPolicy: { local: false } },
    status: { dockerImageRepository: '' },
  };
  const from = request.from || request.target;
  if (request.all) return { stream, import: repositoryImport(request, stream, from) };
  return { stream, import: tagsImport(request, stream, [{ from, to: request.tag }]) };
}

function planTag(request: ImportImageRequest, stream: ImageStream): ImportPlan {
  const { from } = request;
  const target = followAliases(request, stream);
  const { tag } = target;
  if (!tag) {
    const repository = request.tag === 'latest' ? stream.spec.dockerImageRepository : undefined;
    const source = from || repository;
    if (!source) {
      refuse(
        `the tag "${request.tag}" does not exist on the image stream - choose an existing tag to import or use the 'tag' command to create a new tag`,
      );
    }
    return { stream, import: tagsImport(request, stream, [{ from: source, to: request.tag }]) };
  }
  if (!tag.from) {
    refuse(
      `tag "${request.tag}" already exists - you must use the 'tag' command if you want to change the source to "${from}"`,
    );
  }
  const image = pinnedImage(tag);
  if (image !== undefined) throw pinnedError(request, tag.name, image);
  if (tag.from.kind !== 'DockerImage') {
    refuse(`tag "${request.tag}" points to existing ${tag.from.kind} "${tag.from.name}", it cannot be re-imported`);
  }
  if (from && from !== tag.from.name) throw elsewhere(request, tag);
  return { stream, import: tagsImport(request, stream, [{ from: tag.from.name, to: tag.name, tag }]) };
}

function pinnedError({ stream, tag: asked }: ImportImageRequest, tag: string, image: string): AppError {
  const [name, target] = [`${stream}:${asked}`, `${stream}:${tag}`];
  const what = tag === asked ? `the tag "${name}"` : `the tag "${name}" follows "${target}", which`;
  return new AppError('ARGUMENT', `${what} is pinned to ${image}, and is not imported`, {
    hint: `let it move again with: imagestream unpin ${target}`,
  });
}

function elsewhere(request: ImportImageRequest, tag: TagReference): AppError {
  const points = tag.name === request.tag ? '' : `the tag "${tag.name}" which points to `;
  return new AppError(
    'ARGUMENT',
    `the tag "${request.tag}" points to ${points}"${tag.from?.name}" - use the 'tag' command if you want to change the source to "${request.from}"`,
  );
}

/** The spec tag at the end of a chain of aliases within the stream; undefined where it ends at no tag. */
function followAliases(request: ImportImageRequest, stream: ImageStream): { tag: TagReference | undefined } {
  const seen = new Set<string>();
  let tag = specTag(stream, request.tag);
  while (tag?.from?.kind === 'ImageStreamTag') {
    if (seen.has(tag.name)) refuse(`tag "${request.tag}" on the image stream is a reference to same tag`);
    seen.add(tag.name);
    tag = specTag(stream, aliasTarget(tag, request, stream));
  }
  return { tag };
}

function aliasTarget(tag: TagReference, request: ImportImageRequest, stream: ImageStream): string {
  const from = tag.from as NonNullable<TagReference['from']>;
  const parts = from.name.split(':');
  if (parts.length > 2) refuse(`tag "${request.tag}" points to an invalid imagestreamtag`);
  const foreign = from.namespace && from.namespace !== stream.metadata.namespace;
  if (foreign || (parts.length === 2 && parts[0] !== stream.metadata.name)) {
    refuse(`tag "${request.tag}" points to an imagestreamtag from another ImageStream`);
  }
  return parts[parts.length - 1] as string;
}

function planAll(request: ImportImageRequest, stream: ImageStream): ImportPlan {
  const repository = stream.spec.dockerImageRepository ?? '';
  const { from } = request;
  if (!from && repository) return { stream, import: repositoryImport(request, stream, repository) };
  if (!from) return planEveryTag(request, stream);
  if (from !== repository && !request.confirm) {
    refuse(
      repository
        ? `the image stream has a different import spec "${repository}", pass --confirm to update`
        : 'the image stream does not currently import an entire Docker repository, pass --confirm to update',
    );
  }
  return { stream, import: repositoryImport(request, stream, from) };
}

/** Every tag that comes from a DockerImage, in the order in which `describe` shows them. */
function planEveryTag(request: ImportImageRequest, stream: ImageStream): ImportPlan {
  const external = new Map<string, TagReference>();
  for (const tag of stream.spec.tags ?? []) if (tag.from?.kind === 'DockerImage') external.set(tag.name, tag);
  const pinned = pinnedTags(stream);
  if (external.size === 0) {
    if (pinned.size > 0) throw allPinned(request, pinned);
    refuse('image stream does not have tags pointing to external container images');
  }
  const images = orderTags([...external.keys()]).map((name) => {
    const tag = external.get(name) as TagReference;
    return { from: tag.from?.name ?? '', to: name, tag };
  });
  return { stream, import: tagsImport(request, stream, images), pinned };
}

function allPinned({ stream }: ImportImageRequest, pinned: ReadonlyMap<string, string>): AppError {
  const [first] = pinned.keys();
  return new AppError('ARGUMENT', `every tag of "${stream}" that could be imported is pinned`, {
    hint: `let one move again with: imagestream unpin ${stream}:${first}`,
  });
}

interface PlannedImage {
  from: string;
  to: string;
  /** The spec tag as it is; absent for a new one. */
  tag?: TagReference;
}

function tagsImport(
  request: ImportImageRequest,
  stream: ImageStream,
  images: readonly PlannedImage[],
): ImageStreamImport {
  const specs = images.map(
    (image): ImageImportSpec => ({
      from: { kind: 'DockerImage', name: image.from },
      to: { name: image.to },
      importPolicy: importPolicy(request, stream, image.tag),
      referencePolicy: { type: request.referencePolicy },
    }),
  );
  return importOf(request, stream, { import: !request.dryRun, images: specs });
}

function repositoryImport(request: ImportImageRequest, stream: ImageStream, from: string): ImageStreamImport {
  const repository = {
    from: { kind: 'DockerImage', name: from },
    importPolicy: importPolicy(request, stream, undefined),
    referencePolicy: { type: request.referencePolicy },
  };
  return importOf(request, stream, { import: !request.dryRun, repository });
}

function importOf(
  request: ImportImageRequest,
  stream: ImageStream,
  spec: ImageStreamImport['spec'],
): ImageStreamImport {
  const { namespace, resourceVersion } = stream.metadata;
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: request.stream, ...filled({ namespace, resourceVersion }) },
    spec,
    status: {},
  };
}

/** Flags can add to what the tag has, and never take away; the import mode is always the request's (oc CLI 3.3). */
function importPolicy(
  request: ImportImageRequest,
  stream: ImageStream,
  tag: TagReference | undefined,
): TagImportPolicy {
  const annotated = stream.metadata.annotations?.[INSECURE_ANNOTATION] === 'true';
  const insecure = (request.insecure ?? annotated) || tag?.importPolicy.insecure === true;
  const scheduled = request.scheduled || tag?.importPolicy.scheduled === true;
  return { importMode: request.importMode, ...filled({ insecure, scheduled }) };
}

/** The stream as `--dry-run -o yaml` shows it: with the tags that an import would write. */
export function withPlannedTags(plan: ImportPlan): ImageStream {
  const stream = structuredClone(plan.stream);
  for (const image of plan.import.spec.images ?? []) {
    if (!image.to) continue;
    const known = specTag(stream, image.to.name);
    putSpecTag(stream, {
      annotations: null,
      ...known,
      name: image.to.name,
      from: image.from,
      generation: 0,
      importPolicy: image.importPolicy,
      referencePolicy: known?.referencePolicy ?? image.referencePolicy,
    });
  }
  return stream;
}
