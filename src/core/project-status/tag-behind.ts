import { followed } from './followed-source.ts';
import { type TagState, tagKey } from './tag-state.ts';

/** For each pull spec that several tags follow, which of them has found its image last. */
export function newestOfSources(states: readonly TagState[]): Map<string, TagState> {
  const newest = new Map<string, TagState>();
  for (const state of states) {
    const source = state.pin ? undefined : followed(state);
    if (!source || !('pullSpec' in source) || state.image === '') continue;
    const known = newest.get(source.pullSpec);
    if (!known || (state.since ?? '') > (known.since ?? '')) newest.set(source.pullSpec, state);
  }
  return newest;
}

/** A tag that does not have what its source is known to have. Without an image it is not behind: it has none yet. */
export function behindOf(
  state: TagState,
  byKey: ReadonlyMap<string, TagState>,
  newest: ReadonlyMap<string, TagState>,
): TagState['behind'] {
  const source = followed(state);
  if (!source || state.image === '') return undefined;
  const ahead = 'key' in source ? byKey.get(source.key) : newest.get(source.pullSpec);
  if (!ahead || ahead === state || ahead.image === '' || ahead.image === state.image) return undefined;
  if ('pullSpec' in source && (ahead.since ?? '') <= (state.since ?? '') && !state.pin) return undefined;
  return { image: ahead.image, knownFrom: tagKey(ahead.namespace, ahead.stream, ahead.tag) };
}
