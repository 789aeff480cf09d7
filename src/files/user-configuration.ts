import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseYaml } from '../codec/parse-yaml.ts';
import { parseSinks } from '../core/events/sink-configuration.ts';
import type { SinkSettings } from '../core/events/sink-settings.ts';
import { isJsonObject } from '../core/json/json-object.ts';
import { readTokenServers, type TokenServerRule } from '../core/registries/token-server-rules.ts';
import { parseInsecureRegistries } from '../core/registries/user-registries.ts';
import { AppError } from '../errors.ts';

export interface UserConfigurationOptions {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  platform: NodeJS.Platform;
  /** The user's id; undefined where the system has none. */
  uid: number | undefined;
  /** The store's directory: nothing in it can configure a command. */
  store: string;
}

/** What the user has configured for all stores. */
export interface UserConfiguration {
  /** Whom every command tells of what it changed. */
  sinks: readonly SinkSettings[];
  /** Registries that may be reached insecurely, also with the user's own logins. */
  insecureRegistries: readonly string[];
  /** Which token servers of other parties may have the login for which registry. */
  tokenServers: readonly TokenServerRule[];
  /** Stores of other users that are used where they are found, or the folders that these lie in; `*` for all. */
  safeDirectories: readonly string[];
}

const FIELDS = ['sinks', 'insecureRegistries', 'tokenServers', 'safeDirectories'];

/**
 * The user's configuration: the file that IMAGESTREAM_CONFIG names, else `imagestream/config.yaml` in XDG_CONFIG_HOME
 * (`~/.config`; on Windows in APPDATA). It may name commands that are run: a file in the store, or one that others may
 * write, is refused.
 *
 * Fails with ARGUMENT, naming the file and the field, and with STORE_BROKEN where it is no YAML.
 */
export async function readUserConfiguration(options: UserConfigurationOptions): Promise<UserConfiguration> {
  const file = configurationFile(options);
  const text = readOwn(file, options);
  if (text === undefined) return { sinks: [], insecureRegistries: [], tokenServers: [], safeDirectories: [] };
  const value = await parseYaml(text, file);
  const fields = isJsonObject(value) ? value : {};
  const unknown = Object.keys(fields).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) throw refused(file, `${unknown}: unknown field`);
  const sinks = parseSinks(value);
  if (typeof sinks === 'string') throw refused(file, sinks);
  const insecureRegistries = parseInsecureRegistries(fields.insecureRegistries);
  if (typeof insecureRegistries === 'string') throw refused(file, insecureRegistries);
  const tokenServers = readTokenServers(fields.tokenServers);
  if (typeof tokenServers === 'string') throw refused(file, tokenServers);
  const safeDirectories = parseSafeDirectories(fields.safeDirectories, options.home);
  if (typeof safeDirectories === 'string') throw refused(file, safeDirectories);
  return { sinks, insecureRegistries, tokenServers, safeDirectories };
}

/** @returns what is wrong with them, with the field, where they cannot be used */
function parseSafeDirectories(value: unknown, home: string): string[] | string {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) {
    return 'safeDirectories: must be a list of paths';
  }
  const paths = value.map((each: string) => each.replace(/^~(?=\/)/, home));
  const relative = paths.find((each) => each !== '*' && !path.isAbsolute(each));
  return relative === undefined ? paths : `safeDirectories: ${JSON.stringify(relative)} is no absolute path`;
}

function configurationFile({ env, home, platform }: UserConfigurationOptions): string {
  const { IMAGESTREAM_CONFIG: named, XDG_CONFIG_HOME: xdg, APPDATA: appData } = env;
  if (named) return path.resolve(named);
  if (platform === 'win32')
    return path.join(appData || path.join(home, 'AppData', 'Roaming'), 'imagestream', 'config.yaml');
  // A relative path is to be ignored, says the specification.
  return path.join(xdg?.startsWith('/') ? xdg : path.join(home, '.config'), 'imagestream', 'config.yaml');
}

function readOwn(file: string, { env, uid, store }: UserConfigurationOptions): string | undefined {
  try {
    const { mode, uid: owner } = statSync(file);
    const inStore = path.relative(store, file);
    if (!inStore.startsWith('..') && !path.isAbsolute(inStore)) throw refused(file, 'it lies in the store');
    if (uid !== undefined && (mode & 0o002) !== 0) throw refused(file, 'everybody may write it');
    if (uid !== undefined && owner !== uid && owner !== 0) throw refused(file, "it is somebody else's");
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const missing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    if (missing && !env.IMAGESTREAM_CONFIG) return undefined;
    throw new AppError('ARGUMENT', `cannot read the configuration ${file}: ${(cause as Error).message}`, { cause });
  }
}

function refused(file: string, why: string): AppError {
  return new AppError('ARGUMENT', `the configuration ${file} is not used: ${why}`, {
    hint: 'It may hold commands: correct it, or name another file in IMAGESTREAM_CONFIG',
  });
}
