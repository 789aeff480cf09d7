import type { TagArgument } from '../arguments/tag.ts';

/** Which changes are wanted. */
export interface ChangeFilter {
  /** A time, or a duration that means so long ago; empty for all. It is read when the clock is known. */
  since: string;
  /** A part of who did it, in any case; empty for everybody. */
  by: string;
}

/** Of one tag. */
export interface TagHistoryRequest {
  type: 'tag';
  at: TagArgument;
  filter: ChangeFilter;
  output: HistoryOutput;
}

/** Of all tags of a stream, of a namespace, or of the store. */
export interface ChangesRequest {
  type: 'changes';
  /** Undefined for all streams. */
  stream: string | undefined;
  allNamespaces: boolean;
  /** The name of the tags that count; empty for all. */
  tag: string;
  filter: ChangeFilter;
  output: HistoryOutput;
}

export type HistoryRequest = TagHistoryRequest | ChangesRequest;

type HistoryOutput = 'text' | 'wide' | 'json' | 'yaml';
