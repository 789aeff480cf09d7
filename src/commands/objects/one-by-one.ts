import { isAppError } from '../../errors.ts';

/**
 * Does something with each of several things. One that fails does not stop the others.
 *
 * @param errors gets what has failed. What is no failure of the user, the store or a registry ends it
 */
export async function oneByOne<T>(
  things: Iterable<T>,
  errors: unknown[],
  act: (thing: T) => Promise<void>,
): Promise<void> {
  for (const thing of things) {
    try {
      await act(thing);
    } catch (error) {
      if (!isAppError(error)) throw error;
      errors.push(error);
    }
  }
}
