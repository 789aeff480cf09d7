import { AppError } from '../../errors.ts';
import { filled, isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { parseJson } from '../json/json-syntax.ts';
import type { Credential } from '../ports/credential-source.ts';

/** Every host name that means Docker Hub in a credential key; the first is its identity in this product. */
export const HUB_HOSTS = ['docker.io', 'index.docker.io', 'registry-1.docker.io'] as const;

/** How Docker and its credential helpers call Docker Hub. */
export const HUB_SERVER = 'https://index.docker.io/v1/';

/** What is read from Docker's `config.json` and containers-auth.json(5). Absent parts are empty. */
export interface DockerConfig {
  auths: JsonObject;
  credHelpers: JsonObject;
  credsStore: string | undefined;
}

/** `dockercfg` is the old flat format: the entries of `auths` at the top. */
export type DockerConfigFormat = 'config' | 'dockercfg';

const REPAIR = 'repair it, or move it away and log in again';

/**
 * Reads a credential file.
 *
 * @param where the file's path or the variable's name, for messages
 * Fails with CREDENTIALS for anything but JSON of the right shape: position or member is named, content never
 * (registry-client 8.4 CR6). A text without content has no credentials, as with Docker.
 */
export function parseDockerConfig(text: string, format: DockerConfigFormat, where: string): DockerConfig {
  if (text.trim() === '') return { auths: {}, credHelpers: {}, credsStore: undefined };
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column } = parsed.position;
    const why = parsed.tooDeep ? 'nested too deeply' : 'not valid JSON';
    throw new AppError('CREDENTIALS', `${where}: line ${line}, column ${column}: ${why}`, { hint: REPAIR });
  }
  const top = objectOf(parsed.value, where, 'the content');
  if (format === 'dockercfg') return { auths: top, credHelpers: {}, credsStore: undefined };
  const credsStore = stringOf(top, 'credsStore', where, 'credsStore');
  return {
    auths: objectOf(ownValue(top, 'auths'), where, 'auths'),
    credHelpers: objectOf(ownValue(top, 'credHelpers'), where, 'credHelpers'),
    credsStore: credsStore === '' ? undefined : credsStore,
  };
}

/** The login of one entry of `auths`, or undefined where the key is absent or its entry is empty (CR4). */
export function entryCredential(auths: JsonObject, key: string, where: string): Credential | undefined {
  const member = `auths[${keyText(key)}]`;
  const entry = objectOf(ownValue(auths, key), where, member);
  const field = (name: string) => stringOf(entry, name, where, `${member}.${name}`);
  const auth = field('auth');
  const login = auth === '' ? { username: field('username'), password: field('password') } : splitAuth(auth);
  if (login === undefined) {
    throw new AppError('CREDENTIALS', `${where}: ${member}.auth is not the base64 form of user:password`, {
      hint: 'log in to that registry again',
    });
  }
  const identityToken = field('identitytoken');
  const registryToken = field('registrytoken');
  if (!(login.username || login.password || identityToken || registryToken)) return undefined;
  return { ...login, ...filled({ identityToken, registryToken }), origin: `${where}, ${member}` };
}

/** Whether anything in the file must not be read by others. Malformed entries count: they may be half a password. */
export function holdsSecrets(config: DockerConfig): boolean {
  return Object.values(config.auths).some(
    (entry) =>
      isJsonObject(entry) &&
      ['auth', 'password', 'identitytoken', 'registrytoken'].some((name) => {
        const value = ownValue(entry, name);
        return value !== undefined && value !== null && value !== '';
      }),
  );
}

/** The helper that the file names for a host key, or undefined. */
export function helperOf(config: DockerConfig, key: string, where: string): string | undefined {
  const name = stringOf(config.credHelpers, key, where, `credHelpers[${keyText(key)}]`);
  return name === '' ? undefined : name;
}

/** A key as messages show it: quoted, and without the password of `https://user:password@host`. */
export function keyText(key: string): string {
  return JSON.stringify(key.replace(/^([a-z]+:\/\/)?[^/]*@/i, '$1'));
}

/** The text that base64 stands for (padded or not, white space ignored), or undefined where it is not base64 of UTF-8. */
export function decodeBase64(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `user:password` at the first colon; some programs pad the password with NULs. */
function splitAuth(auth: string): { username: string; password: string } | undefined {
  const text = decodeBase64(auth);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0) return undefined;
  let end = text.length;
  while (end > colon + 1 && text.charCodeAt(end - 1) === 0) end--;
  return { username: text.slice(0, colon), password: text.slice(colon + 1, end) };
}

/** An object, where absent and null mean an empty one, as for Go's decoder. */
function objectOf(value: unknown, where: string, member: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw wrongType(where, member, 'an object');
  return value;
}

function stringOf(object: JsonObject, name: string, where: string, member: string): string {
  const value = ownValue(object, name);
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw wrongType(where, member, 'a string');
  return value;
}

function wrongType(where: string, member: string, wanted: string): AppError {
  return new AppError('CREDENTIALS', `${where}: ${member} is not ${wanted}`, { hint: REPAIR });
}
