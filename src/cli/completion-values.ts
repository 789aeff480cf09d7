import type { ImageApi } from '../api/api.ts';
import { IMAGE_STREAM, IMAGE_STREAM_IMAGE, IMAGE_STREAM_TAG, IMAGE_TAG, NAMESPACE } from '../core/kinds/kind-names.ts';
import { findKind, KINDS, type ResourceKind } from '../core/kinds/kinds.ts';
import type { ImageStream } from '../core/objects/image-stream.ts';
import { orderTags } from '../core/references/tag-order.ts';
import { ifFound } from '../core/status.ts';

/** What a word can become. */
export interface Candidate {
  value: string;
  /** Said beside it by shells that can. */
  about?: string;
}

export interface Candidates {
  list: readonly Candidate[];
  /** The word goes on after a candidate: no space is to follow. */
  open?: boolean;
  /** Files of the file system are meant too. */
  files?: boolean;
}

/** Where values come from: objects of the store, read when they are asked for, and nothing else. */
export interface ValueSource {
  open(): Promise<{ api: ImageApi; namespace: string }>;
}

export const NOTHING: Candidates = { list: [] };
const FILES: Candidates = { list: [], files: true };

const plain = (values: readonly string[]): Candidates => ({ list: values.map((value) => ({ value })) });

/**
 * What the word at a place can be, by the name that help texts give the place: `STREAM[:TAG]`, `TYPE/NAME`, `NAMESPACE`,
 * `FILE`, a kind such as `SECRET`, or the words themselves, as in `auto|always|never`.
 *
 * @param args the arguments before the word
 */
export async function valuesOf(
  place: string,
  word: string,
  args: readonly string[],
  source: ValueSource,
): Promise<Candidates> {
  if (/[a-z]/.test(place) && /^[\w.-]+(\|[\w.-]+)*$/.test(place)) return plain(place.split('|'));
  if (place.startsWith('[NAME=]') && word.includes('=')) return afterEquals(place, word, args, source);
  const streams = /\bSTREAM|\bIMAGESTREAM|\bSOURCE\b|\bDESTINATION\b/.test(place);
  if (/\bTYPE(?!\/)/.test(place)) return resources(word, args, source, false);
  if (/\bTYPE\//.test(place) && (word.includes('/') || !streams)) return resources(word, [], source, true);
  if (streams) return streamNames(word, /:TAG|@DIGEST|SOURCE|DESTINATION/.test(place), source);
  if (/\b(NAMESPACE|PROJECT)\b/.test(place)) return namespaces(source);
  if (/\b(FILE|FILENAME|DIRECTORY|PATH)\b/.test(place)) return FILES;
  const kind = findKind(place.replace(/[^A-Z]/g, ''));
  return kind?.namespaced ? namesOf(kind, '', source) : NOTHING;
}

/** What may stand behind the name that the user gives to a value. */
async function afterEquals(
  place: string,
  word: string,
  args: readonly string[],
  source: ValueSource,
): Promise<Candidates> {
  const lead = word.slice(0, word.indexOf('=') + 1);
  const found = await valuesOf(place, word.slice(lead.length), args, source);
  return {
    ...found,
    list: found.list.map(({ value, about }) => ({ value: `${lead}${value}`, ...(about ? { about } : {}) })),
  };
}

/** The place of the argument at `index` in a usage line; the whole line where it says what to do with types. */
export function placeInUsage(usage: string, index: number): string {
  if (/\bTYPE\b/.test(usage)) return usage;
  const places = usage.split(/\s+/).filter((word) => !/^\[?-|^\[?\.\.\./.test(word));
  return places[index] ?? (usage.includes('...') ? (places.at(-1) ?? '') : '');
}

async function resources(
  word: string,
  args: readonly string[],
  source: ValueSource,
  paths: boolean,
): Promise<Candidates> {
  const slash = word.indexOf('/');
  if (slash >= 0) {
    const kind = findKind(word.slice(0, slash));
    return kind ? namesOf(kind, word.slice(slash + 1), source, word.slice(0, slash + 1)) : NOTHING;
  }
  const [type] = args;
  if (type !== undefined && !type.includes('/')) {
    const kind = findKind(type);
    return kind ? without(await namesOf(kind, word, source), args.slice(1)) : NOTHING;
  }
  const comma = word.lastIndexOf(',') + 1;
  const after = paths || type !== undefined ? '/' : '';
  const types = typeNames().map(({ value, about = '' }) => ({
    value: `${word.slice(0, comma)}${value}${after}`,
    about,
  }));
  return { list: types, open: after !== '' };
}

/** Types by their plural and, as everybody writes them, by their short names. */
function typeNames(): Candidate[] {
  const kinds = KINDS.filter((kind) => kind.kind !== 'ImageStreamImport' && findKind(kind.plural) === kind);
  return kinds.flatMap((kind) => [kind.plural, ...kind.shortNames].map((value) => ({ value, about: kind.kind })));
}

async function namesOf(kind: ResourceKind, word: string, source: ValueSource, lead = ''): Promise<Candidates> {
  if ([IMAGE_STREAM_TAG, IMAGE_TAG, IMAGE_STREAM_IMAGE].includes(kind)) {
    const { list, open } = await streamNames(word, true, source, kind === IMAGE_STREAM_IMAGE ? '@' : ':');
    return { list: list.map(({ value }) => ({ value: `${lead}${value}` })), ...(open ? { open } : {}) };
  }
  const { api, namespace } = await source.open();
  const names = await api.names(kind, kind.namespaced ? namespace : undefined);
  return plain(names.map(({ name }) => `${lead}${name}`));
}

/**
 * Names of streams and, where a tag or a digest may follow, what follows the one that the word means.
 * `NAMESPACE/` before the name is another namespace.
 */
async function streamNames(
  word: string,
  parts: boolean,
  source: ValueSource,
  separator?: ':' | '@',
): Promise<Candidates> {
  const { api, namespace: current } = await source.open();
  const slash = word.indexOf('/') + 1;
  const [lead, name] = [word.slice(0, slash), word.slice(slash)];
  const namespace = slash > 0 ? lead.slice(0, -1) : current;
  const [, stream = '', typed] = /^([^:@]*)([:@])?/.exec(name) ?? [];
  const partsIn = async (called: string, sign: string) =>
    partsOf(await ifFound(api.get<ImageStream>(IMAGE_STREAM, namespace, called)), sign).map((part) => `${lead}${part}`);
  if (parts && typed) return plain(await partsIn(stream, typed));
  const near = (await api.names(IMAGE_STREAM, namespace)).filter((stored) => stored.name.startsWith(name));
  const [only] = near;
  if (parts && only && near.length === 1) {
    const own = await partsIn(only.name, separator ?? ':');
    if (own.length > 0) return plain(own);
  }
  return { ...plain(near.map((stored) => `${lead}${stored.name}`)), open: parts };
}

/** `stream:tag` for every tag that the stream has or is to have, or `stream@digest` for every image of its history. */
function partsOf(stream: ImageStream | undefined, separator: string): string[] {
  if (!stream) return [];
  const history = stream.status.tags ?? [];
  const { name } = stream.metadata;
  if (separator === '@') {
    const digests = history.flatMap(({ items }) => (items ?? []).map(({ image }) => image));
    return [...new Set(digests)].filter(Boolean).map((digest) => `${name}@${digest}`);
  }
  const tags = new Set([...(stream.spec.tags ?? []).map((tag) => tag.name), ...history.map(({ tag }) => tag)]);
  return orderTags([...tags]).map((tag) => `${name}:${tag}`);
}

async function namespaces(source: ValueSource): Promise<Candidates> {
  const { api } = await source.open();
  return plain((await api.names(NAMESPACE, undefined)).map(({ name }) => name));
}

function without(candidates: Candidates, given: readonly string[]): Candidates {
  return { ...candidates, list: candidates.list.filter(({ value }) => !given.includes(value)) };
}
