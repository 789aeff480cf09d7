import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { AppError } from '../../errors.ts';

/** Bytes of the largest file that is read, unless the user says otherwise: some ten thousand tags. */
export const LARGEST_FILE = 16 << 20;
/** The variable by which the user says otherwise. */
export const LARGEST_FILE_VARIABLE = 'IMAGESTREAM_MAX_FILE_SIZE';

/** A link is not followed, and a pipe or a device not waited for. Windows has neither flag. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants;
const OPENING = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

let shared = Buffer.allocUnsafeSlow(65_536);

/**
 * The bytes of a file, good until the next one is read: files are read into the same memory, and thousands of small ones
 * one after the other. What is no regular file is told by the open descriptor, so that nothing can be put in its place
 * between the look and the reading.
 *
 * @param largest bytes that are read at most
 * Fails with STORE_BROKEN for links, pipes, sockets, devices, and what is too large; else with the system's error.
 */
export function readRegularFile(file: string, largest = LARGEST_FILE): Buffer {
  const descriptor = openForReading(file);
  try {
    const state = fstatSync(descriptor);
    if (!state.isFile()) throw notRegular(file, state);
    if (state.size > largest) throw tooLarge(file, state.size, largest);
    const { size } = state;
    if (size > shared.length) shared = Buffer.allocUnsafeSlow(Math.min(largest, 2 * size));
    let length = 0;
    while (length < size) {
      const read = readSync(descriptor, shared, length, size - length, null);
      if (read === 0) break;
      length += read;
    }
    return shared.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function openForReading(file: string): number {
  if (O_NOFOLLOW === 0) refuseLink(file);
  try {
    return openSync(file, OPENING);
  } catch (error) {
    // A link and, on some systems, a socket cannot be opened at all.
    if (['ELOOP', 'EMLINK', 'ENXIO', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      const state = lstatSync(file);
      if (!state.isFile()) throw notRegular(file, state);
    }
    throw error;
  }
}

function refuseLink(file: string): void {
  const state = lstatSync(file);
  if (state.isSymbolicLink()) throw notRegular(file, state);
}

function notRegular(file: string, state: Stats): Error {
  // As the system says it of a folder.
  if (state.isDirectory()) return Object.assign(new Error(`EISDIR: ${file}`), { code: 'EISDIR' });
  if (state.isSymbolicLink()) return linkRefused(file);
  const what = state.isFIFO() ? 'a named pipe' : state.isSocket() ? 'a socket' : 'a device';
  return new AppError('STORE_BROKEN', `${file} is ${what}: a store holds regular files only`, {
    hint: 'Remove it, or put a regular file in its place',
  });
}

/** The error of a symbolic link to a file or folder below a store: what lies under a store lies in it. */
export function linkRefused(file: string): AppError {
  return new AppError('STORE_BROKEN', `${file} is a symbolic link: what lies in a store may not lead out of it`, {
    hint: 'Remove the link, or put what it leads to in its place',
  });
}

function tooLarge(file: string, size: number, largest: number): AppError {
  return new AppError('STORE_BROKEN', `${file} has ${size} bytes, and at most ${largest} are read`, {
    hint: `If it is as large as it should be, ${allowing(size)}`,
  });
}

/**
 * The error for a file that would be too large to be read again, or undefined.
 * @param largest bytes that are read at most
 */
export function tooLargeToWrite(file: string, size: number, largest = LARGEST_FILE): AppError | undefined {
  if (size <= largest) return undefined;
  return new AppError(
    'STORE_IO',
    `cannot write ${file}: it would have ${size} bytes, and at most ${largest} are read`,
    {
      hint: `To store it all the same, ${allowing(size)}`,
    },
  );
}

const allowing = (size: number) => `set ${LARGEST_FILE_VARIABLE}=${Math.ceil(size / 2 ** 20)}Mi`;
