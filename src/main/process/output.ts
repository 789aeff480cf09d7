import { fstatSync, writeSync } from 'node:fs';
import process from 'node:process';
import { safeMessage } from '../../print/text/safe-text.ts';

/** Standard output and standard error by their descriptors. */
type Descriptor = 1 | 2;

/** All that the process says. What is written is written whole, and in the order in which it was given. */
export interface Output {
  /** Writes as it is; resolves when it is written, or when nobody reads any more. */
  write(descriptor: Descriptor, text: string | Uint8Array): Promise<void>;
  /** Says something beside the answer, made harmless. */
  say(text: string): void;
  /** The same in one sentence, as a warning. */
  warn(message: string): void;
  /** Has what is said painted, when it has been made harmless. */
  paintMessages(paint: (text: string) => string): void;
  /** Has something called before each write, which takes away what was drawn on the terminal. */
  beforeWriting(clear: () => void): void;
}

/** @param readerGone told that nobody reads standard output any more */
export function createOutput(readerGone: () => void): Output {
  let clear = () => {};
  const write: Output['write'] = async (descriptor, text) => {
    clear();
    const read = await writeText(descriptor, text);
    if (descriptor === 1 && !read) readerGone();
  };
  let painted = (text: string) => text;
  const say = (text: string) => void write(2, painted(safeMessage(text)));
  return {
    write,
    say,
    warn: (message) => say(`warning: ${message}\n`),
    paintMessages(paint) {
      painted = paint;
    },
    beforeWriting(call) {
      clear = call;
    },
  };
}

/** What is being written, by descriptor: nothing overtakes it, or stands in its middle. */
const writing = new Map<Descriptor, Promise<unknown>>();

/**
 * Writes text whole, behind what was given before. By the descriptor, because Node's own streams cost a small command more
 * than all that it does; where a pipe is full and does not wait, by the stream. A reader that has gone away (`| head`) is
 * no failure.
 *
 * @returns whether anybody reads
 */
export function writeText(descriptor: Descriptor, text: string | Uint8Array): Promise<boolean> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const before = writing.get(descriptor);
  const written = before ? before.then(() => writeBytes(descriptor, bytes)) : writeBytes(descriptor, bytes);
  const done = written
    .catch(() => {})
    .then(() => {
      if (writing.get(descriptor) === done) writing.delete(descriptor);
    });
  writing.set(descriptor, done);
  return written;
}

async function writeBytes(descriptor: Descriptor, bytes: Uint8Array): Promise<boolean> {
  let rest = bytes;
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

/** Whether another program may share a descriptor: others that write a file or a device do not keep it from waiting. */
export function isShareable(descriptor: Descriptor): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isCharacterDevice() || stat.isFile();
  } catch {
    return false;
  }
}

/** Whether both descriptors lead to one pipe or file, so that what is said beside the answer would be part of it. */
export function areOneStream(): boolean {
  try {
    const [out, err] = [fstatSync(1), fstatSync(2)];
    return out.dev === err.dev && out.ino === err.ino && !out.isCharacterDevice();
  } catch {
    return false;
  }
}
