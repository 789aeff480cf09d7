import type { ImageImportSpec, ImageStreamImport, RepositoryImportSpec } from '../objects/image-stream-import.ts';
import { streamNameProblems } from '../references/names.ts';
import { parseReference, referenceProblem } from '../references/reference.ts';
import { cause, type StatusCause } from '../status.ts';
import { validateMetadata } from './metadata.ts';
import type { RegistryPolicy } from './registry-policy.ts';

/** Checks a request for an import (image-stream model 2.6): its name, its images, then its repository. */
export function validateImageStreamImport(request: ImageStreamImport, policy?: RegistryPolicy): StatusCause[] {
  const { images = [], repository } = request.spec;
  const causes = [
    ...validateMetadata(request.metadata, streamNameProblems),
    ...images.flatMap((spec, i) => validateImage(spec, `spec.images[${i}]`, policy)),
    ...(repository ? validateRepository(repository, 'spec.repository', policy) : []),
  ];
  if (images.length === 0 && !repository) {
    causes.push(cause.invalid('spec.images', 'null', 'you must specify at least one image or a repository import'));
  }
  return causes;
}

function validateImage(spec: ImageImportSpec, path: string, policy: RegistryPolicy | undefined): StatusCause[] {
  if (spec.from.kind !== 'DockerImage') return [unsupportedKind(spec, path)];
  const why = 'the name of the target tag must be specified';
  return [
    ...(spec.to?.name === '' ? [cause.invalid(`${path}.to.name`, '', why)] : []),
    ...(spec.from.name === '' ? [cause.required(`${path}.from.name`)] : validatePullSpec(spec, path, policy)),
  ];
}

function validateRepository(
  spec: RepositoryImportSpec,
  path: string,
  policy: RegistryPolicy | undefined,
): StatusCause[] {
  const { kind, name } = spec.from;
  if (kind !== 'DockerImage') return [unsupportedKind(spec, path)];
  if (name === '') return [cause.required(`${path}.from.name`, 'container image references require a name')];
  const causes = validatePullSpec(spec, path, policy);
  if (referenceProblem(name)) return causes;
  const { tag, id } = parseReference(name);
  if (tag === '' && id === '') return causes;
  const why = 'you must specify an image repository, not a tag or ID';
  return [cause.invalid(`${path}.from.name`, name, why), ...causes];
}

type WithSource = Pick<ImageImportSpec, 'from' | 'importPolicy'>;

const unsupportedKind = ({ from }: WithSource, path: string): StatusCause =>
  cause.invalid(`${path}.from.kind`, from.kind, 'only DockerImage is supported');

function validatePullSpec(spec: WithSource, path: string, policy: RegistryPolicy | undefined): StatusCause[] {
  const field = `${path}.from.name`;
  const { name } = spec.from;
  const problem = referenceProblem(name);
  if (problem) return [cause.invalid(field, name, problem)];
  const refusal = policy?.refusesImport(parseReference(name), spec.importPolicy.insecure === true);
  return refusal ? [cause.forbidden(field, refusal)] : [];
}
