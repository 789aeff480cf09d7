import { AppError } from '../../errors.ts';
import type { JsonObject } from '../json/json-object.ts';
import { containerNames } from './pod-spec.ts';
import type { ImageTrigger } from './triggers.ts';

/**
 * Checks that image triggers name containers that are there (oc CLI 9.2). Fails with ARGUMENT.
 * @param options.exclusive whether each container may have only one trigger
 */
export function checkContainers(
  podSpec: JsonObject | undefined,
  triggers: readonly ImageTrigger[],
  { exclusive }: { exclusive: boolean },
): void {
  const known = containerNames(podSpec);
  const taken = new Set<string>();
  for (const { containers } of triggers) {
    if (containers.length === 0) {
      throw new AppError('ARGUMENT', 'you must specify --containers when setting --from-image');
    }
    const missing = sortedSet(containers.filter((name) => !known.includes(name)));
    if (missing.length > 0) {
      const names = missing.join(', ');
      throw new AppError('ARGUMENT', `not all container names exist: ${names} (accepts: ${known.join(', ')})`);
    }
    const twice = sortedSet(containers.filter((name) => taken.has(name)));
    if (exclusive && twice.length > 0) {
      throw new AppError('ARGUMENT', `only one trigger may reference each container: ${twice.join(', ')}`);
    }
    for (const name of containers) taken.add(name);
  }
}

const sortedSet = (names: readonly string[]) => [...new Set(names)].sort();
