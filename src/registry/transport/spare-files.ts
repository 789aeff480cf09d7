import { closeSync, openSync } from 'node:fs';

/** What a store and the loading of a module open at a time, where they have to make do. */
const SPARE = 4;

/**
 * Fails as the system does where a connection has taken one of the last files that may be open: connections are kept, and
 * what they take nobody else can have.
 */
export function assertSpareFiles(): void {
  const opened: number[] = [];
  try {
    for (let more = 0; more < SPARE; more++) opened.push(openSync('/dev/null', 'r'));
  } catch (error) {
    // Windows has no such file, and no such limit either.
    if (['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}
