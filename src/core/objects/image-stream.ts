import type { KubeObject, ObjectMeta, ObjectReference } from './meta.ts';

/** image.openshift.io/v1 ImageStream. Field rules: image-stream model, section 2.1. */
export interface ImageStream extends KubeObject {
  apiVersion: 'image.openshift.io/v1';
  kind: 'ImageStream';
  metadata: ObjectMeta;
  spec: ImageStreamSpec;
  status: ImageStreamStatus;
}

export interface ImageStreamSpec {
  lookupPolicy: ImageLookupPolicy;
  /** Deprecated upstream, still honoured: import every tag of this repository. */
  dockerImageRepository?: string;
  /** Sorted by name, names unique. */
  tags?: TagReference[];
  [unknown: string]: unknown;
}

export interface ImageLookupPolicy {
  local: boolean;
}

/** What a tag is meant to point at (`spec.tags[]`). */
export interface TagReference {
  name: string;
  annotations: Record<string, string> | null;
  /** DockerImage, ImageStreamTag or ImageStreamImage. */
  from?: ObjectReference;
  /** Do not import, just point. */
  reference?: boolean;
  /** The stream generation in which the tag last changed; null or 0 asks for a new one. */
  generation: number | null;
  importPolicy: TagImportPolicy;
  referencePolicy: TagReferencePolicy;
  [unknown: string]: unknown;
}

export type ImportMode = 'Legacy' | 'PreserveOriginal';

export interface TagImportPolicy {
  insecure?: boolean;
  scheduled?: boolean;
  importMode?: ImportMode;
}

export interface TagReferencePolicy {
  type: 'Source' | 'Local' | '';
}

export interface ImageStreamStatus {
  /** `<internal registry>/<namespace>/<name>`, or the spec's repository, or empty. Recomputed on every read. */
  dockerImageRepository: string;
  publicDockerImageRepository?: string;
  /** Sorted by tag. */
  tags?: NamedTagEventList[];
  [unknown: string]: unknown;
}

/** What a tag has pointed at (`status.tags[]`). */
export interface NamedTagEventList {
  tag: string;
  /** Newest first; null when there are only conditions. */
  items: TagEvent[] | null;
  conditions?: TagEventCondition[];
  [unknown: string]: unknown;
}

export interface TagEvent {
  /** RFC 3339 in UTC with seconds. */
  created: string;
  dockerImageReference: string;
  /** The digest; empty for `reference: true` tags. */
  image: string;
  generation: number;
  [unknown: string]: unknown;
}

export interface TagEventCondition {
  type: string;
  status: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
  generation: number;
  [unknown: string]: unknown;
}

/** image.openshift.io/v1 ImageStreamTag: one pointer of a stream, with the image it points at. Derived, never stored. */
export interface ImageStreamTag extends KubeObject {
  kind: 'ImageStreamTag';
  tag: TagReference | null;
  generation: number;
  lookupPolicy: ImageLookupPolicy;
  conditions?: TagEventCondition[];
  image: Image;
}

/** image.openshift.io/v1 ImageStreamImage: one image of a stream's history. Derived, never stored. */
export interface ImageStreamImage extends KubeObject {
  kind: 'ImageStreamImage';
  image: Image;
}

/**
 * image.openshift.io/v1 Image: cluster-scoped, named by its manifest's digest, written once.
 * Inside ImageStreamTag and ImageStreamImage it stands without apiVersion and kind.
 */
export interface Image {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  /** The pull spec of the first import; never updated afterwards. */
  dockerImageReference: string;
  dockerImageMetadata?: DockerImageMetadata;
  dockerImageMetadataVersion?: string;
  /** Base layer first. */
  dockerImageLayers?: ImageLayer[] | null;
  dockerImageManifestMediaType?: string;
  /** The children of a manifest list or index; then there are no layers. */
  dockerImageManifests?: ImageManifest[];
  signatures?: ImageSignature[];
  [unknown: string]: unknown;
}

export interface ImageLayer {
  name: string;
  /** Bytes. */
  size: number;
  mediaType: string;
}

export interface ImageManifest {
  digest: string;
  mediaType: string;
  /** Bytes. */
  manifestSize: number;
  architecture: string;
  os: string;
  variant?: string;
}

export interface ImageSignature {
  metadata: ObjectMeta;
  type: string;
  conditions?: { type: string; status: string; message?: string; lastProbeTime?: string }[];
  issuedBy?: { commonName?: string; organization?: string };
  [unknown: string]: unknown;
}

/** `dockerImageMetadata`: kind DockerImage, apiVersion image.openshift.io/1.0. */
export interface DockerImageMetadata {
  kind: 'DockerImage';
  apiVersion: string;
  Id?: string;
  Parent?: string;
  Comment?: string;
  /** RFC 3339; null for images that do not say. */
  Created: string | null;
  Container?: string;
  ContainerConfig: DockerConfig | Record<string, never>;
  DockerVersion?: string;
  Author?: string;
  Config?: DockerConfig | null;
  Architecture?: string;
  /** Bytes: distinct layers and config together. */
  Size?: number;
  [unknown: string]: unknown;
}

export interface DockerConfig {
  User?: string;
  ExposedPorts?: Record<string, unknown> | null;
  Env?: string[] | null;
  Cmd?: string[] | null;
  Entrypoint?: string[] | null;
  WorkingDir?: string;
  Labels?: Record<string, string> | null;
  Volumes?: Record<string, unknown> | null;
  [unknown: string]: unknown;
}
