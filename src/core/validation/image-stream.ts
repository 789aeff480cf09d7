import { sameJson } from '../json/json-value.ts';
import type { ImageStream, ImageStreamTag, TagReference } from '../objects/image-stream.ts';
import type { ObjectMeta } from '../objects/meta.ts';
import { pathSegmentProblems, streamNameProblems } from '../references/names.ts';
import { parseReference, type Reference, referenceProblem } from '../references/reference.ts';
import { cause, type StatusCause } from '../status.ts';
import { exceptFor, knownRepositories } from './known-repositories.ts';
import { validateMetadata, validateMetadataUpdate } from './metadata.ts';
import type { RegistryPolicy } from './registry-policy.ts';

const MAX_REPOSITORY_LENGTH = 255;
const INSECURE = 'openshift.io/image.insecureRepository';

/** What a pull spec may point at; undefined lets every registry pass. */
type Refuses = ((reference: Reference, insecure: boolean) => string | undefined) | undefined;

/**
 * Checks a stream that is to be written (image-stream model 2.6): metadata, spec, then status, lists in their order.
 * Expects the normalized form. Rules that need other streams are not among these.
 *
 * @returns a cause for each broken rule; none when the stream may be written
 */
export function validateImageStream(stream: ImageStream, policy?: RegistryPolicy): StatusCause[] {
  return validate(stream, policy && ((reference, insecure) => policy.refusesTag(reference, insecure)));
}

/** Checks a stream that replaces another: also that it is the same object. Registries it had before stay allowed. */
export function validateImageStreamUpdate(
  next: ImageStream,
  previous: ImageStream,
  policy?: RegistryPolicy,
): StatusCause[] {
  const rest = policy && exceptFor(policy, knownRepositories(previous));
  return [...validateMetadataUpdate(next.metadata, previous.metadata), ...validateImageStream(next, rest)];
}

function validate(stream: ImageStream, refuses: Refuses): StatusCause[] {
  const { metadata, spec, status } = stream;
  const insecure = metadata.annotations?.[INSECURE] === 'true';
  const insecureTags = new Set((spec.tags ?? []).filter((tag) => tag.importPolicy.insecure).map(({ name }) => name));
  return [
    ...validateMetadata(metadata, streamNameProblems),
    ...repositoryLength(metadata),
    ...validateRepository(spec.dockerImageRepository, insecure, refuses),
    ...(spec.tags ?? []).flatMap((tag) => validateTag(tag, `spec.tags[${tag.name}]`, insecure, refuses)),
    ...(status.tags ?? []).flatMap(({ tag, items }) =>
      (items ?? []).flatMap(({ dockerImageReference: text }, i) => {
        const field = () => `status.tags[${tag}].items[${i}].dockerImageReference`;
        return validateEvent(text, field, insecure || insecureTags.has(tag), refuses);
      }),
    ),
  ];
}

/** The stream's repository in the integrated registry is a pull spec, too. */
function repositoryLength({ name, namespace }: ObjectMeta): StatusCause[] {
  if (`${namespace ?? ''}/${name}`.length <= MAX_REPOSITORY_LENGTH) return [];
  const why = `'namespace/name' cannot be longer than ${MAX_REPOSITORY_LENGTH} characters`;
  return [cause.invalid('metadata.name', name, why)];
}

function validateRepository(text: string | undefined, insecure: boolean, refuses: Refuses): StatusCause[] {
  const field = 'spec.dockerImageRepository';
  if (!text) return [];
  const problem = referenceProblem(text);
  if (problem) return [cause.invalid(field, text, problem)];
  const reference = parseReference(text);
  const refusal = refuses?.(reference, insecure);
  return [
    ...(reference.tag ? [cause.invalid(field, text, 'the repository name may not contain a tag')] : []),
    ...(reference.id ? [cause.invalid(field, text, 'the repository name may not contain an ID')] : []),
    ...(refusal ? [cause.forbidden(field, refusal)] : []),
  ];
}

/** @param field says where the event stands; a stream may have thousands that are all right */
function validateEvent(text: string, field: () => string, insecure: boolean, refuses: Refuses): StatusCause[] {
  if (text === '') return [cause.required(field())];
  const problem = referenceProblem(text);
  if (problem) return [cause.invalid(field(), text, problem)];
  if (!refuses) return NO_CAUSES;
  const reference = parseReference(text);
  const refusal = reference.registry === '' ? undefined : refuses(reference, insecure);
  return refusal ? [cause.forbidden(field(), refusal)] : NO_CAUSES;
}

const NO_CAUSES: StatusCause[] = [];

/** Checks one pointer, in the spec of a stream or in an ImageStreamTag. */
function validateTag(tag: TagReference, path: string, insecure: boolean, refuses: Refuses): StatusCause[] {
  return [
    ...validateSource(tag, path, insecure || tag.importPolicy.insecure === true, refuses),
    ...validatePolicies(tag, path),
  ];
}

function validateSource(tag: TagReference, path: string, insecure: boolean, refuses: Refuses): StatusCause[] {
  if (!tag.from) return [];
  const { kind, name } = tag.from;
  const causes = name === '' ? [cause.required(`${path}.from.name`)] : [];
  switch (kind) {
    case 'DockerImage': {
      if (name === '') return causes;
      const problem = referenceProblem(name);
      if (problem) return [cause.invalid(`${path}.from.name`, name, problem)];
      const refusal = refuses?.(parseReference(name), insecure);
      return refusal ? [cause.forbidden(`${path}.from.name`, refusal)] : [];
    }
    case 'ImageStreamTag':
    case 'ImageStreamImage': {
      if (!tag.importPolicy.scheduled) return causes;
      const why = 'only tags pointing to Docker repositories may be scheduled for background import';
      return [...causes, cause.invalidBare(`${path}.importPolicy.scheduled`, 'true', why)];
    }
    default:
      return [
        ...causes,
        cause.required(`${path}.from.kind`, "valid values are 'DockerImage', 'ImageStreamImage', 'ImageStreamTag'"),
      ];
  }
}

function validatePolicies({ importPolicy, referencePolicy }: TagReference, path: string): StatusCause[] {
  const type: string = referencePolicy.type;
  const mode: string = importPolicy.importMode ?? '';
  return [
    ...(['Source', 'Local'].includes(type)
      ? []
      : [cause.invalid(`${path}.referencePolicy.type`, type, 'valid values are "Source", "Local"')]),
    ...(['', 'Legacy', 'PreserveOriginal'].includes(mode)
      ? []
      : [
          cause.invalid(
            `${path}.importPolicy.importMode`,
            mode,
            "invalid import mode, valid modes are '', 'Legacy', 'PreserveOriginal'",
          ),
        ]),
  ];
}

/** Checks an ImageStreamTag that is to be written. Annotations may be given with the tag or with the object. */
export function validateImageStreamTag(object: ImageStreamTag, policy?: RegistryPolicy): StatusCause[] {
  const { metadata, tag } = object;
  const refuses: Refuses = policy && ((reference, insecure) => policy.refusesTag(reference, insecure));
  const insecure = metadata.annotations?.[INSECURE] === 'true';
  const causes = validateMetadata(metadata, pathSegmentProblems);
  if (!tag) return causes;
  causes.push(...validateTag(tag, 'tag', insecure, refuses));
  if (tag.annotations && metadata.annotations && !sameJson(tag.annotations, metadata.annotations)) {
    const why = 'tag annotations must not be provided or must be equal to the object meta annotations';
    causes.push(cause.invalid('tag.annotations', '<map>', why));
  }
  return causes;
}

/** Checks an ImageStreamTag that replaces another: of what is sent, only annotations may differ in the metadata. */
export function validateImageStreamTagUpdate(
  next: ImageStreamTag,
  previous: ImageStreamTag,
  policy?: RegistryPolicy,
): StatusCause[] {
  const { annotations: _annotations, managedFields: _fields, resourceVersion: _version, ...sent } = next.metadata;
  const changed = Object.entries(sent).some(
    ([field, value]) => value !== undefined && !sameJson(value, previous.metadata[field]),
  );
  const why = 'may not update fields other than metadata.annotations';
  return [...validateImageStreamTag(next, policy), ...(changed ? [cause.invalid('metadata', '', why)] : [])];
}
