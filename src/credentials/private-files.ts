import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Makes a folder that its owner alone may enter, and those above it where they are missing, for good. */
export async function makePrivateFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // A file in it is safe only when every folder on the way to it is.
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made));
}

/** Writes a new file that its owner alone may read, whole or not at all. Fails with the system's error. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(file, { force: true }).catch(() => {});
    throw error;
  }
}

/** Makes the names in a folder durable. Some file systems do not sync folders, and the content is safe without it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** A writer that lives has renamed its temporary file by then, in milliseconds. */
const ABANDONED = 60_000;

/** A name for the next content of a file, that no other writer uses. */
export function newTemporaryFile(file: string): string {
  return `${file}.${crypto.randomUUID()}.tmp`;
}

/**
 * Removes what killed writers left beside a file: passwords must not lie around.
 * @param own a temporary file that was just written: its time is now, on the file system's own clock
 */
export async function removeAbandoned(file: string, own: string): Promise<void> {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}.`;
  try {
    const { mtimeMs: now } = await stat(own);
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || !TEMPORARY.test(name.slice(prefix.length))) continue;
      const other = path.join(folder, name);
      if (now - (await stat(other)).mtimeMs > ABANDONED) await rm(other, { force: true });
    }
  } catch {
    // They stay until the next time.
  }
}

const TEMPORARY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
