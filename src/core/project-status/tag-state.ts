import type { Pin } from '../stream/pin.ts';

/** How one tag stands. */
export interface TagState {
  namespace: string;
  stream: string;
  tag: string;
  /** The digest that it has now; empty for none. */
  image: string;
  /** The pull spec of what it has now; empty for none. */
  reference: string;
  /** Since when: RFC 3339. */
  since?: string;
  from: TagFrom;
  /** What the tag is held at its image against. */
  pin?: Pin;
  /** Why the last import failed, and since when. */
  failure?: { reason: string; message: string; since: string };
  /** Whether its source was never looked at since it is as it is. */
  pending: boolean;
  scheduled: boolean;
  /** When it is to be looked up again, in milliseconds since the epoch; in the past for what nobody has done. */
  due?: number;
  /** How many images wait until they are old enough. */
  waiting: number;
  /** What its source has meanwhile, and where that is known from. */
  behind?: { image: string; knownFrom: string };
}

/** Where a tag has its image from. */
export type TagFrom =
  | { type: 'registry'; pullSpec: string; reference: boolean }
  /** Follows another tag, by its `NAMESPACE/STREAM:TAG`; `found` where that tag is there. */
  | { type: 'tag'; key: string; found: boolean }
  /** A copy of an image that a stream had; of which tag, where that is known, and how many images that has got since. */
  | { type: 'image'; namespace: string; stream: string; image: string; of?: string; newer?: number }
  /** Somebody put it there. */
  | { type: 'push' }
  /** The source cannot be read. */
  | { type: 'unknown'; name: string };

/** The name of a tag among all: `NAMESPACE/STREAM:TAG`. */
export function tagKey(namespace: string, stream: string, tag: string): string {
  return `${namespace}/${stream}:${tag}`;
}
