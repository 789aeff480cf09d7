import { type FileHandle, open } from 'node:fs/promises';
import {
  type DockerConfig,
  type DockerConfigFormat,
  holdsSecrets,
  parseDockerConfig,
} from '../core/logins/docker-config.ts';
import { AppError } from '../errors.ts';

/** More than any credential file holds; keeps a wrong path (a disk image, a device) from filling the memory. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The permission bits that let the group or everybody read a file. */
const READABLE_BY_OTHERS = 0o044;

interface ReadFile {
  text: string;
  /** The permission bits, or undefined where they say nothing: pipes, and Windows. */
  mode: number | undefined;
}

/**
 * Reads a credential file; undefined where there is none. A file that holds secrets and can be read by others is
 * told to `warn`. Fails with CREDENTIALS for a file that is there and cannot be read or understood.
 */
export async function readAuthFile(
  file: string,
  format: DockerConfigFormat,
  platform: NodeJS.Platform,
  warn: (message: string) => void,
): Promise<DockerConfig | undefined> {
  const found = await readLimited(file);
  if (found === undefined) return undefined;
  const config = parseDockerConfig(found.text, format, file);
  const { mode } = found;
  if (platform !== 'win32' && mode !== undefined && mode & READABLE_BY_OTHERS && holdsSecrets(config)) {
    warn(`${file} holds registry passwords and can be read by other users (mode ${mode.toString(8)}): chmod 600 it`);
  }
  return config;
}

/** The text of a file of bounded size, or undefined where nothing is at the path. */
export async function readLimited(file: string): Promise<ReadFile | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const stat = await handle.stat();
    const text = await readText(handle, file);
    return { text, mode: stat.isFile() ? stat.mode & 0o777 : undefined };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'CREDENTIALS') throw error;
    throw new AppError('CREDENTIALS', `${file}: cannot be read: ${reason(code)}`, {
      hint: 'make it readable, or name another file with REGISTRY_AUTH_FILE',
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

async function readText(handle: FileHandle, file: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(64 * 1024), 0, 64 * 1024, null);
    if (bytesRead === 0) return new TextDecoder().decode(Buffer.concat(chunks));
    chunks.push(buffer.subarray(0, bytesRead));
    size += bytesRead;
    if (size > MAX_BYTES) {
      throw new AppError('CREDENTIALS', `${file}: larger than ${MAX_BYTES / 1024 / 1024} MiB`, {
        hint: 'this is not a credential file; name the right one',
      });
    }
  }
}

/** What an error number means, in words. */
export function reason(code: string | undefined): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    case 'ELOOP':
      return 'its symbolic links go in a circle';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'no space is left';
    default:
      return code ?? 'unknown reason';
  }
}
