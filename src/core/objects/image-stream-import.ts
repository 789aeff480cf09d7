import type { Status } from '../status.ts';
import type { Image, ImageStream, TagImportPolicy, TagReferencePolicy } from './image-stream.ts';
import type { KubeObject, ObjectReference } from './meta.ts';

/** image.openshift.io/v1 ImageStreamImport: a request and its answer in one object, never stored. */
export interface ImageStreamImport extends KubeObject {
  kind: 'ImageStreamImport';
  spec: ImageStreamImportSpec;
  status: ImageStreamImportStatus;
}

export interface ImageStreamImportSpec {
  /** False resolves only and writes nothing. */
  import: boolean;
  images?: ImageImportSpec[];
  repository?: RepositoryImportSpec;
}

export interface ImageImportSpec {
  from: ObjectReference;
  /** The tag to write. Absent: resolved, and tagged nowhere. */
  to?: { name: string };
  importPolicy: TagImportPolicy;
  referencePolicy: TagReferencePolicy;
}

export interface RepositoryImportSpec {
  from: ObjectReference;
  importPolicy: TagImportPolicy;
  referencePolicy: TagReferencePolicy;
}

export interface ImageStreamImportStatus {
  import?: ImageStream;
  /** One for each of spec.images, in their order. */
  images?: ImageImportStatus[];
  repository?: RepositoryImportStatus;
}

export interface ImageImportStatus {
  status: Status;
  image?: Image;
  /** The tag of the source's pull spec. */
  tag?: string;
  /** The children of an index imported in mode PreserveOriginal. */
  manifests?: Image[];
  advice?: ImportAdvice;
}

/** For people, beside the status of a failure, which is a cluster's: not part of the API. */
export interface ImportAdvice {
  /** `HOST/REPOSITORY` that was asked. */
  repository: string;
  /** Who asked, where a login is what the registry wants: `user NAME (ORIGIN)`, or `nobody`. */
  login?: string;
}

export interface RepositoryImportStatus {
  status: Status;
  images?: ImageImportStatus[];
  /** Tags beyond the limit: listed, not imported. */
  additionalTags?: string[];
  advice?: ImportAdvice;
}
