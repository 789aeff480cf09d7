import { elapsedSince, humanDuration } from '../text/human-duration.ts';

/** How the lines of a status are to be read. */
export interface StatusView {
  /** The namespace that is shown; undefined for all. */
  namespace: string | undefined;
  now: Date;
  /** Word for word as `oc`, which counts pods. Without it, what nobody runs is not counted. */
  asOc: boolean;
}

/** How long ago, in the words of `oc`: `about a minute`. */
export function elapsed(from: string | null | undefined, { now }: StatusView): string {
  const milliseconds = elapsedSince(from, now);
  return Number.isNaN(milliseconds) ? '<invalid>' : humanDuration(milliseconds).toLowerCase();
}
