import { exact, type Reference } from '../../core/references/reference.ts';
import type { Candidates } from '../../core/registries/short-names.ts';
import { failure, type Status } from '../../core/status.ts';

export interface SearchOptions {
  /** Why a registry may not be imported from, where it may not. */
  refuses(reference: Reference): string | undefined;
  warn(message: string): void;
}

/**
 * Asks for a name in every place that it may mean, one after the other; the first success is the answer. That a place
 * does not have it is no news; every other failure is told, since it decides who is asked next.
 *
 * @param name as written
 * @returns what succeeded, else one failure for all of them
 */
export async function searchInTurn<T extends { status: Status; missing?: boolean }>(
  name: string,
  { references, origin, ambiguous }: Candidates,
  attempt: (reference: Reference) => Promise<T>,
  { refuses, warn }: SearchOptions,
): Promise<T> {
  const [only] = references;
  if (references.length === 1 && only) return attempt(only);
  const failures: T[] = [];
  for (const reference of references) {
    const refusal = refuses(reference);
    if (refusal !== undefined) {
      warn(`"${name}" is not looked for in ${reference.registry}: ${refusal}`);
      continue;
    }
    const outcome = await attempt(reference);
    if (outcome.status.status === 'Success') {
      if (ambiguous)
        warn(`"${name}" names no registry and was found as ${exact(reference)}; ${origin} asks for full names`);
      return outcome;
    }
    failures.push(outcome);
    if (!outcome.missing) warn(`looking for "${name}": ${outcome.status.message ?? 'it failed'}`);
  }
  const places = references.map(({ registry }) => registry).join(', ');
  const telling = failures.filter(({ missing }) => !missing);
  const last = telling.length === 1 ? telling[0] : failures.at(-1);
  if (last === undefined) {
    const status = failure('Forbidden', `forbidden: "${name}" may be imported from none of ${places}`);
    return { status } as T;
  }
  if (telling.length === 1) return last;
  const status =
    telling.length === 0
      ? failure('NotFound', `dockerimage.image.openshift.io "${name}" not found in any of ${places}`)
      : failure('InternalError', `Internal error occurred: [${telling.map(({ status: s }) => s.message).join(', ')}]`);
  return { ...last, status };
}
