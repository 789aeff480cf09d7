import { isAppError, SeveralErrors } from '../../errors.ts';

/** Does something whose failures have the exit code 2, since 1 means "different". */
export function orTrouble<T>(work: () => T): T {
  const trouble = (error: unknown): never => {
    if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
    throw new SeveralErrors([error], { exitCode: 2 });
  };
  try {
    const done = work();
    return done instanceof Promise ? (done.catch(trouble) as T) : done;
  } catch (error) {
    return trouble(error);
  }
}
