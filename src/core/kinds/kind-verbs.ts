import { IMAGE_STREAM_IMAGE, IMAGE_STREAM_TAG, IMAGE_TAG } from './kind-names.ts';
import type { ResourceKind } from './kinds.ts';

const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;

/** What can be done with objects of a kind. */
export type KindVerb = (typeof ALL)[number];

/** Kinds that are made of others, or only asked for, and what is left of the verbs. */
const FEWER: readonly (readonly [ResourceKind, readonly KindVerb[]])[] = [
  [IMAGE_STREAM_IMAGE, ['get']],
  [IMAGE_STREAM_TAG, ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']],
  [IMAGE_TAG, ['delete', 'get', 'list', 'watch']],
];

/** The verbs of a kind, in alphabetical order. */
export function verbsOf(kind: ResourceKind): readonly KindVerb[] {
  return FEWER.find(([fewer]) => fewer === kind)?.[1] ?? (kind.kind === 'ImageStreamImport' ? ['create'] : ALL);
}
