import { realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { stringifyExactJson } from '../core/json/exact-json.ts';
import { filled, isJsonObject, type JsonObject } from '../core/json/json-object.ts';
import { parseJson } from '../core/json/json-syntax.ts';
import { parseDockerConfig } from '../core/logins/docker-config.ts';
import type { Login } from '../core/ports/logins.ts';
import { AppError, isAppError } from '../errors.ts';
import { readLimited, reason } from './auth-file.ts';
import { credentialKeys, hostForms } from './credential-keys.ts';
import { wayProblem } from './own-files.ts';
import { makePrivateFolder, newTemporaryFile, removeAbandoned, syncFolder, writePrivateFile } from './private-files.ts';

/**
 * Saves a login under `auths[host]`, in place of what was there, as `oc registry login` writes it (oc-cli 11):
 * indented by tabs, mode 0600, no line feed at the end. The rest of the file is kept. The file is replaced in one
 * step; a symbolic link stays one. Missing folders are made for the user only.
 *
 * @param host what the user named: a host with port, or a host with a path
 * @param owner the user, where the file's folder must be one that nobody else may write; undefined for any folder
 * Fails with CREDENTIALS for a file that is not a credential file, which stays as it is, and for a user name with a
 * colon, which the format cannot hold.
 */
export async function saveLogin(file: string, host: string, login: Login, owner?: number): Promise<void> {
  const top = await readTop(file);
  await replaceFile(file, { ...top, auths: withMember(authsOf(top), host, entryOf(host, login)) }, owner);
}

/**
 * Removes the logins of a host: its own key, and the URLs and other names of the same registry.
 * Returns false, and writes nothing, where there is none. Fails as `saveLogin` does.
 */
export async function removeLogin(file: string, host: string): Promise<boolean> {
  const top = await readTop(file);
  const auths = authsOf(top);
  const doomed = new Set([host, ...credentialKeys(host, '').hosts, ...hostForms(auths, host)]);
  const kept = Object.entries(auths).filter(([key]) => !doomed.has(key));
  if (kept.length === Object.keys(auths).length) return false;
  await replaceFile(file, { ...top, auths: Object.fromEntries(kept) });
  return true;
}

/** The whole content, checked to be a credential file so that no other kind of file is changed. */
async function readTop(file: string): Promise<JsonObject> {
  const text = (await readLimited(file))?.text ?? '';
  parseDockerConfig(text, 'config', file);
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

function authsOf(top: JsonObject): JsonObject {
  const auths = Object.hasOwn(top, 'auths') ? top.auths : undefined;
  return isJsonObject(auths) ? auths : {};
}

/** Defines and never assigns, so that no host name reaches a prototype. */
function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}

function entryOf(host: string, login: Login): JsonObject {
  if (login.username.includes(':')) {
    throw new AppError('CREDENTIALS', `the user name for ${host} has a colon, which a credential file cannot hold`, {
      hint: 'the part after the colon may belong to the password',
    });
  }
  const { username, password, identityToken: identitytoken, registryToken: registrytoken } = login;
  const auth = username || password ? Buffer.from(`${username}:${password}`).toString('base64') : '';
  return filled({ auth, identitytoken, registrytoken });
}

async function replaceFile(file: string, content: JsonObject, owner?: number): Promise<void> {
  try {
    await makePrivateFolder(path.dirname(file));
    const target = await targetOf(file);
    const problem = owner === undefined ? undefined : wayProblem(await realpath(path.dirname(target)), owner);
    if (problem !== undefined) {
      throw new AppError('CREDENTIALS', `${file}: no password is written there: ${problem}`, {
        hint: 'correct that, or name another file with REGISTRY_AUTH_FILE',
      });
    }
    const temporary = newTemporaryFile(target);
    try {
      await writePrivateFile(temporary, stringifyExactJson(content, '\t'));
      await removeAbandoned(target, temporary);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
    await syncFolder(path.dirname(target));
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('CREDENTIALS', `${file}: cannot be written: ${reason((error as NodeJS.ErrnoException).code)}`, {
      hint: 'make its folder writable, or name another file',
      cause: error,
    });
  }
}

/** The file behind symbolic links. A device or pipe is refused: a file must not take its place. */
async function targetOf(file: string): Promise<string> {
  try {
    const target = await realpath(file);
    if ((await stat(target)).isFile()) return target;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return file;
    throw error;
  }
  throw new AppError('CREDENTIALS', `${file}: not a regular file`, { hint: 'name another file' });
}
