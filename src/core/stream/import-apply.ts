import { copyJson, sameJson } from '../json/json-value.ts';
import { nextGeneration } from '../objects/generation.ts';
import type { ImageStream, TagImportPolicy, TagReference, TagReferencePolicy } from '../objects/image-stream.ts';
import type { ImageImportSpec, ImageImportStatus, ImageStreamImport } from '../objects/image-stream-import.ts';
import { exact, parseReference } from '../references/reference.ts';
import { asRepository } from '../references/reference-forms.ts';
import type { Status } from '../status.ts';
import { pinnedImage } from './pin.ts';
import { addTagEvent, historyOf, IMPORT_SUCCESS, putSpecTag, setCondition, specTag } from './tag-history.ts';

/** Set to "now" by every import that changed something. */
export const CHECK_ANNOTATION = 'openshift.io/image.dockerRepositoryCheck';

/**
 * Writes the results of an import into a stream (image-stream model 3.8): an event and a renewed spec tag for what
 * succeeded, a condition for what failed. A pinned tag is left alone. Changes `stream`; generations are sent as 0, to be settled by `prepareUpdate`.
 *
 * @param now RFC 3339 in UTC with seconds
 * @param isNew whether the stream is made by this import
 */
export function applyImport(stream: ImageStream, done: ImageStreamImport, now: string, isNew: boolean): void {
  const before = copyJson(stream);
  const generation = nextGeneration(stream.metadata.generation ?? 0);
  const write = { now, generation };
  for (const [index, spec] of (done.spec.images ?? []).entries()) {
    const outcome = done.status.images?.[index];
    if (outcome && spec.to) writeOutcome(stream, requestOf(spec, spec.to.name), outcome, write, true);
  }
  const repository = done.spec.repository;
  for (const outcome of done.status.repository?.images ?? []) {
    if (!repository || outcome.tag === undefined) continue;
    const from = exact({ ...asRepository(parseReference(repository.from.name)), tag: outcome.tag });
    writeOutcome(stream, { ...repository, tag: outcome.tag, from }, outcome, write, false);
  }
  const annotations = stream.metadata.annotations ?? {};
  if (isNew || annotations[CHECK_ANNOTATION] === undefined || !sameJson(before, stream)) {
    stream.metadata.annotations = { ...annotations, [CHECK_ANNOTATION]: now };
  }
}

interface TagRequest {
  tag: string;
  /** The pull spec, verbatim. */
  from: string;
  importPolicy: TagImportPolicy;
  referencePolicy: TagReferencePolicy;
}

interface WriteAt {
  now: string;
  generation: number;
}

function requestOf(spec: ImageImportSpec, tag: string): TagRequest {
  return { tag, from: spec.from.name, importPolicy: spec.importPolicy, referencePolicy: spec.referencePolicy };
}

function writeOutcome(
  stream: ImageStream,
  request: TagRequest,
  outcome: ImageImportStatus,
  at: WriteAt,
  makesTag: boolean,
): void {
  // A pin is only lifted by who knows of it.
  if (pinnedImage(specTag(stream, request.tag)) !== undefined) return;
  if (outcome.status.status === 'Success' && outcome.image) {
    const { dockerImageReference, metadata } = outcome.image;
    writeSuccess(stream, request, dockerImageReference, metadata.name, at);
  } else {
    writeFailure(stream, request, outcome.status, at, makesTag);
  }
}

function writeSuccess(stream: ImageStream, request: TagRequest, reference: string, image: string, at: WriteAt): void {
  const tag = specTag(stream, request.tag);
  const newest = historyOf(stream, request.tag).items?.[0];
  const changed =
    !newest ||
    !tag ||
    tag.generation === null ||
    newest.dockerImageReference !== reference ||
    newest.image !== image ||
    tag.generation > newest.generation;
  if (changed) {
    putSpecTag(stream, renewedTag(tag, request));
    const event = { created: at.now, dockerImageReference: reference, image, generation: at.generation };
    addTagEvent(stream, request.tag, event);
  } else {
    tag.importPolicy = { ...request.importPolicy };
  }
  delete historyOf(stream, request.tag).conditions;
}

function renewedTag(tag: TagReference | undefined, request: TagRequest): TagReference {
  return {
    ...(tag ?? { annotations: null }),
    name: request.tag,
    annotations: tag?.annotations ?? null,
    from: { kind: 'DockerImage', name: request.from },
    generation: 0,
    importPolicy: { ...request.importPolicy },
    referencePolicy: tag?.referencePolicy.type ? tag.referencePolicy : { ...request.referencePolicy },
  };
}

function writeFailure(stream: ImageStream, request: TagRequest, status: Status, at: WriteAt, makesTag: boolean): void {
  const isNews = setCondition(stream, request.tag, {
    type: IMPORT_SUCCESS,
    status: 'False',
    lastTransitionTime: at.now,
    reason: status.reason ?? '',
    message: status.message ?? 'unknown error prevented import',
    generation: at.generation,
  });
  const tag = specTag(stream, request.tag);
  if (tag && isNews) tag.generation = 0;
  if (!tag && makesTag) putSpecTag(stream, renewedTag(undefined, request));
}
