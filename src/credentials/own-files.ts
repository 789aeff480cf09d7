import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** The user's numeric id, whose files are believed; undefined where the system has none, and nothing is checked. */
export type Owner = number | undefined;

/** Windows has folders of its users, and no modes. */
export const ownerOf = ({ platform, uid }: { platform: NodeJS.Platform; uid?: number | undefined }): Owner =>
  platform === 'win32' ? undefined : uid;

/**
 * Why a folder cannot be trusted with secrets: it, or the folder above it, is a link, somebody else's, or writable for
 * others; or on the way to these is something that others may exchange. Undefined where all is well.
 * Fails with the system's error for a folder that is not there.
 *
 * @param folder `imagestream/NAME` in a directory of the user's, which may be a link itself
 */
export function folderProblem(folder: string, owner: Owner): string | undefined {
  const parent = path.dirname(folder);
  for (const each of [parent, folder]) {
    const stat = lstatSync(each);
    if (stat.isSymbolicLink()) return `${each} is a symbolic link`;
    if (!stat.isDirectory()) return `${each} is not a folder`;
    if (owner === undefined) continue;
    if (stat.uid !== owner) return `${each} belongs to another user`;
    if ((stat.mode & 0o022) !== 0)
      return `${each} can be written by other users (mode ${modeOf(stat.mode)}): chmod 700 it`;
  }
  return owner === undefined ? undefined : wayProblem(realpathSync(path.dirname(parent)), owner);
}

/**
 * Why the way to a folder is not safe: who may write a folder without the sticky bit may put another one in the place of
 * what is in it.
 */
export function wayProblem(folder: string, owner: number): string | undefined {
  for (let each = folder; ; each = path.dirname(each)) {
    const { uid, mode } = statSync(each);
    if (uid !== owner && uid !== 0) return `${each} belongs to another user`;
    if ((mode & 0o002) !== 0 && (mode & 0o1000) === 0) {
      return `${each} can be written by everybody (mode ${modeOf(mode)})`;
    }
    if (path.dirname(each) === each) return undefined;
  }
}

export type OwnText = { text: string } | { problem: string };

/**
 * Reads a file that the user alone may read. Anything else is a problem: a link, a device, somebody else's file, one that
 * others may read or write, or one of more than `mostBytes`. Fails with the system's error.
 */
export function readOwnFile(file: string, owner: Owner, mostBytes: number): OwnText {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const descriptor = openSync(file, flags);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { problem: 'it is not a regular file' };
    if (stat.size > mostBytes) return { problem: `it is larger than ${mostBytes} bytes` };
    if (owner !== undefined && stat.uid !== owner) return { problem: 'it belongs to another user' };
    if (owner !== undefined && (stat.mode & 0o077) !== 0) {
      return { problem: `other users can read or write it (mode ${modeOf(stat.mode)}): chmod 600 it` };
    }
    return { text: readFileSync(descriptor, 'utf8') };
  } finally {
    closeSync(descriptor);
  }
}

const modeOf = (mode: number) => (mode & 0o7777).toString(8);
