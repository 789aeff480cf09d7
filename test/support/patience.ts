/**
 * Milliseconds that something is waited for, where waiting for it alone will not do: as many times more as this machine is
 * slower than the one that the number was written on.
 */
export function patiently(milliseconds: number): number {
  return Math.ceil(milliseconds * Number(process.env.TEST_SLOWNESS ?? 1));
}
