import { once } from '../core/concurrency/when-asked.ts';
import {
  type DockerConfig,
  entryCredential,
  helperOf,
  keyText,
  parseDockerConfig,
} from '../core/logins/docker-config.ts';
import type { Credential, CredentialSource } from '../core/ports/credential-source.ts';
import { AppError, interrupted } from '../errors.ts';
import { readAuthFile } from './auth-file.ts';
import { type AuthFileOptions, type AuthFilePath, defaultAuthFiles, explicitAuthFile } from './auth-file-paths.ts';
import { type HelperLimits, helperOptions, helperProgram, isHelperName } from './credential-helper.ts';
import { type CredentialKeys, credentialKeys, hostForms } from './credential-keys.ts';
import { abortable, HelperCache } from './helper-cache.ts';

export interface UserCredentialsOptions extends AuthFileOptions, HelperLimits {
  /** Told once per file that other users can read. */
  warn(message: string): void;
  /** Logins of the product's own, asked after what the user named explicitly and before all files (peers 3.5). */
  own?: CredentialSource;
}

/** A file or variable with logins, read at most once. */
interface FilePlace {
  /** As messages name it. */
  name: string;
  load(): Promise<DockerConfig | undefined>;
}

type Place = FilePlace | CredentialSource;

/**
 * The logins that the user has saved for podman, docker and oc, in the order of registry-client 8.4 (CR1, CR2).
 *
 * Nothing is read or started before the first `find`, and places after the one that answers are not looked at. What
 * was read, and what helpers said, stays for the life of the source: make a new one to see a later login.
 * `find` fails with CREDENTIALS for a broken file or a failed helper, and with INTERRUPTED.
 */
export function createUserCredentials(options: UserCredentialsOptions): CredentialSource {
  const places = once(() => placesOf(options));
  const helpers = new HelperCache(helperOptions(options));
  return {
    async find(registry, repository, signal) {
      if (signal?.aborted) throw interrupted();
      const keys = credentialKeys(registry, repository);
      for (const place of places()) {
        const found = await ('find' in place
          ? abortable(place.find(registry, repository, signal), signal)
          : findInPlace(place, registry, keys, helpers, signal));
        if (found) return found;
      }
      return undefined;
    },
  };
}

function placesOf(options: UserCredentialsOptions): Place[] {
  const explicit = explicitAuthFile(options);
  if (explicit) return [filePlace(explicit, options)];
  const files: Place[] = defaultAuthFiles(options).map((file) => filePlace(file, options));
  if (options.own) files.unshift(options.own);
  const variable = options.env.DOCKER_AUTH_CONFIG;
  if (!variable) return files;
  const name = 'DOCKER_AUTH_CONFIG';
  return [{ name, load: once(async () => parseDockerConfig(variable, 'config', name)) }, ...files];
}

function filePlace(file: AuthFilePath, options: UserCredentialsOptions): FilePlace {
  const load = once(async () => {
    const config = await readAuthFile(file.path, file.format, options.platform, options.warn);
    if (config === undefined && file.namedBy !== undefined) {
      throw new AppError('CREDENTIALS', `${file.path}: there is no such file (${file.namedBy})`, {
        hint: 'log in to make it, or name another one',
      });
    }
    return config;
  });
  return { name: file.path, load };
}

async function findInPlace(
  place: FilePlace,
  registry: string,
  keys: CredentialKeys,
  helpers: HelperCache,
  signal: AbortSignal | undefined,
): Promise<Credential | undefined> {
  const config = await abortable(place.load(), signal);
  return config && findIn(config, place.name, registry, keys, helpers, signal);
}

/** The order inside one file: CR2. */
async function findIn(
  config: DockerConfig,
  place: string,
  registry: string,
  keys: CredentialKeys,
  helpers: HelperCache,
  signal: AbortSignal | undefined,
): Promise<Credential | undefined> {
  const entry = (among: readonly string[]) => firstEntry(config, place, among);
  const ask = (name: string, origin: string) => askFor(helpers, name, keys.server, origin, signal);
  for (const host of [...keys.hosts, ...hostForms(config.credHelpers, registry)]) {
    const name = helperOf(config, host, place);
    const found = name === undefined ? undefined : await ask(name, `${place}, credHelpers[${keyText(host)}]`);
    if (found) return found;
  }
  return (
    entry(keys.paths) ??
    (config.credsStore === undefined ? undefined : await ask(config.credsStore, `${place}, credsStore`)) ??
    entry(keys.hosts) ??
    entry(hostForms(config.auths, registry))
  );
}

function firstEntry(config: DockerConfig, place: string, keys: readonly string[]): Credential | undefined {
  for (const key of keys) {
    const credential = entryCredential(config.auths, key, place);
    if (credential) return credential;
  }
  return undefined;
}

/** A helper that cannot answer is an error: another entry in its place could send a password to the wrong party. */
async function askFor(
  helpers: HelperCache,
  name: string,
  server: string,
  origin: string,
  signal: AbortSignal | undefined,
): Promise<Credential | undefined> {
  if (!isHelperName(name)) {
    throw new AppError('CREDENTIALS', `${origin}: ${JSON.stringify(name)} is not the name of a credential helper`, {
      hint: 'a name has letters, digits, ".", "_" and "-" only',
    });
  }
  const answer = await helpers.ask(name, server, signal);
  if (answer.kind === 'none') return undefined;
  const program = helperProgram(name);
  if (answer.kind === 'failed') {
    throw new AppError('CREDENTIALS', `${origin}: the credential helper ${program} ${answer.why}`, {
      hint: answer.hint,
    });
  }
  const { username, secret } = answer;
  const from = `${program} (${origin})`;
  // Docker's mark for "this is no password, but a token to get tokens with".
  if (username === '<token>') return { username: '', password: '', identityToken: secret, origin: from };
  return { username, password: secret, origin: from };
}
