import { hostOf } from './host-syntax.ts';

/** What is said about the repositories below a prefix: by `[[registry]]` of a registries.conf, or by a mirror set. */
export interface RegistryEntry {
  /** `host[:port][/path]`, also with a tag or digest, or `*.example.com`. */
  prefix: string;
  /** Replaces the prefix; empty where it stays. */
  location: string;
  insecure: boolean;
  blocked: boolean;
  /** In the order in which they are asked, before the registry itself. */
  mirrors: readonly Mirror[];
  /** A file, or an object of the store: for people. */
  origin: string;
}

export interface Mirror {
  location: string;
  insecure: boolean;
  /** What may be taken from it. */
  pull: 'all' | 'digest-only' | 'tag-only';
}

/** Matches longer than this part of a name are replaced by a location. */
export interface EntryMatch {
  entry: RegistryEntry;
  /** How much of the name the prefix covers. */
  length: number;
}

/**
 * The entry with the longest prefix that covers a name (registry client 2.9): what follows the prefix must be `/`, `:`,
 * `@` or the end. A wildcard covers hosts below its name, and is weaker than any written host.
 *
 * @param name `host[:port]/path`, with `:tag` or `@digest`
 */
export function findEntry(entries: readonly RegistryEntry[], name: string): EntryMatch | undefined {
  let best: EntryMatch | undefined;
  for (const entry of entries) {
    const length = coveredBy(entry.prefix, name);
    if (length === 0) continue;
    if (best === undefined || weight(entry.prefix) > weight(best.entry.prefix)) best = { entry, length };
  }
  return best;
}

const weight = (prefix: string) => (prefix.startsWith('*.') ? prefix.length - 1000 : prefix.length);

/** How many characters of a name a prefix covers; 0 for none. */
function coveredBy(prefix: string, name: string): number {
  if (prefix.startsWith('*.')) {
    const host = hostOf(name);
    const bare = host.replace(/:\d+$/, '');
    return bare.endsWith(prefix.slice(1)) && bare.length > prefix.length - 1 ? host.length : 0;
  }
  if (!name.startsWith(prefix)) return 0;
  const next = name[prefix.length];
  return next === undefined || next === '/' || next === ':' || next === '@' ? prefix.length : 0;
}
