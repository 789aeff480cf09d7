// Folders for what is being built: beside dist, so that what is in them can be renamed into its place.
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Does `work` with a new folder, which is gone when that has ended. */
export async function withFolder(work) {
  const folder = mkdtempSync(path.join(root, 'dist-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
