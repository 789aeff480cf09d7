import type { TagEvent } from '../objects/image-stream.ts';
import type { TagRecord, WaitingImage } from '../objects/image-stream-history.ts';
import { exact, referenceIn } from '../references/reference.ts';
import { asRepository, dockerClientDefaults } from '../references/reference-forms.ts';

/** What a look at a tag with a minimal age found, and what was known before. */
export interface Look {
  /** The image that the tag has; undefined for none. */
  current: string | undefined;
  /** Newest first. */
  waiting: readonly WaitingImage[];
  /** What the source has now. */
  found: { image: string; dockerImageReference: string };
  /** When the tag had that image already, where it had: RFC 3339. */
  hadSince?: string | undefined;
  /** Milliseconds. */
  minAge: number;
  /** Milliseconds since the epoch. */
  now: number;
}

export interface Verdict {
  /** What the tag gets now; undefined where it keeps what it has. */
  adopt: WaitingImage | undefined;
  /** Newest first. */
  waiting: WaitingImage[];
}

/**
 * Which image a tag takes that is to take only what was seen for a while.
 *
 * - The first image of a tag is taken at once. One that the tag had before has the age that it has since then.
 * - What the source has and nobody has seen begins to wait. Images that the source has replaced meanwhile go on waiting:
 *   else a tag that is built anew every day would never get one.
 * - Of the waiting images that are old enough the newest is taken; those before it are forgotten.
 * - A source that goes back to an image that was there before has taken back what came in between: that is forgotten, old
 *   enough or not. A tag never gets what its source has thought better of.
 * - A time in the future was written before the clock was set back: it counts as now, so that the wait begins anew.
 */
export function weigh({ current, waiting, found, hadSince, minAge, now }: Look): Verdict {
  const seen = (at: string) => Math.min(Date.parse(at), now);
  const isMature = (image: WaitingImage) => now - seen(image.seen) >= minAge;
  const kept = afterCurrent(current, waiting).map((image) => ({ ...image, seen: timeText(seen(image.seen)) }));
  const fresh = { ...found, seen: timeText(hadSince === undefined ? now : seen(hadSince)) };
  if (current === undefined) {
    const known = kept.find(({ image }) => image === found.image);
    return { adopt: known ?? fresh, waiting: [] };
  }
  if (found.image === current) return { adopt: undefined, waiting: [] };
  const at = kept.findIndex(({ image }) => image === found.image);
  const candidates = at < 0 ? [fresh, ...kept] : kept.slice(at);
  const ripe = candidates.findIndex(isMature);
  if (ripe < 0) return { adopt: undefined, waiting: candidates };
  return { adopt: candidates[ripe], waiting: candidates.slice(0, ripe) };
}

/** What the tag has does not wait any more, nor does what came before it: a process may have ended in between. */
function afterCurrent(current: string | undefined, waiting: readonly WaitingImage[]): readonly WaitingImage[] {
  const at = waiting.findIndex(({ image }) => image === current);
  return at < 0 ? waiting : waiting.slice(0, at);
}

/** Whether a waiting image is old enough, so that the tag is to be looked at whatever its source has. */
export function hasRipe(waiting: readonly WaitingImage[], minAge: number, now: number): boolean {
  return waiting.some(({ seen }) => now - Date.parse(seen) >= minAge);
}

/** RFC 3339 in UTC; undefined where an image waits for ever. */
export function waitsUntil({ seen }: WaitingImage, minAge: number): string | undefined {
  const at = Date.parse(seen) + minAge;
  return Number.isFinite(at) && at < 8.64e15 ? timeText(at) : undefined;
}

/** Whole seconds; rounded up, so that nothing is older than it is. */
const timeText = (at: number) => `${new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/**
 * Whether a tag was pointed at another source than the one that its image came from: a new instruction, for which nothing
 * has to wait. Where no source is recorded, another repository is another source.
 */
export function isNewSource(from: string, event: TagEvent | undefined, record: TagRecord | undefined): boolean {
  if (typeof record?.source === 'string') return record.source !== from;
  return event !== undefined && repositoryOf(event.dockerImageReference) !== repositoryOf(from);
}

function repositoryOf(pullSpec: string): string {
  const reference = referenceIn(pullSpec);
  return reference ? exact(asRepository(dockerClientDefaults(reference))) : pullSpec;
}
