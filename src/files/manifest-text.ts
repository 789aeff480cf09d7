import { parseYamlDocuments } from '../codec/parse-yaml.ts';
import { parseJson } from '../core/json-syntax.ts';
import type { ManifestEntry } from '../core/ports/manifest-reader.ts';
import { AppError, isAppError } from '../errors.ts';

/**
 * The documents of a YAML or JSON text. A broken one is an error in its place. JSON is not quite YAML, it may be indented
 * with tabs; what is no JSON is left to the YAML reader, with its messages.
 */
export async function parseManifests(text: string, file: string): Promise<ManifestEntry[]> {
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  if (json?.ok) return json.value === null ? [] : [{ value: json.value, file, line: 1 }];
  try {
    return await documentsOf(text, file);
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  // One document is broken: the others are read without it.
  const entries: ManifestEntry[] = [];
  for (const { start, lines } of splitDocuments(text)) {
    try {
      entries.push(...(await documentsOf(lines.join('\n'), file, start)));
    } catch (error) {
      if (!isAppError(error)) throw error;
      entries.push({ error: new AppError('ARGUMENT', `error parsing ${error.message}`) });
    }
  }
  return entries;
}

async function documentsOf(text: string, file: string, linesBefore = 0): Promise<ManifestEntry[]> {
  const documents = await parseYamlDocuments(text, file, linesBefore);
  return documents.filter(({ value }) => value !== null).map(({ value, line }) => ({ value, file, line }));
}

function splitDocuments(text: string): { start: number; lines: string[] }[] {
  const documents: { start: number; lines: string[] }[] = [{ start: 0, lines: [] }];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^---(\s|$)/.test(line)) documents.push({ start: index, lines: [] });
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
