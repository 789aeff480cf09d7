import { fstatSync, writeSync } from 'node:fs';
import process from 'node:process';

/** Standard output and standard error by their descriptors. */
export type Descriptor = 1 | 2;

/**
 * Writes text whole. By the descriptor, because Node's own streams cost a small command more than all that it does; where
 * a pipe is full and does not wait, by the stream. A reader that has gone away (`| head`) is no failure.
 *
 * @returns whether anybody reads
 */
export async function writeText(descriptor: Descriptor, text: string): Promise<boolean> {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      return writeToStream(descriptor === 1 ? process.stdout : process.stderr, rest);
    }
  }
  return true;
}

function writeToStream(stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => {
      stream.off('error', settle);
      const closed = (error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE';
      if (error && !closed) reject(error);
      else resolve(!closed);
    };
    stream.once('error', settle);
    stream.write(bytes, settle);
  });
}

/** Whether a descriptor is a device at all: a cheap no for files and pipes, before Node's streams are asked. */
export function mayBeTerminal(descriptor: Descriptor): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}
