import type { Descriptor, Manifest } from '../images/manifest.ts';
import type { CredentialSource } from './credential-source.ts';

/** A repository and how it may be reached. */
export interface RepositoryAddress {
  /** Host with optional port; Docker Hub is `docker.io` whatever alias the user wrote. */
  registry: string;
  /** The path below the host, with `library/` filled in for Docker Hub. */
  repository: string;
  /** The consent to unverified TLS, and to plain HTTP where the host does not speak TLS. */
  insecure: boolean;
  /** That consent is the store's alone: the user's own logins are not sent that way. */
  insecureBy?: 'store';
}

export interface RegistryRequest {
  credentials: CredentialSource;
  signal?: AbortSignal;
}

export interface ManifestRequest extends RegistryRequest {
  /** Digests that the caller holds already: when the reference still names one of them, the answer is `unchanged`. */
  known?: readonly string[];
}

export type ManifestAnswer = { unchanged: true; digest: string } | { unchanged: false; manifest: Manifest };

/**
 * A Docker Registry v2 / OCI distribution client. All methods fail with a `RegistryError` or with INTERRUPTED.
 * Content is verified: what is returned has the digest that it claims.
 */
export interface Registry {
  /** @param reference a tag or a digest */
  getManifest(repository: RepositoryAddress, reference: string, request: ManifestRequest): Promise<ManifestAnswer>;

  /** The digest that a reference names now, without the manifest where the registry can tell. */
  resolveDigest(repository: RepositoryAddress, reference: string, request: RegistryRequest): Promise<string>;

  /** A small blob, such as an image configuration, whole in memory. Checked against the descriptor's digest and size. */
  getConfig(repository: RepositoryAddress, descriptor: Descriptor, request: RegistryRequest): Promise<Uint8Array>;

  /** Every tag of the repository that is a valid tag name, without duplicates, in the registry's order. */
  listTags(repository: RepositoryAddress, request: RegistryRequest): Promise<string[]>;

  /** Closes idle connections. */
  close(): Promise<void>;
}
