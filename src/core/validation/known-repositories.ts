import type { ImageStream } from '../objects/image-stream.ts';
import { exact, parseReference, type Reference, referenceProblem } from '../references/reference.ts';
import { asRepository, dockerClientDefaults } from '../references/reference-forms.ts';
import type { RegistryPolicy } from './registry-policy.ts';

/** The repositories that a stream points at in its spec or history: those a policy cannot take away (4.7). */
export function knownRepositories(stream: ImageStream): Set<string> {
  const { spec, status } = stream;
  const texts = [
    spec.dockerImageRepository ?? '',
    ...(spec.tags ?? []).map((tag) => (tag.from?.kind === 'DockerImage' ? tag.from.name : '')),
    ...(status.tags ?? []).flatMap((list) => (list.items ?? []).map((event) => event.dockerImageReference)),
  ];
  const readable = texts.filter((text) => text !== '' && referenceProblem(text) === undefined);
  return new Set(readable.map((text) => repositoryOf(parseReference(text))));
}

/** One spelling for each repository. */
export function repositoryOf(reference: Reference): string {
  return exact(asRepository(dockerClientDefaults(reference))) || reference.registry;
}

/** A policy that lets repositories pass which were there before. */
export function exceptFor(policy: RegistryPolicy, known: ReadonlySet<string>): RegistryPolicy {
  const isKnown = (reference: Reference) => known.has(repositoryOf(reference));
  return {
    refusesImport: (reference, insecure) =>
      isKnown(reference) ? undefined : policy.refusesImport(reference, insecure),
    refusesTag: (reference, insecure) => (isKnown(reference) ? undefined : policy.refusesTag(reference, insecure)),
  };
}
