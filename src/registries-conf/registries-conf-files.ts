import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from '../core/concurrency/when-asked.ts';
import type { RegistriesConfSource } from '../core/ports/registries-conf.ts';
import { mergeRegistriesConf, type RegistriesConf, registriesConf } from '../core/registries/registries-conf.ts';
import { AppError } from '../errors.ts';
import { configHome, type FilePlaces } from './file-places.ts';

interface ConfText {
  file: string;
  text: string;
}

/**
 * The files of containers-registries.conf(5): `CONTAINERS_REGISTRIES_CONF` alone where it is set; else the user's file,
 * which replaces the system's, and the drop-ins beside it; else the system's file with its drop-ins and the user's.
 */
export function createRegistriesConfSource(places: FilePlaces): RegistriesConfSource {
  const texts = once(() => confFiles(places).map((file): ConfText => ({ file, text: read(file) })));
  const parsed = new Map<string, Promise<RegistriesConf | undefined>>();
  const load = async (want: 'registries' | 'short-names') => {
    const wanted = texts().filter(({ text }) => saysSomething(text) && (want === 'short-names' || hasRegistries(text)));
    if (wanted.length === 0) return undefined;
    const { parse, TomlError } = await import('smol-toml');
    const confs = wanted.map(({ file, text }) => {
      try {
        return registriesConf(parse(text), file);
      } catch (error) {
        if (!(error instanceof TomlError)) throw error;
        const why = (error.message.split('\n', 1)[0] as string).replace(/^Invalid TOML document: /, '');
        throw new AppError('ARGUMENT', `${file}:${error.line}:${error.column}: ${why}`, { cause: error });
      }
    });
    return confs.reduce(mergeRegistriesConf);
  };
  return {
    read(want) {
      let conf = parsed.get(want);
      if (conf === undefined) {
        conf = load(want);
        parsed.set(want, conf);
      }
      return conf;
    },
  };
}

/** The files that are there, in the order in which they count. */
export function confFiles(places: FilePlaces): string[] {
  const named = places.env.CONTAINERS_REGISTRIES_CONF;
  if (named) return [named];
  const user = path.join(configHome(places), 'containers');
  const system = path.join(places.system, 'containers');
  const own = path.join(user, 'registries.conf');
  if (existsSync(own)) return [own, ...dropIns(user)];
  const shared = path.join(system, 'registries.conf');
  return [...(existsSync(shared) ? [shared] : []), ...dropIns(system), ...dropIns(user)];
}

function dropIns(folder: string): string[] {
  const inside = path.join(folder, 'registries.conf.d');
  if (!existsSync(inside)) return [];
  return readdirSync(inside)
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => path.join(inside, name));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('ARGUMENT', `${file}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether a file holds more than comments: distributions ship files that do not. */
const saysSomething = (text: string) =>
  text.split('\n').some((line) => {
    const said = line.trimStart();
    return said !== '' && !said.startsWith('#');
  });

/** Whether a file may say more than aliases. Aliases are many, and wanted for short names only. */
const hasRegistries = (text: string) =>
  /^[ \t]*(?:\[{1,2}[ \t]*["']?registr|["']?registr(?:y|ies)["']?[ \t]*(?:\.|=[ \t]*[[{]))/m.test(text);
