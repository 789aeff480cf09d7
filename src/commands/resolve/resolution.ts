/** What a name of a stream's tag or image means now. */
export interface Resolution {
  /** What the user calls it. */
  name?: string;
  stream: string;
  namespace: string;
  /** Absent when an image of the history was named. */
  tag?: string;
  digest: string;
  /** The pull spec by digest; by tag for a tag that only points. */
  reference: string;
  /** When the tag got this image: RFC 3339 in UTC. */
  created: string;
}
