import { AppError, interrupted, isAppError } from '../../errors.ts';
import { compareBytes } from '../byte-order.ts';
import { ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import type { Credential, CredentialSource } from '../ports/credential-source.ts';
import { markOf, withMark } from '../secrets/kept-data.ts';
import {
  type DockerConfigFormat,
  decodeBase64,
  entryCredential,
  HUB_HOSTS,
  parseDockerConfig,
} from './docker-config.ts';
import { matchHost } from './host-glob.ts';

/** The secret types that hold registry logins: under which key of `data`, and in which format. */
const TYPES: ReadonlyMap<unknown, { key: string; format: DockerConfigFormat }> = new Map([
  ['kubernetes.io/dockerconfigjson', { key: '.dockerconfigjson', format: 'config' }],
  ['kubernetes.io/dockercfg', { key: '.dockercfg', format: 'dockercfg' }],
]);

/** The annotation that keeps a secret out of imports. */
export const EXCLUDE_SECRET = 'openshift.io/image.excludeSecret';

interface SecretLogin {
  /** Host and path, as the keyring sorts and compares it. */
  key: string;
  host: string;
  path: string;
  /** Absent where the secret's values are kept elsewhere, and not yet fetched. */
  credential: Credential | undefined;
  secret: KubeObject;
}

/** Whether a secret is one that image imports look into (image-stream-model 2.2, SecretList). */
export function isPullSecret(secret: KubeObject): boolean {
  return TYPES.has(secret.type) && secret.metadata.annotations?.[EXCLUDE_SECRET] !== 'true';
}

/**
 * The logins of a namespace's pull secrets, matched as OpenShift's keyring matches them (image-stream-model 4.6):
 * hosts by glob, ports equal, paths by string prefix, the most specific key first, equal keys in the order of the
 * secrets' names. Other secrets and excluded ones are passed over.
 *
 * A malformed secret is told to `warn` by name and passed over (deviation D9). Nothing is decoded before the first
 * `find`. As in the cluster, identity tokens and credential helpers of a secret are not used.
 *
 * @param whole fetches the values of a secret that are kept outside of the store, once a login of it is needed. Where it
 * fails with CREDENTIALS, the secret is passed over in the same way.
 */
export function pullSecretCredentials(
  secrets: readonly KubeObject[],
  warn: (message: string) => void,
  whole: (secret: KubeObject) => Promise<KubeObject> = async (secret) => secret,
): CredentialSource {
  let logins: SecretLogin[] | undefined;
  const fetched = new Map<KubeObject, Promise<void>>();

  async function fetchLogins(secret: KubeObject): Promise<void> {
    const now = await readWhole(secret, whole, warn);
    logins = sorted([...(logins ?? []).filter((login) => login.secret !== secret), ...now]);
  }

  return {
    async find(registry, repository, signal) {
      if (signal?.aborted) throw interrupted();
      logins ??= readSecrets(secrets, warn);
      for (;;) {
        const login = lookUp(logins, registry, repository);
        if (!login || login.credential) return login?.credential;
        const { secret } = login;
        if (!fetched.has(secret)) fetched.set(secret, fetchLogins(secret));
        await fetched.get(secret);
      }
    },
  };
}

function lookUp(logins: readonly SecretLogin[], registry: string, repository: string): SecretLogin | undefined {
  const path = `/${repository}`;
  const match = logins.find((login) => path.startsWith(login.path) && matchHost(login.host, registry));
  if (match !== undefined || !HUB_HOSTS.some((name) => name === registry)) return match;
  for (const name of HUB_HOSTS) {
    const login = logins.find((candidate) => candidate.key === name);
    if (login !== undefined) return login;
  }
  return undefined;
}

function readSecrets(secrets: readonly KubeObject[], warn: (message: string) => void): SecretLogin[] {
  return sorted(secrets.filter(isPullSecret).flatMap((secret) => readOrWarn(() => readSecret(secret), warn)));
}

async function readWhole(
  secret: KubeObject,
  whole: (secret: KubeObject) => Promise<KubeObject>,
  warn: (message: string) => void,
): Promise<SecretLogin[]> {
  try {
    const filled = withMark(await whole(secret), undefined);
    return readOrWarn(() => readSecret(filled), warn);
  } catch (error) {
    return readOrWarn(() => {
      throw error;
    }, warn);
  }
}

function readOrWarn(read: () => SecretLogin[], warn: (message: string) => void): SecretLogin[] {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error, 'CREDENTIALS')) throw error;
    warn(`pull secret is not used: ${error.message}`);
    return [];
  }
}

/** The reverse order of the keys puts the longer of two related ones first; equal ones are in the order of names. */
function sorted(logins: SecretLogin[]): SecretLogin[] {
  return logins.sort((a, b) => compareBytes(b.key, a.key) || byName(a.secret, b.secret));
}

function readSecret(secret: KubeObject): SecretLogin[] {
  const where = `secret ${JSON.stringify(secret.metadata.name)}`;
  const { key, format } = TYPES.get(secret.type) as { key: string; format: DockerConfigFormat };
  const config = parseDockerConfig(secretText(secret, key, where), format, where);
  return Object.keys(config.auths).flatMap((name): SecretLogin[] => {
    const found = entryCredential(config.auths, name, where);
    if (!found?.password && markOf(secret)) return [{ ...splitKey(name), credential: undefined, secret }];
    if (!found || !(found.username || found.password)) return [];
    const { username, password, origin } = found;
    return [{ ...splitKey(name), credential: { username, password, ofStore: true, origin }, secret }];
  });
}

/** `stringData` is what a user writes, and wins over `data`, as when the API server merges it. */
function secretText(secret: KubeObject, key: string, where: string): string {
  const plain = ownValue(secret.stringData, key);
  if (typeof plain === 'string') return plain;
  const encoded = ownValue(secret.data, key);
  if (typeof encoded !== 'string') throw new AppError('CREDENTIALS', `${where} has no data[${JSON.stringify(key)}]`);
  const text = decodeBase64(encoded);
  if (text === undefined) throw new AppError('CREDENTIALS', `${where}: data[${JSON.stringify(key)}] is not base64`);
  return text;
}

/** The keyring's form of a key: without scheme and user, and without the API version that Docker's URLs begin with. */
function splitKey(name: string): { key: string; host: string; path: string } {
  const [, authority = '', rest = ''] = /^(?:https?:\/\/)?([^/?#]*)([^?#]*)/.exec(name) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const path = rest.replace(/^\/v[12](?=\/)/, '');
  return path === '/' ? { key: host, host, path: '' } : { key: host + path, host, path };
}

function byName(a: KubeObject, b: KubeObject): number {
  return compareBytes(a.metadata.name, b.metadata.name);
}
