import { isContentDigest } from '../images/digest.ts';
import type { RepositoryAddress } from '../ports/registry.ts';
import { hostOf } from './host-syntax.ts';
import { findEntry, type Mirror, type RegistryEntry } from './registry-entry.ts';

/** Everything that decides how a registry is reached. */
export interface RegistryRules {
  /** Of the store's mirror sets: asked before the mirrors of files. */
  sets: readonly RegistryEntry[];
  /** Of registries.conf. */
  files: readonly RegistryEntry[];
  /** Hosts that the store lets be reached insecurely, whoever asks: `host[:port]`. */
  isInsecure(host: string): boolean;
  /** The same of the user's configuration: there the user's own logins may go too. */
  isInsecureByUser(host: string): boolean;
  /** The user has consented in this very call: `insecure` of an address is the user's, and else the store's. */
  consented: boolean;
  /** Hosts that are not asked themselves; where they have mirrors, those are. */
  isBlocked(host: string): boolean;
}

/** One place to get an image from. */
export interface PullSource {
  address: RepositoryAddress;
  /** Absent for the registry that the reference names. */
  mirrorOf?: string;
  /** What names it so; absent where the reference alone does. */
  origin?: string;
}

/**
 * Where to ask for an image, none where it is blocked, in this order: eligible mirrors, then the registry itself, perhaps at another location
 * (registry client MC1, MC2, MC4). The caller's consent to insecurity is for the registry that it named, never for a mirror.
 * A mirror is asked with the logins of its own host, never with those of the registry that it stands for.
 *
 * @param reference a tag or a digest; undefined for what mirrors are not asked for, such as the list of tags
 */
export function pullSources(
  rules: RegistryRules,
  address: RepositoryAddress,
  reference: string | undefined,
): PullSource[] {
  const name = `${address.registry}/${address.repository}`;
  const full = reference === undefined ? name : `${name}${isContentDigest(reference) ? '@' : ':'}${reference}`;
  const fromSets = findEntry(rules.sets, name);
  const fromFiles = findEntry(rules.files, full);
  const sources: PullSource[] = [];
  for (const match of [fromSets, fromFiles]) {
    if (match === undefined || reference === undefined) continue;
    const { entry, length } = match;
    for (const mirror of entry.mirrors) {
      if (!isEligible(mirror, reference)) continue;
      // Only files say that a mirror is insecure: the sets of the store cannot.
      const at = addressAt(mirror.location + name.slice(length), { byUser: mirror.insecure, byStore: false }, rules);
      sources.push({ address: at, mirrorOf: address.registry, origin: entry.origin });
    }
  }
  const own = fromFiles?.entry;
  const location = own?.location ? own.location + name.slice(fromFiles?.length) : name;
  const insecure = {
    byUser: own?.insecure === true || (address.insecure && rules.consented),
    byStore: address.insecure,
  };
  const moved = location === name ? {} : { origin: own?.origin as string };
  if (!rules.isBlocked(address.registry)) sources.push({ address: addressAt(location, insecure, rules), ...moved });
  return withoutRepeats(sources);
}

/** What blocks a repository in files; undefined where nothing does. */
export function blockingEntry(
  entries: readonly RegistryEntry[],
  address: RepositoryAddress,
  reference: string | undefined,
): RegistryEntry | undefined {
  const name = `${address.registry}/${address.repository}`;
  const end = reference === undefined ? '' : `${isContentDigest(reference) ? '@' : ':'}${reference}`;
  const match = findEntry(entries, name + end);
  return match?.entry.blocked ? match.entry : undefined;
}

function isEligible({ pull }: Mirror, reference: string): boolean {
  return pull === 'all' || (pull === 'digest-only') === isContentDigest(reference);
}

function addressAt(
  location: string,
  insecure: { byUser: boolean; byStore: boolean },
  rules: RegistryRules,
): RepositoryAddress {
  const registry = hostOf(location);
  const path = location.slice(registry.length + 1);
  const repository = registry === 'docker.io' && path !== '' && !path.includes('/') ? `library/${path}` : path;
  if (insecure.byUser || rules.isInsecureByUser(registry)) return { registry, repository, insecure: true };
  if (insecure.byStore || rules.isInsecure(registry)) {
    return { registry, repository, insecure: true, insecureBy: 'store' };
  }
  return { registry, repository, insecure: false };
}

function withoutRepeats(sources: readonly PullSource[]): PullSource[] {
  const seen = new Map<string, PullSource>();
  for (const source of sources) {
    const key = JSON.stringify(source.address);
    if (!seen.has(key)) seen.set(key, source);
  }
  return [...seen.values()];
}
