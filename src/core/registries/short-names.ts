import { parseReference, type Reference } from '../references/reference.ts';
import { dockerClientDefaults, equalReferences, repositoryName } from '../references/reference-forms.ts';
import type { RegistriesConf } from './registries-conf.ts';

/** What a name may mean, in the order in which it is tried. */
export interface Candidates {
  /** At least one. The name itself, as written, where nothing says more about it. */
  references: readonly Reference[];
  /** What says so: a file or an object; absent where the name is complete or means Docker Hub by default. */
  origin?: string;
  /** The name is looked for in several places, and full names are asked for. */
  ambiguous?: boolean;
}

/**
 * What a name without a registry means: its alias, else the name in each search registry, else Docker Hub
 * (registry client 2.9). The cluster's search registries go before those of files.
 *
 * A meaning that is Docker Hub's anyway stays as it was written, so that what is recorded does not depend on who has
 * which aliases.
 *
 * @param search `containerRuntimeSearchRegistries` of the cluster's configuration
 */
export function candidatesFor(
  reference: Reference,
  conf: RegistriesConf | undefined,
  search: readonly string[],
): Candidates {
  if (reference.registry !== '' || reference.name === '') return { references: [reference] };
  const { tag, id } = reference;
  const name = repositoryName(reference);
  const alias = conf?.shortNameMode === 'disabled' ? undefined : conf?.aliases.get(name);
  if (search.length === 0 && alias && alias.name !== '') {
    const meant = { ...parseReference(alias.name), tag, id };
    return isDefault(meant, reference) ? { references: [reference] } : { references: [meant], origin: alias.origin };
  }
  const origin = search.length > 0 ? 'image.config.openshift.io/cluster' : conf?.search?.origin;
  const registries = search.length > 0 ? search : (conf?.search?.registries ?? []);
  if (origin === undefined || registries.length === 0) return { references: [reference] };
  const references = [...new Set(registries)]
    .map((host) => parseReference(`${host}/${name}`))
    .map((at) => ({ ...at, tag, id }));
  if (references.length === 1 && isDefault(references[0] as Reference, reference)) return { references: [reference] };
  const ambiguous = search.length === 0 && registries.length > 1 && conf?.shortNameMode === 'enforcing';
  return { references, origin, ...(ambiguous ? { ambiguous } : {}) };
}

/** Whether a complete name is what the short one means to Docker. */
function isDefault(meant: Reference, written: Reference): boolean {
  return equalReferences(dockerClientDefaults(meant), dockerClientDefaults(written));
}
