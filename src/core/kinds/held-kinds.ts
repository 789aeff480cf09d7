import { IMAGE_STREAM_IMAGE, IMAGE_STREAM_TAG, IMAGE_TAG } from './kind-names.ts';
import { KINDS, type ResourceKind } from './kinds.ts';

/** The kinds whose objects lie in namespaces; tags and images of streams are views of them. */
export const HELD_KINDS: readonly ResourceKind[] = KINDS.filter(
  (kind) => kind.namespaced && ![IMAGE_STREAM_TAG, IMAGE_STREAM_IMAGE, IMAGE_TAG].includes(kind),
);
