import type { ImageStream, TagEvent, TagReference } from '../objects/image-stream.ts';
import type { ObjectReference } from '../objects/meta.ts';
import { followedTag } from '../stream/followers.ts';
import { pinnedImage } from '../stream/pin.ts';
import { latestEvents, specTags } from '../stream/tag-history.ts';
import { MIN_AGE_ANNOTATION } from './min-age.ts';

/** What a write of a stream did that its history is to remember. */
export interface StreamNews {
  /** Events that tags got. */
  events: { tag: string; event: TagEvent /** The tag of the stream that it came from. */; follows?: string }[];
  /** Pins that came and went without an event. */
  pins: { tag: string; action: 'pin' | 'unpin'; image: string }[];
  /** Tags with a minimal age that were pointed elsewhere, and what they followed before. */
  moved: { tag: string; source: string }[];
  /** Tags that are gone. */
  removed: string[];
}

/** Compares a stream before and after a write. Undefined where there is nothing to remember: the usual case of an import. */
export function newsOf(previous: ImageStream | undefined, next: ImageStream): StreamNews | undefined {
  const before = previous ? latestEvents(previous) : new Map<string, TagEvent>();
  const after = latestEvents(next);
  const [wanted, wants] = [previous ? specTags(previous) : new Map<string, TagReference>(), specTags(next)];
  const news: StreamNews = { events: [], pins: [], moved: [], removed: [] };
  for (const [tag, event] of after) {
    const known = before.get(tag);
    if (known?.image === event.image && known.created === event.created) continue;
    const spec = wants.get(tag);
    const follows = spec && isSameSource(wanted.get(tag)?.from, spec.from) ? followedTag(spec, next) : undefined;
    news.events.push({ tag, event, ...(follows ? { follows } : {}) });
  }
  for (const tag of new Set([...wanted.keys(), ...wants.keys()])) {
    const [was, is] = [pinnedImage(wanted.get(tag)), pinnedImage(wants.get(tag))];
    const image = after.get(tag)?.image;
    if (was === is || !image || news.events.some((known) => known.tag === tag)) continue;
    news.pins.push({ tag, action: is === undefined ? 'unpin' : 'pin', image });
  }
  for (const [tag, { from, annotations }] of wants) {
    const source = wanted.get(tag)?.from;
    if (annotations?.[MIN_AGE_ANNOTATION] === undefined || source?.kind !== 'DockerImage') continue;
    if (from?.kind === 'DockerImage' && from.name !== source.name) news.moved.push({ tag, source: source.name });
  }
  for (const tag of before.keys()) if (!after.has(tag) && !wants.has(tag)) news.removed.push(tag);
  return Object.values(news).some((list) => list.length > 0) ? news : undefined;
}

function isSameSource(a: ObjectReference | undefined, b: ObjectReference | undefined): boolean {
  return a !== undefined && a.kind === b?.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
}
