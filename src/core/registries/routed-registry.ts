import { isRegistryError, RegistryError } from '../../errors.ts';
import { isMissing } from '../images/import-status.ts';
import type { Registry, RepositoryAddress } from '../ports/registry.ts';
import { blockingEntry, type PullSource, pullSources, type RegistryRules } from './pull-sources.ts';

export interface RoutingOptions {
  /** What the configuration says, read when a registry is first asked. */
  rules(): Promise<RegistryRules>;
  /** Told which mirror answered, and why others did not. */
  explain?(message: string): void;
}

/**
 * A registry that is asked where the configuration says: at mirrors, at another location, insecurely, or not at all.
 * Whoever asks names the registry that is meant, and never sees where the answer came from.
 *
 * Fails with REGISTRY_REFUSED for what a file blocks. Where nobody has an image, the failure is the registry's own; what
 * mirrors said is added where it was more than "not here".
 */
export function routeRegistry(registry: Registry, { rules, explain = () => {} }: RoutingOptions): Registry {
  /** Where a repository was last found: what belongs to a manifest is asked for there first. */
  const found = new Map<string, PullSource>();

  async function ask<T>(
    address: RepositoryAddress,
    reference: string | undefined,
    attempt: (at: RepositoryAddress) => Promise<T>,
    options: { again?: boolean } = {},
  ): Promise<T> {
    const known = await rules();
    const blocked = blockingEntry(known.files, address, reference);
    if (blocked) throw new RegistryError('REGISTRY_REFUSED', `${address.registry} is blocked by ${blocked.origin}`);
    const name = `${address.registry}/${address.repository}`;
    const last = options.again ? found.get(name) : undefined;
    const sources = startingWith(last, pullSources(known, address, reference));
    if (sources.length === 0) {
      throw new RegistryError(
        'REGISTRY_REFUSED',
        `${address.registry} is blocked by image.config.openshift.io/cluster`,
      );
    }
    const failures: { source: PullSource; error: RegistryError }[] = [];
    for (const source of sources) {
      try {
        const answer = await attempt(source.address);
        if (source.mirrorOf !== undefined) explain(`${name} was found at ${whereOf(source)}`);
        found.set(name, source);
        return answer;
      } catch (error) {
        if (!isRegistryError(error)) throw error;
        if (source.mirrorOf !== undefined) explain(`${whereOf(source)} does not have it: ${error.message}`);
        failures.push({ source, error });
      }
    }
    throw joined(failures);
  }

  return {
    getManifest: (address, reference, request) =>
      // Children of an index are asked for by digest, after it.
      ask(address, reference, (at) => registry.getManifest(at, reference, request), { again: reference.includes(':') }),
    resolveDigest: (address, reference, request) =>
      ask(address, reference, (at) => registry.resolveDigest(at, reference, request)),
    getConfig: (address, descriptor, request) =>
      ask(address, descriptor.digest, (at) => registry.getConfig(at, descriptor, request), { again: true }),
    listTags: (address, request) => ask(address, undefined, (at) => registry.listTags(at, request)),
    close: () => registry.close(),
  };
}

function startingWith(first: PullSource | undefined, sources: readonly PullSource[]): readonly PullSource[] {
  if (first === undefined) return sources;
  const isFirst = ({ address }: PullSource) =>
    address.registry === first.address.registry && address.repository === first.address.repository;
  return [first, ...sources.filter((source) => !isFirst(source))];
}

const whereOf = ({ address, origin }: PullSource) =>
  `the mirror ${address.registry}/${address.repository}${origin === undefined ? '' : ` (${origin})`}`;

/** The failure of the last one asked, which is the registry itself. */
function joined(failures: readonly { source: PullSource; error: RegistryError }[]): RegistryError {
  const { error } = failures.at(-1) as (typeof failures)[number];
  const telling = failures.slice(0, -1).filter((failure) => !isMissing(failure.error));
  if (telling.length === 0) return error;
  const others = [...new Set(telling.map((failure) => `mirror ${failure.error.message}`))].join('; ');
  const { code, hint, status, login } = error;
  return new RegistryError(code, `${error.message} (${others})`, { cause: error, hint, status, login });
}
