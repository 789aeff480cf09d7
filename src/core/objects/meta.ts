/** Kubernetes object metadata (apimachinery `ObjectMeta`), as far as the product reads it. Unknown fields are carried along. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  /** Opaque; changes with every write. Given on update, it must be the stored one. */
  resourceVersion?: string;
  /** Counts changes of the spec; owned by the API. */
  generation?: number;
  /** RFC 3339 in UTC with seconds, such as `2026-01-02T03:04:05Z`. */
  creationTimestamp?: string | null;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [unknown: string]: unknown;
}

/** Any Kubernetes object. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** The annotation in which `apply` keeps what was applied last, as kubectl does, so that both can go on with the other's objects. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A reference to another object (core/v1 `ObjectReference`). */
export interface ObjectReference {
  kind: string;
  name: string;
  namespace?: string;
  [unknown: string]: unknown;
}
