import { filled } from '../json/json-object.ts';
import type { ImageStream, NamedTagEventList, TagReference } from '../objects/image-stream.ts';
import type { ImageImportSpec, ImageStreamImport } from '../objects/image-stream-import.ts';
import { CHECK_ANNOTATION } from './import-apply.ts';
import { isImportable, observedIn, statusTags } from './tag-history.ts';

/** `"true"` lets the whole stream be reached insecurely. */
export const INSECURE_ANNOTATION = 'openshift.io/image.insecureRepository';

/**
 * The import that the controller asks for when it sees a stream, or undefined when nothing is due (image-stream model 3.7):
 * everything for a stream that was never checked and names a whole repository, else the tags whose spec is newer than
 * what was observed. A failed tag is not tried again until its spec changes.
 *
 * @param also importable tags that are to be looked up although nothing changed, because they are scheduled
 */
export function importDue(stream: ImageStream, also?: ReadonlySet<string>): ImageStreamImport | undefined {
  const histories = statusTags(stream);
  const importable = (stream.spec.tags ?? []).filter(isImportable);
  const repository = stream.spec.dockerImageRepository;
  const full = stream.metadata.annotations?.[CHECK_ANNOTATION] === undefined && Boolean(repository);
  const due = full
    ? importable
    : importable.filter((tag) => also?.has(tag.name) || isPending(tag, histories.get(tag.name)));
  if (!full && due.length === 0) return undefined;
  const { name, namespace, resourceVersion, uid } = stream.metadata;
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name, ...filled({ namespace, resourceVersion, uid }) },
    spec: {
      import: true,
      ...(due.length > 0 ? { images: due.map(imageOf) } : {}),
      ...(full && repository ? { repository: repositoryOf(stream, repository) } : {}),
    },
    status: {},
  };
}

function isPending(tag: TagReference, history: NamedTagEventList | undefined): boolean {
  return tag.generation === null || tag.generation > observedIn(history);
}

function imageOf(tag: TagReference): ImageImportSpec {
  return {
    from: { kind: 'DockerImage', name: tag.from?.name ?? '' },
    to: { name: tag.name },
    importPolicy: { ...tag.importPolicy },
    referencePolicy: { ...tag.referencePolicy },
  };
}

function repositoryOf(stream: ImageStream, repository: string) {
  const insecure = stream.metadata.annotations?.[INSECURE_ANNOTATION] === 'true';
  return {
    from: { kind: 'DockerImage', name: repository },
    importPolicy: { importMode: 'Legacy' as const, ...(insecure ? { insecure } : {}) },
    referencePolicy: { type: 'Source' as const },
  };
}
