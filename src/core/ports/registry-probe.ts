import type { RegistryError } from '../../errors.ts';
import type { RegistryRequest, RepositoryAddress } from './registry.ts';

/** Shows how a registry is reached, for people who have to mend it. */
export interface RegistryProbe {
  /** What decides how a host is connected to. Fails with REGISTRY_TLS or ARGUMENT for certificates that are broken. */
  connection(registry: string): Promise<ConnectionFacts>;
  /** Asks the registry for its start page, or for one tag of a repository that is not empty. Only INTERRUPTED and CREDENTIALS reject. */
  reach(address: RepositoryAddress, request: RegistryRequest): Promise<Reached>;
}

export interface ConnectionFacts {
  /** Without a login; undefined for a direct connection. */
  proxy: string | undefined;
  /** Which variable says so. */
  proxyBecause: string;
  /** Authorities that are trusted for this host besides those of Node and the system. */
  authorities: readonly { origin: string; certificates: readonly string[] }[];
  /** Files of the environment whose authorities every host is trusted by, with their variables. */
  environment: readonly string[];
  /** Client certificates that are shown to this host. */
  clients: readonly string[];
}

export interface Reached {
  scheme: 'https' | 'http';
  /** What it asked for before it answered. */
  login: 'none' | 'password' | 'token';
  /** Where tokens come from. */
  realm?: string;
  /** Why it did not answer; absent where it did. */
  error?: RegistryError;
  /** What kind of failure of the connection it was, where it was one that can be told apart. */
  failure?: 'unknown-authority' | 'closed';
}
