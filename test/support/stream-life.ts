import fc from 'fast-check';
import { newsOf } from '../../src/core/history/news.ts';
import { recordNews } from '../../src/core/history/record-news.ts';
import { emptyHistory } from '../../src/core/history/stored-history.ts';
import { copyJson } from '../../src/core/json/json-value.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { ImageStreamHistory } from '../../src/core/objects/image-stream-history.ts';
import { prepareUpdate, removeTag } from '../../src/core/stream/life-cycle.ts';
import { pinnedImage, pinTag, unpinTag } from '../../src/core/stream/pin.ts';
import { addTagEvent, latestEvent, putSpecTag, specTag, statusTag } from '../../src/core/stream/tag-history.ts';
import { aStream, aTag } from './streams.ts';

/** A stream and its history, as one store has them. */
export interface Life {
  stream: ImageStream;
  history: ImageStreamHistory;
}

/** Something that somebody does to a tag; what makes no sense as things are is left undone. */
export interface Deed {
  kind: 'import' | 'promote' | 'follow' | 'pin' | 'rollback' | 'unpin' | 'remove';
  tag: string;
  /** Which image, or which other tag. */
  which: number;
  /** Seconds since the deed before. */
  later: number;
}

const TAGS = ['dev', 'qa', 'prod', 'latest'];
const image = (which: number) => `sha256:${String(which).repeat(64)}`;

export function bornLife(): Life {
  return { stream: aStream({ name: 'web' }), history: emptyHistory('demo', 'web') };
}

export const deeds = (kinds: readonly Deed['kind'][], most = 8) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      tag: fc.constantFrom(...TAGS),
      which: fc.integer({ min: 0, max: 9 }),
      later: fc.integer({ min: 0, max: 90 }),
    }),
    { maxLength: most },
  );

/** @param from seconds since the beginning of time */
export function live(life: Life, all: readonly Deed[], by: string, from: number): Life {
  let at = from;
  let now = life;
  for (const deed of all) {
    at += deed.later;
    now = after(now, deed, by, new Date(Date.UTC(2026, 2, 1) + at * 1000).toISOString().replace('.000', ''));
  }
  return now;
}

function after({ stream: previous, history }: Life, deed: Deed, by: string, now: string): Life {
  const stream = copyJson(previous);
  if (!change(stream, deed, now, by)) return { stream: previous, history };
  try {
    prepareUpdate(previous, stream, { now, findStream: () => undefined });
  } catch {
    return { stream: previous, history };
  }
  const news = newsOf(previous, stream);
  const cause = deed.kind === 'promote' || deed.kind === 'follow' || deed.kind === 'remove' ? 'tag' : deed.kind;
  return { stream, history: news ? recordNews(history, stream, news, { now, cause, note: { by } }) : history };
}

function change(stream: ImageStream, { kind, tag, which }: Deed, now: string, by: string): boolean {
  const known = specTag(stream, tag);
  const other = TAGS[which % TAGS.length] as string;
  switch (kind) {
    case 'import': {
      if (pinnedImage(known) !== undefined) return false;
      const from = known?.from?.kind === 'DockerImage' ? known : aTag(tag);
      if (latestEvent(stream, tag)?.image === image(which)) return false;
      putSpecTag(stream, { ...from, generation: 0 });
      const generation = (stream.metadata.generation ?? 0) + 1;
      const dockerImageReference = `quay.io/team/app@${image(which)}`;
      return addTagEvent(stream, tag, { created: now, dockerImageReference, image: image(which), generation });
    }
    case 'promote': {
      const has = latestEvent(stream, other)?.image;
      if (!has || other === tag) return false;
      const from = { kind: 'ImageStreamImage', name: `web@${has}` };
      putSpecTag(stream, aTag(tag, { from, generation: 0 }));
      return true;
    }
    case 'follow': {
      if (other === tag || !latestEvent(stream, other)) return false;
      if (specTag(stream, other)?.from?.kind === 'ImageStreamTag') return false;
      putSpecTag(stream, aTag(tag, { from: { kind: 'ImageStreamTag', name: `web:${other}` }, generation: 0 }));
      return true;
    }
    case 'pin':
    case 'rollback': {
      const items = statusTag(stream, tag)?.items ?? [];
      const held = items[kind === 'pin' ? 0 : which % Math.max(items.length, 1)]?.image;
      if (!held) return false;
      pinTag(stream, tag, held, now, { by });
      return true;
    }
    case 'unpin':
      return unpinTag(stream, tag) !== undefined;
    case 'remove':
      return removeTag(stream, tag);
  }
}
