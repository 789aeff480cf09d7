import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KeptToken, KeptTokens, TokenCache } from '../core/ports/token-cache.ts';
import type { AuthFileOptions } from './auth-file-paths.ts';
import { folderProblem, ownerOf, readOwnFile } from './own-files.ts';

const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Tokens in files of the user: one for each registry, which its owner alone may read, in a folder that its owner alone may
 * enter. What belongs to somebody else, or others may write, is not believed and not written to (registry client S21).
 *
 * In `$XDG_RUNTIME_DIR`, which is gone with the session, or else among the user's caches.
 */
export function createTokenFiles(options: AuthFileOptions): TokenCache {
  const folder = tokenDirectory(options);
  const owner = ownerOf(options);
  return {
    async recall(origin) {
      try {
        if (folderProblem(folder, owner) !== undefined) return undefined;
        const read = readOwnFile(fileOf(folder, origin), owner, MOST_BYTES);
        return 'text' in read ? keptIn(JSON.parse(read.text), origin) : undefined;
      } catch {
        return undefined;
      }
    },
    async keep(origin, kept) {
      const file = fileOf(folder, origin);
      const temporary = `${file}.${Math.random().toString(36).slice(2)}.tmp`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if (folderProblem(folder, owner) !== undefined) return;
        writeFileSync(temporary, JSON.stringify({ origin, ...kept }), { flag: 'wx', mode: 0o600 });
        renameSync(temporary, file);
      } catch {
        try {
          rmSync(temporary, { force: true });
        } catch {
          // nothing that would read it
        }
      }
    },
  };
}

/** The folder of the token files. */
function tokenDirectory({ env, home, platform }: AuthFileOptions): string {
  if (platform === 'win32') {
    return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'imagestream', 'tokens');
  }
  // A relative path is to be ignored, says the specification of these folders.
  const base = [env.XDG_RUNTIME_DIR, env.XDG_CACHE_HOME].find((folder) => folder?.startsWith('/'));
  return path.posix.join(base ?? path.posix.join(home, '.cache'), 'imagestream', 'tokens');
}

function fileOf(folder: string, origin: string): string {
  return path.join(folder, `${encodeURIComponent(origin)}.json`);
}

function keptIn(found: Partial<KeptTokens & { origin: string }> | null, origin: string): KeptTokens | undefined {
  if (typeof found !== 'object' || found === null || found.origin !== origin) return undefined;
  const { salt, realm, service, tokens } = found;
  if (typeof salt !== 'string' || typeof realm !== 'string' || !Array.isArray(tokens)) return undefined;
  if (service !== undefined && typeof service !== 'string') return undefined;
  return { salt, realm, service, tokens: tokens.filter(isKeptToken) };
}

function isKeptToken(token: unknown): token is KeptToken {
  const { identity, scopes, value, expires } = (token ?? {}) as Record<string, unknown>;
  const isText = (text: unknown) => typeof text === 'string';
  return (
    isText(identity) && isText(value) && Number.isSafeInteger(expires) && Array.isArray(scopes) && scopes.every(isText)
  );
}
