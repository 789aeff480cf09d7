import type { Descriptor, Manifest } from '../images/manifest.ts';
import type { RegistryRequest, RepositoryAddress } from './registry.ts';

/** What became of a blob: it was there, was taken over from another repository of the same registry, or was sent. */
export type BlobOutcome = 'existed' | 'mounted' | 'copied';

export interface BlobCopy {
  source: RepositoryAddress;
  target: RepositoryAddress;
  blob: Descriptor;
  /** A repository of the target's registry that has the blob, to take it over from. */
  mountFrom?: string;
  /** Asks for a login to the target only, for registries whose tokens are for one repository. */
  narrowScope?: boolean;
  /** Sends the blob although the target has it. */
  force?: boolean;
  /** The blob will be sent; `mountIgnored` where it was to be taken over instead. */
  onStart?(mountIgnored: boolean): void;
  /** Bytes that went to the target, as they go. Negative for what was lost and goes again. */
  onBytes?(bytes: number): void;
}

/** Bytes that can be read again, from any place on. Fails as its reader is told: the upload ends with that. */
export interface BlobContent {
  from(start: number): AsyncIterable<Uint8Array>;
}

export interface BlobPut extends Pick<BlobCopy, 'target' | 'blob' | 'force' | 'onBytes'> {
  /** Exactly the bytes that `blob` describes. */
  content: BlobContent;
  /** The blob will be sent. */
  onStart?(): void;
}

/**
 * The writing half of a registry client. All methods fail with a `RegistryError`, with INTERRUPTED, or with CREDENTIALS.
 * What is written has been verified: blobs by digest and size before the target takes them, manifests by digest.
 */
export interface BlobTransfer {
  /** Whether a repository that is going to be written has a manifest. A repository that is missing or closed has none. */
  hasManifest(target: RepositoryAddress, digest: string, request: RegistryRequest): Promise<boolean>;

  /**
   * Brings a blob from one repository to another, without a file and without ever holding it whole. Lost connections are
   * continued on either side. `urls` of foreign layers are never fetched.
   */
  copyBlob(copy: BlobCopy, request: RegistryRequest): Promise<BlobOutcome>;

  /**
   * The bytes of a blob as they come, without ever holding it whole. The last of them comes when digest and size are right;
   * what came before it is to be believed only then. `urls` of foreign layers are never fetched.
   */
  readBlob(source: RepositoryAddress, blob: Descriptor, request: RegistryRequest): AsyncIterable<Uint8Array>;

  /** Writes a blob that is here. Lost connections are continued. */
  putBlob(put: BlobPut, request: RegistryRequest): Promise<Exclude<BlobOutcome, 'mounted'>>;

  /**
   * Writes a manifest, when all that it refers to is there.
   * @param reference a tag, or the manifest's digest
   */
  putManifest(
    target: RepositoryAddress,
    reference: string,
    manifest: Pick<Manifest, 'bytes' | 'digest' | 'mediaType'>,
    request: RegistryRequest,
  ): Promise<void>;
}
