/**
 * When something was made, in milliseconds since the epoch. What does not say when is as old as can be; what says it
 * unreadably is as young as can be, so that nothing is removed by mistake.
 */
export function timeOf(timestamp: unknown): number {
  if (timestamp === undefined || timestamp === null || timestamp === '') return Number.NEGATIVE_INFINITY;
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
