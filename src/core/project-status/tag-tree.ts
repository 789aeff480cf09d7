import { leaderOf } from './followed-source.ts';
import type { Follower } from './followers.ts';
import { grouped } from './project-objects.ts';
import { type TagState, tagKey } from './tag-state.ts';

/** A line of the tree of tags: a tag, or what follows it. */
export type TreeRow = { depth: number } & ({ tag: TagState; circle?: true } | { follower: Follower });

/**
 * Tags with what follows them below, from those that follow nothing that is shown. Each tag stands there once: a circle of
 * tags begins at its first, which is marked.
 */
export function tagTree(states: readonly TagState[], followers: readonly Follower[]): TreeRow[] {
  const keyOf = ({ namespace, stream, tag }: TagState) => tagKey(namespace, stream, tag);
  const known = new Map(states.map((state) => [keyOf(state), state]));
  const roots: TagState[] = [];
  for (const state of states) {
    const leader = leaderOf(state);
    if (leader === undefined || !known.has(leader)) roots.push(state);
  }
  const below = grouped(states, (state) => leaderOf(state));
  const following = grouped(followers, ({ tag }) => tag);
  const rows: TreeRow[] = [];
  const shown = new Set<TagState>();
  // A list of what is to be drawn instead of recursion: a chain may have any length.
  const draw = (root: TagState, isCircle: boolean) => {
    const open = [{ state: root, depth: 0 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { state, depth } = next;
      if (shown.has(state)) continue;
      shown.add(state);
      rows.push({ depth, tag: state, ...(isCircle && state === root ? { circle: true } : {}) });
      const key = keyOf(state);
      for (const follower of following.get(key) ?? []) rows.push({ depth: depth + 1, follower });
      for (const child of (below.get(key) ?? []).toReversed()) open.push({ state: child, depth: depth + 1 });
    }
  };
  for (const root of roots) draw(root, false);
  // What is left follows itself, round about.
  for (const state of states) if (!shown.has(state)) draw(firstOfCircle(state, known), true);
  return rows;
}

/** Walks up from a tag until it has seen one before: that one is in the circle. */
function firstOfCircle(state: TagState, known: ReadonlyMap<string, TagState>): TagState {
  const seen = new Set<TagState>();
  let at = state;
  while (!seen.has(at)) {
    seen.add(at);
    at = known.get(leaderOf(at) ?? '') ?? at;
  }
  return at;
}
