import { variableOf } from '../../core/references/variable-name.ts';
import { refuse } from '../command.ts';
import type { Resolution } from './resolution.ts';

/** A line of an environment file. */
export interface Variable {
  name: string;
  value: string;
}

/**
 * The variables that stand for tags: as the user calls them, else made of stream and tag. Fails with ARGUMENT where two would
 * have one name, and where there is no tag to make a name of.
 */
export function variablesOf(resolutions: readonly Resolution[]): Variable[] {
  const owners = new Map<string, Resolution>();
  return resolutions.map((resolution) => {
    const { stream, tag, digest, reference: value } = resolution;
    if (resolution.name === undefined && tag === undefined) {
      refuse(`the image ${stream}@${digest} has no tag to name a variable after`, {
        hint: `Name it: NAME=${stream}@${digest}`,
      });
    }
    const name = resolution.name ?? variableOf(stream, tag ?? '');
    const other = owners.get(name);
    if (other) {
      refuse(`${shown(other)} and ${shown(resolution)} would both be ${name}`, {
        hint: `Name one of them otherwise: NAME=${shown(resolution)}`,
      });
    }
    owners.set(name, resolution);
    return { name, value };
  });
}

const shown = ({ namespace, stream, tag, digest }: Resolution) =>
  `${namespace}/${stream}${tag === undefined ? `@${digest}` : `:${tag}`}`;
