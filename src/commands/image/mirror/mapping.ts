import { exact, type Reference } from '../../../core/references/reference.ts';
import { equalReferences } from '../../../core/references/reference-forms.ts';
import { isAppError } from '../../../errors.ts';
import {
  expandSource,
  type ImageSource,
  parseImage,
  parseImageSource,
  type SourceOptions,
} from '../../arguments/image-source.ts';
import { refuse } from '../../command.ts';

/** A source and a destination as they were written. */
export interface MappingArgument {
  source: ImageSource;
  destination: Reference;
}

/** One image to be copied; a destination without a tag gets it by its digest only. */
export interface Mapping {
  source: Reference;
  destination: Reference;
}

const NOT_MAPPINGS = 'all arguments must be valid SRC=DST mappings';

/** Reads `SRC=DST ...` or `SRC DST ...`. Where the two are mixed, those without `=` are passed over (oc-cli.md 12). Fails with ARGUMENT. */
export function parseMappings(words: readonly string[]): MappingArgument[] {
  const pairs = words.filter((word) => word.includes('=')).map(splitPair);
  const [source, ...destinations] = words.filter((word) => !word.includes('='));
  if (pairs.length > 0 || source === undefined) return pairs.map(([from, to]) => mapping(from, to));
  if (destinations.length === 0) {
    refuse(`${NOT_MAPPINGS}, or you must specify one SRC argument and one or more DST arguments`);
  }
  return destinations.filter((to) => to !== '').map((to) => mapping(source, to));
}

/** Reads a file of mappings, one per line; `#` begins a comment. Fails with ARGUMENT that names the line. */
export function parseMappingFile(text: string, file: string): MappingArgument[] {
  return text.split('\n').flatMap((line, at) => {
    const words = line.replace(/#.*/, '').split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    try {
      return parseMappings(words);
    } catch (error) {
      if (!isAppError(error, 'ARGUMENT')) throw error;
      return refuse(`file ${file}, line ${at + 1}: ${error.message}`, { hint: error.hint });
    }
  });
}

function splitPair(word: string): [string, string] {
  const at = word.indexOf('=');
  const pair: [string, string] = [word.slice(0, at), word.slice(at + 1)];
  if (pair.includes('')) refuse(NOT_MAPPINGS);
  return pair;
}

function mapping(from: string, to: string): MappingArgument {
  const source = parseImageSource(from);
  const destination = parseImage(to);
  if (destination.id !== '') refuse('you must specify a tag for DST or leave it blank to only push by digest');
  return { source, destination };
}

/** Finds the tags that patterns mean, and checks that no two images go to one place. Fails with ARGUMENT, or a RegistryError. */
export async function expandMappings(written: readonly MappingArgument[], options: SourceOptions): Promise<Mapping[]> {
  const mappings: Mapping[] = [];
  const taken = new Set<string>();
  for (const { source, destination } of written) {
    const references = await expandSource(source, options);
    if (references.length > 1 && destination.tag !== '') {
      refuse('when source contains wildcards, the destination must be a repository');
    }
    for (const reference of references) {
      const to = destination.tag === '' ? { ...destination, tag: reference.tag } : destination;
      if (taken.has(exact(to))) refuse(`each destination tag may only be specified once: ${exact(to)}`);
      taken.add(exact(to));
      mappings.push({ source: reference, destination: to });
    }
  }
  for (const { source, destination } of mappings) {
    if (equalReferences(source, destination)) refuse('SRC and DST may not be the same');
  }
  return mappings;
}
