import { RegistryError } from '../errors.ts';

export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const SCHEMA1 = 'application/vnd.docker.distribution.manifest.v1+json';
export const SCHEMA1_SIGNED = 'application/vnd.docker.distribution.manifest.v1+prettyjws';

/** OCI content descriptor. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  /** Bytes. */
  size: number;
  annotations?: Record<string, string>;
  /** The content itself in base64, where the registry embeds it (OCI image spec, `data`). */
  data?: string;
}

export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

export interface IndexEntry extends Descriptor {
  platform?: Platform;
}

interface ManifestContent {
  /** Digest of `bytes`. */
  digest: string;
  mediaType: string;
  bytes: Uint8Array;
  annotations?: Record<string, string>;
}

/** An image manifest: Docker schema 2 or OCI. */
export interface ImageManifestDocument extends ManifestContent {
  type: 'image';
  config: Descriptor;
  layers: Descriptor[];
}

/** A manifest list or OCI index. */
export interface IndexDocument extends ManifestContent {
  type: 'index';
  manifests: IndexEntry[];
}

export type Manifest = ImageManifestDocument | IndexDocument;

// The parser is filled in by the registry work: parseManifest(contentType, bytes, digest) -> Manifest.
export function unsupportedManifest(mediaType: string): RegistryError {
  return new RegistryError('REGISTRY_UNSUPPORTED', `unsupported image manifest type: ${mediaType}`);
}
