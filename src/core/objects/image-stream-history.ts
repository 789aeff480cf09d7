import type { KubeObject } from './meta.ts';

/**
 * imagestream.dev/v1 ImageStreamHistory: what a stream of the same name has no place for. Who brought an image into a
 * tag, why, and under which number; and the images that wait until they are old enough. A stream without one loses
 * nothing but that.
 */
export interface ImageStreamHistory extends KubeObject {
  apiVersion: 'imagestream.dev/v1';
  kind: 'ImageStreamHistory';
  /** Sorted by tag. */
  tags: TagRecord[];
}

/** What is recorded of one tag. */
export interface TagRecord {
  tag: string;
  /** The highest revision that was ever given out. */
  revisions: number;
  /** Newest first, one for each event of the tag. */
  items: RevisionRecord[];
  /** The image that the tag is held at, as its spec says it; absent for one that is not pinned. */
  pinned?: string;
  /** Pins and unpins that brought no image, newest first. */
  pins?: PinRecord[];
  /** What `waiting` was found at. */
  source?: string;
  /** Images that are not old enough yet, newest first. */
  waiting?: WaitingImage[];
  [unknown: string]: unknown;
}

/** Who changed a tag, and why; what is unknown is absent. */
export interface ChangeNote {
  /** `user@host`, or the user of a pipeline. */
  by?: string;
  /** The pipeline's page. */
  job?: string;
  reason?: string;
}

export interface RevisionRecord extends ChangeNote {
  /** 1 for the oldest; never another one. */
  revision: number;
  /** As in the event that it belongs to: with `created` it tells which. */
  image: string;
  dockerImageReference: string;
  created: string;
  /** When the image was first seen for this tag: RFC 3339 in UTC. Absent for what was there before. */
  seen?: string;
  /** What brought it, in words: `import`, `tag`, `rollback`, `follows latest`. */
  cause?: string;
  [unknown: string]: unknown;
}

export interface PinRecord extends ChangeNote {
  action: 'pin' | 'unpin';
  /** When: RFC 3339 in UTC. */
  at: string;
  /** What the tag had then. */
  image: string;
}

export interface WaitingImage {
  image: string;
  dockerImageReference: string;
  /** When it was first seen: RFC 3339 in UTC. */
  seen: string;
}
