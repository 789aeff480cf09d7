import { type SubjectState, tagKey } from './image-change.ts';
import type { EventChoice } from './sink-settings.ts';

/** Subjects of a store, or of a part of it. */
export interface Subjects {
  tags: readonly SubjectState[];
  objects: readonly SubjectState[];
  /** The tags, by `tagKey`, that objects follow by their triggers. */
  followed: ReadonlySet<string>;
}

/**
 * Which subjects a sink is told of, and which are passed over: a tag that objects follow is told of by these, so that one
 * move is one event to whoever has not asked for more.
 */
export function chooseSubjects(
  { tags, objects, followed }: Subjects,
  choice: EventChoice,
): { told: readonly SubjectState[]; passedOver: readonly SubjectState[] } {
  if (choice === 'tags') return { told: tags, passedOver: [] };
  if (choice === 'objects') return { told: objects, passedOver: [] };
  const isFollowed = ({ images }: SubjectState) => images.some(({ from }) => followed.has(tagKey(from)));
  return { told: [...objects, ...tags.filter((tag) => !isFollowed(tag))], passedOver: tags.filter(isFollowed) };
}
