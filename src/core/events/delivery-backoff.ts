/** The first pause after a failure, and the longest, in milliseconds. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

/**
 * How long a sink that failed is left alone before the next try, in milliseconds: from one second, doubled up to five
 * minutes, less up to a fifth so that many do not come back at once.
 *
 * @param tries how often it has failed, from 1
 * @param random from 0 up to 1
 */
export function deliveryPause(tries: number, random: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(tries - 1, 20)) * (1 - 0.2 * random);
}
