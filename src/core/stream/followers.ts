import { minAgeOf } from '../history/min-age.ts';
import { newestGeneration } from '../objects/generation.ts';
import type { ImageStream, TagEvent, TagReference } from '../objects/image-stream.ts';
import { addTagEvent, latestEvent, latestEvents, specTag, statusTag } from './tag-history.ts';

/**
 * Gives every alias of the same stream the newest event of the tag that it follows, when that event has changed.
 * Aliases of aliases are followed to the end; a circle is left as it is.
 *
 * The API server does one pass in random order (image-stream model 3.5); following to a fixed point is the documented
 * superset. An alias with a minimal age gets the newest image that its tag has had for so long. Changes `stream`.
 *
 * @param now RFC 3339
 */
export function followTags(previous: ImageStream | undefined, stream: ImageStream, now: string): void {
  const followers = followersByTarget(stream);
  if (followers.size === 0) return;
  const before = previous ? latestEvents(previous) : new Map<string, TagEvent>();
  const moved = [...latestEvents(stream)]
    .filter(([tag, event]) => hasMoved(before.get(tag), event))
    .map(([tag]) => tag);
  // Time passes for these, whether their tag has moved or not.
  const aged = ripeFollowers(stream, Date.parse(now));
  for (const { follower, event } of aged) if (addTagEvent(stream, follower, event)) moved.push(follower);
  const visited = new Set<string>();
  for (let tag = moved.shift(); tag !== undefined; tag = moved.shift()) {
    if (visited.has(tag)) continue;
    visited.add(tag);
    const event = latestEvent(stream, tag);
    if (!event) continue;
    for (const follower of followers.get(tag) ?? []) {
      if (!visited.has(follower) && !waits(stream, follower) && addTagEvent(stream, follower, event))
        moved.push(follower);
    }
  }
}

/**
 * The aliases with a minimal age for which an image has become old enough, and the event that they get: the newest of
 * those that their tag has had for so long, and that came after what they have. One without an image gets the newest at
 * once, where none is old enough.
 *
 * @param now milliseconds since the epoch
 */
export function ripeFollowers(stream: ImageStream, now: number): { follower: string; event: TagEvent }[] {
  return (stream.spec.tags ?? []).flatMap((tag) => {
    const minAge = minAgeOf(tag.annotations);
    const target = minAge === undefined ? undefined : followedTag(tag, stream);
    if (minAge === undefined || target === undefined || target === tag.name) return [];
    const event = agedEvent(stream, target, latestEvent(stream, tag.name), now - minAge);
    const generation = newestGeneration(event?.generation ?? 0, tag.generation ?? 0);
    return event ? [{ follower: tag.name, event: { ...event, generation } }] : [];
  });
}

function agedEvent(
  stream: ImageStream,
  target: string,
  has: TagEvent | undefined,
  before: number,
): TagEvent | undefined {
  const items = statusTag(stream, target)?.items ?? [];
  const at = has ? items.findIndex(({ image }) => image === has.image) : -1;
  const later = at < 0 ? items : items.slice(0, at);
  return later.find(({ created }) => Date.parse(created) <= before) ?? (has ? undefined : items[0]);
}

function waits(stream: ImageStream, tag: string): boolean {
  return minAgeOf(specTag(stream, tag)?.annotations) !== undefined;
}

/** The tag of the same stream that a spec tag follows, if it is such an alias. */
export function followedTag(tag: TagReference, stream: ImageStream): string | undefined {
  if (tag.from?.kind !== 'ImageStreamTag') return undefined;
  if (tag.from.namespace && tag.from.namespace !== stream.metadata.namespace) return undefined;
  const [name, target] = tag.from.name.split(':');
  if (target === undefined) return name;
  return name === stream.metadata.name ? target : undefined;
}

function followersByTarget(stream: ImageStream): Map<string, string[]> {
  const followers = new Map<string, string[]>();
  for (const tag of stream.spec.tags ?? []) {
    const target = followedTag(tag, stream);
    if (target === undefined || target === tag.name) continue;
    followers.set(target, [...(followers.get(target) ?? []), tag.name]);
  }
  return followers;
}

function hasMoved(before: TagEvent | undefined, after: TagEvent): boolean {
  return (
    !before ||
    before.image !== after.image ||
    before.dockerImageReference !== after.dockerImageReference ||
    before.generation !== after.generation
  );
}
