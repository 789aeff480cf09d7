/** Who is to be told of a signal: a thousand requests under one signal would be a thousand listeners that it searches. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts.
 *
 * @returns how to end that
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  let acts = waiting.get(signal);
  if (acts === undefined) {
    const all = new Set<() => void>();
    signal.addEventListener('abort', () => all.forEach((one) => void one()), { once: true });
    waiting.set(signal, all);
    acts = all;
  }
  const here = acts;
  here.add(act);
  return () => void here.delete(act);
}
