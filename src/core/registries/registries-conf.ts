import { AppError } from '../../errors.ts';
import { isJsonObject, ownValue } from '../json/json-object.ts';
import { isHostPort, isLocation, isWildcard } from './host-syntax.ts';
import type { Mirror, RegistryEntry } from './registry-entry.ts';

/** What a registries.conf says, or several one after the other (containers-registries.conf(5)). */
export interface RegistriesConf {
  /** The files, in the order in which they were read. */
  files: readonly string[];
  /** Where names without a registry are looked for; undefined where no file says so. */
  search: { registries: readonly string[]; origin: string } | undefined;
  shortNameMode: 'enforcing' | 'permissive' | 'disabled' | undefined;
  /** Full names, without tag, by short name. */
  aliases: ReadonlyMap<string, Alias>;
  registries: readonly RegistryEntry[];
}

export interface Alias {
  /** Empty: an alias of an earlier file is taken back. */
  name: string;
  origin: string;
}

type Table = Readonly<Record<string, unknown>>;

/**
 * Reads the document of one file, of version 2 or 1. Fails with ARGUMENT, naming the file and the key, for what has the
 * wrong type or makes no sense. Keys that are not known are left alone, as container tools do.
 */
export function registriesConf(document: Table, file: string): RegistriesConf {
  const read = new Reader(file);
  const v1 = read.table(document, 'registries');
  if (v1 !== undefined) {
    for (const name of ['registry', 'unqualified-search-registries', 'aliases']) {
      if (document[name] !== undefined)
        throw read.error(name, 'the old format of [registries.*] cannot be mixed with it');
    }
    return fromV1(v1, read);
  }
  const search = read.texts(document, 'unqualified-search-registries');
  search?.forEach((entry, index) => {
    if (!isHostPort(entry)) throw read.error(`unqualified-search-registries[${index}]`, notAHost(entry));
  });
  const mode = read.text(document, 'short-name-mode');
  if (mode !== undefined && !isMode(mode)) {
    throw read.error('short-name-mode', `${JSON.stringify(mode)} is none of enforcing, permissive, disabled`);
  }
  return {
    files: [file],
    search: search && search.length > 0 ? { registries: search, origin: file } : undefined,
    shortNameMode: mode as RegistriesConf['shortNameMode'],
    aliases: aliases(read.table(document, 'aliases') ?? {}, read),
    registries: (read.tables(document, 'registry') ?? []).map((table, index) => entry(table, index, read)),
  };
}

/** A later file over an earlier one: registries of the same prefix and aliases of the same name replace theirs. */
export function mergeRegistriesConf(earlier: RegistriesConf, later: RegistriesConf): RegistriesConf {
  const replaced = new Set(later.registries.map(({ prefix }) => prefix));
  return {
    files: [...earlier.files, ...later.files],
    search: later.search ?? earlier.search,
    shortNameMode: later.shortNameMode ?? earlier.shortNameMode,
    aliases: new Map([...earlier.aliases, ...later.aliases]),
    registries: [...earlier.registries.filter(({ prefix }) => !replaced.has(prefix)), ...later.registries],
  };
}

const isMode = (mode: string) => ['enforcing', 'permissive', 'disabled'].includes(mode);
const notAHost = (entry: string) => `${JSON.stringify(entry)} is no host with an optional port`;
const notALocation = (entry: string) => `${JSON.stringify(entry)} is no host with an optional port and path`;

function aliases(table: Table, read: Reader): Map<string, Alias> {
  const found = new Map<string, Alias>();
  for (const name of Object.keys(table)) {
    const value = read.text(table, name) ?? '';
    const path = `aliases.${JSON.stringify(name)}`;
    if (/[@:]/.test(name) || /^[^/]*\.[^/]*\//.test(name))
      throw read.error(path, 'is no name without registry and tag');
    if (value !== '' && (!isLocation(value) || !value.includes('/'))) throw read.error(path, notALocation(value));
    found.set(name, { name: value, origin: read.file });
  }
  return found;
}

function entry(table: Table, index: number, read: Reader): RegistryEntry {
  const at = `registry[${index}]`;
  const location = trimmed(read.text(table, 'location', at) ?? '');
  const prefix = trimmed(read.text(table, 'prefix', at) || location);
  if (prefix === '') throw read.error(at, 'has neither a prefix nor a location');
  const wildcard = isWildcard(prefix);
  if (
    !wildcard &&
    !isLocation(prefix.replace(/(@[a-z0-9]+:[0-9a-f]+|:[\w][\w.-]{0,127})$/, (end) => (end.includes('/') ? end : '')))
  ) {
    throw read.error(`${at}.prefix`, notALocation(prefix));
  }
  if (location !== '' && !isLocation(location)) throw read.error(`${at}.location`, notALocation(location));
  const onlyDigests = read.bool(table, 'mirror-by-digest-only', at) ?? false;
  return {
    prefix,
    location: location === prefix ? '' : location,
    insecure: read.bool(table, 'insecure', at) ?? false,
    blocked: read.bool(table, 'blocked', at) ?? false,
    mirrors: (read.tables(table, 'mirror', at) ?? []).map((mirror, number) =>
      mirrorOf(mirror, `${at}.mirror[${number}]`, onlyDigests, read),
    ),
    origin: `${read.file}, prefix "${prefix}"`,
  };
}

function mirrorOf(table: Table, at: string, onlyDigests: boolean, read: Reader): Mirror {
  const location = trimmed(read.text(table, 'location', at) ?? '');
  if (!isLocation(location)) throw read.error(`${at}.location`, notALocation(location));
  const pull = read.text(table, 'pull-from-mirror', at);
  if (pull !== undefined && pull !== 'all' && pull !== 'digest-only' && pull !== 'tag-only') {
    throw read.error(`${at}.pull-from-mirror`, `${JSON.stringify(pull)} is none of all, digest-only, tag-only`);
  }
  if (pull !== undefined && onlyDigests) {
    throw read.error(`${at}.pull-from-mirror`, 'cannot be set together with mirror-by-digest-only');
  }
  return {
    location,
    insecure: read.bool(table, 'insecure', at) ?? false,
    pull: onlyDigests ? 'digest-only' : (pull ?? 'all'),
  };
}

/** `[registries.search]`, `[registries.insecure]` and `[registries.block]`, each with a list `registries`. */
function fromV1(table: Table, read: Reader): RegistriesConf {
  const listOf = (name: string) => {
    const section = read.table(table, name, 'registries');
    const found = section && read.texts(section, 'registries', `registries.${name}`);
    found?.forEach((item, index) => {
      if (!isLocation(trimmed(item))) throw read.error(`registries.${name}.registries[${index}]`, notALocation(item));
    });
    return (found ?? []).map(trimmed);
  };
  const [search, insecure, blocked] = [listOf('search'), listOf('insecure'), listOf('block')];
  const registries = [...new Set([...insecure, ...blocked])].map(
    (prefix): RegistryEntry => ({
      prefix,
      location: '',
      insecure: insecure.includes(prefix),
      blocked: blocked.includes(prefix),
      mirrors: [],
      origin: `${read.file}, ${prefix}`,
    }),
  );
  return {
    files: [read.file],
    search: search.length > 0 ? { registries: search, origin: read.file } : undefined,
    shortNameMode: undefined,
    aliases: new Map(),
    registries,
  };
}

/** Without slashes at the end. A loop, because a pattern would look at every run of slashes to its end. */
function trimmed(location: string): string {
  let end = location.length;
  while (end > 0 && location[end - 1] === '/') end--;
  return location.slice(0, end);
}

/** Takes values of the right type from a document, and says where one of a wrong type stands. */
class Reader {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  error(key: string, why: string): AppError {
    return new AppError('ARGUMENT', `${this.file}: ${key}: ${why}`, { hint: 'see containers-registries.conf(5)' });
  }

  text(table: Table, key: string, at = ''): string | undefined {
    return this.#typed(table, key, at, 'a string', (value) => typeof value === 'string') as string | undefined;
  }

  bool(table: Table, key: string, at = ''): boolean | undefined {
    return this.#typed(table, key, at, 'true or false', (value) => typeof value === 'boolean') as boolean | undefined;
  }

  texts(table: Table, key: string, at = ''): string[] | undefined {
    const isRight = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.#typed(table, key, at, 'a list of strings', isRight) as string[] | undefined;
  }

  table(table: Table, key: string, at = ''): Table | undefined {
    return this.#typed(table, key, at, 'a table', isJsonObject) as Table | undefined;
  }

  tables(table: Table, key: string, at = ''): Table[] | undefined {
    const isRight = (value: unknown) => Array.isArray(value) && value.every(isJsonObject);
    return this.#typed(table, key, at, `a list of tables, written [[${key}]]`, isRight) as Table[] | undefined;
  }

  #typed(table: Table, key: string, at: string, what: string, isRight: (value: unknown) => boolean): unknown {
    const value = ownValue(table, key);
    if (value === undefined || isRight(value)) return value;
    throw this.error(at === '' ? key : `${at}.${key}`, `must be ${what}`);
  }
}
