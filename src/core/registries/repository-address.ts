import type { RepositoryAddress } from '../ports/registry.ts';
import type { Reference } from '../references/reference.ts';
import { dockerClientDefaults, isDockerHub, repositoryName } from '../references/reference-forms.ts';

/** Where a reference's repository is, with Docker's defaults; Docker Hub under its one name. */
export function addressOf(reference: Reference, insecure: boolean): RepositoryAddress {
  const whole = dockerClientDefaults(reference);
  const registry = isDockerHub(whole.registry) ? 'docker.io' : whole.registry;
  return { registry, repository: repositoryName(whole), insecure };
}

/** `REGISTRY/REPOSITORY` of a reference, each repository under one name. */
export function repositoryKey(reference: Reference): string {
  const { registry, repository } = addressOf(reference, false);
  return `${registry}/${repository}`;
}
