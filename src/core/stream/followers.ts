import type { ImageStream, TagEvent, TagReference } from '../objects/image-stream.ts';
import { addTagEvent, latestEvent, latestEvents } from './tag-history.ts';

/**
 * Gives every alias of the same stream the newest event of the tag that it follows, when that event has changed.
 * Aliases of aliases are followed to the end; a circle is left as it is.
 *
 * The API server does one pass in random order (image-stream model 3.5); following to a fixed point is the documented
 * superset. Changes `stream`.
 */
export function followTags(previous: ImageStream | undefined, stream: ImageStream): void {
  const followers = followersByTarget(stream);
  if (followers.size === 0) return;
  const before = previous ? latestEvents(previous) : new Map<string, TagEvent>();
  const moved = [...latestEvents(stream)]
    .filter(([tag, event]) => hasMoved(before.get(tag), event))
    .map(([tag]) => tag);
  const visited = new Set<string>();
  for (let tag = moved.shift(); tag !== undefined; tag = moved.shift()) {
    if (visited.has(tag)) continue;
    visited.add(tag);
    const event = latestEvent(stream, tag);
    if (!event) continue;
    for (const follower of followers.get(tag) ?? []) {
      if (!visited.has(follower) && addTagEvent(stream, follower, event)) moved.push(follower);
    }
  }
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
