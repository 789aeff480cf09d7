import { parseYamlDocuments } from '../codec/parse-yaml.ts';
import { repeatedJsonKeys, unusualNumbers } from '../core/json/exact-json.ts';
import { type JsonStream, parseJsonStream } from '../core/json/json-syntax.ts';
import type { ManifestDocument, ManifestEntry } from '../core/ports/manifest-reader.ts';
import { AppError, isAppError } from '../errors.ts';

/** Documents that are read one by one, where they cannot be read together. */
const MOST_DOCUMENTS = 10_000;

/**
 * The documents of a YAML text, or JSON values that follow one another with or without space between them. A broken one
 * is an error in its place. JSON is not quite YAML, it may be indented with tabs; what begins like JSON and is none is left
 * to the YAML reader, with its messages.
 */
export async function parseManifests(text: string, file: string): Promise<ManifestEntry[]> {
  const json = looksLikeJson(text) ? parseJsonStream(text) : undefined;
  if (json && !json.fault) {
    const entries = jsonEntries(json, file, 0, repeatedJsonKeys(text));
    const [entry, second] = entries;
    const written = entry && !second && /^\s*\{/.test(text) ? unusualNumbers(text) : undefined;
    return written?.size ? [{ ...entry, written } as ManifestDocument] : entries;
  }
  try {
    return await documentsOf(text, file);
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  // One document is broken: the others are read without it.
  const entries: ManifestEntry[] = [];
  const documents = splitDocuments(text);
  if (documents.length > MOST_DOCUMENTS) {
    const why = `it has ${documents.length} documents, and at most ${MOST_DOCUMENTS} are read where one is broken`;
    return [{ error: new AppError('ARGUMENT', `error parsing ${file}: ${why}`) }];
  }
  for (const { start, lines } of documents) {
    entries.push(...(await entriesOf(lines.join('\n'), file, start)));
  }
  return entries;
}

/** What is between two separators: JSON, or one document. */
async function entriesOf(text: string, file: string, linesBefore: number): Promise<ManifestEntry[]> {
  const body = text.replace(SEPARATOR, (separator) => ' '.repeat(separator.length));
  const json = looksLikeJson(body) ? parseJsonStream(body) : undefined;
  if (json && !json.fault) return jsonEntries(json, file, linesBefore, repeatedJsonKeys(body));
  try {
    return await documentsOf(text, file, linesBefore);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { message } = error;
    if (!json?.fault) return [{ error: new AppError('ARGUMENT', `error parsing ${message}`) }];
    const { line, column } = json.fault.position;
    const why = json.fault.unfinished
      ? `${file}: unexpected EOF`
      : json.values.length > 0
        ? `${file}:${line + linesBefore}:${column}: this is not JSON`
        : message;
    return [...jsonEntries(json, file, linesBefore), { error: new AppError('ARGUMENT', `error parsing ${why}`) }];
  }
}

const looksLikeJson = (text: string) => /^\ufeff?\s*[{[]/.test(text);

/** @param repeated of each object and list, the paths of keys that it has twice */
function jsonEntries(
  { values }: JsonStream,
  file: string,
  linesBefore: number,
  repeated: readonly (readonly string[])[] = [],
): ManifestEntry[] {
  let collections = 0;
  return values.flatMap(({ value, position }) => {
    if (value === null) return [];
    const keys = typeof value === 'object' ? (repeated[collections++] ?? []) : [];
    return [{ value, file, line: linesBefore + position.line, ...(keys.length > 0 ? { repeated: keys } : {}) }];
  });
}

async function documentsOf(text: string, file: string, linesBefore = 0): Promise<ManifestEntry[]> {
  const documents = await parseYamlDocuments(text, file, linesBefore);
  return documents.filter(({ value }) => value !== null).map((document) => ({ ...document, file }));
}

const SEPARATOR = /^---(?=\s|$)/;

function splitDocuments(text: string): { start: number; lines: string[] }[] {
  const documents: { start: number; lines: string[] }[] = [{ start: 0, lines: [] }];
  for (const [index, line] of text.split('\n').entries()) {
    if (SEPARATOR.test(line)) documents.push({ start: index, lines: [] });
    documents.at(-1)?.lines.push(line);
  }
  return documents;
}

/** The text of a file's bytes: UTF-8, or UTF-16 with a byte order mark. Fails with ARGUMENT for anything else. */
export function decodeText(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('ARGUMENT', `error parsing ${file}: it is not UTF-8 text`, { cause });
  }
}
