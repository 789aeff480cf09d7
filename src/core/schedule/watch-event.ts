/** What happened while streams were watched, as data. */
export type StreamWatchEvent = { /** RFC 3339 in UTC. */ time: string } & (
  | (TagPlace & { event: 'changed'; image: string; previous?: string | undefined; reference: string })
  /** The image is the one that it was before the failure. */
  | (TagPlace & { event: 'recovered'; image: string; reference: string })
  /** An image that was seen for the first time, and is not old enough for the tag. */
  | (TagPlace & { event: 'held'; image: string; until?: string | undefined; message: string })
  | (TagPlace & { event: 'failed'; reason: string; message: string })
  /** A registry is left alone until `retry`. */
  | { event: 'registry-down'; registry: string; message: string; retry: string }
  | { event: 'registry-up'; registry: string }
  /** A command or webhook was told of a moved tag or a changed object, and took it. */
  | ({ event: 'told' } & TellingEvent)
  /** It did not; it is tried again at `retry`, or not at all. */
  | ({ event: 'untold'; retry?: string | undefined } & TellingEvent)
  /** Another process watches this store. */
  | { event: 'waiting'; holder: string }
  /** This process is the one that watches. */
  | { event: 'watching'; streams: number; tags: number /** Tags that are held where they are. */; pinned: number }
  /** Something could not be done, and will be tried again. */
  | { event: 'warning'; message: string; namespace?: string; stream?: string }
  /** The end of a single pass. */
  | ({ event: 'done'; next?: string | undefined } & WatchCounters & NotDue)
);

export interface TellingEvent {
  sink: string;
  kind: string;
  namespace: string;
  name: string;
  /** Of a stream. */
  tag?: string | undefined;
  /** The pull spec that it got. */
  image: string;
  /** Such as `exit code 0`. */
  outcome: string;
}

export interface TagPlace {
  namespace: string;
  stream: string;
  tag: string;
}

export interface WatchCounters {
  /** Tags that were looked at, with those where that failed. Of a single pass, each tag counts once. */
  looked: number;
  changed: number;
  failed: number;
  /** Tags that are due, and were not asked for because their registry is down. */
  postponed: number;
}

/** Tags that a single pass did not look at, because they are not due. */
export interface NotDue {
  notDue: number;
  /** When the first of them is; absent for none and for never. */
  notDueBefore?: string | undefined;
}
