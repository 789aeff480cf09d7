/** How often a change is computed again because somebody else wrote in between. */
const ATTEMPTS = 100;

/**
 * Does again what somebody else's write came in between of, until nobody does: what it reads, it reads anew each time.
 * @param raced whether a failure means that; every other one, and one too many of these, is passed on
 */
export async function untilNoRace<T>(attempt: () => Promise<T>, raced: (error: unknown) => boolean): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (count >= ATTEMPTS || !raced(error)) throw error;
    }
  }
}
