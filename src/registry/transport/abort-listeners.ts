/** Who is to be told of a signal: a thousand requests under one signal would be a thousand listeners that it searches. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts.
 *
 * @returns how to end that
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const acts = waiting.get(signal) ?? listenTo(signal);
  acts.add(act);
  return () => void acts.delete(act);
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const acts = new Set<() => void>();
  signal.addEventListener('abort', () => acts.forEach((act) => void act()), { once: true });
  waiting.set(signal, acts);
  return acts;
}
