import { AppError } from '../errors.ts';
import { parseSimpleYaml } from './simple-yaml.ts';

export interface YamlDocument {
  value: unknown;
  /** The line on which the document's content begins, from 1. */
  line: number;
}

/** How often all anchors of a document together may be expanded: enough for people, not for a bomb. */
const MAX_ALIASES = 100;

/**
 * Reads one YAML document as JSON-like values: scalars mean what they mean to Kubernetes' tools (`resolvePlain`), merge keys
 * count, every key is a string and an own property. An empty document is null.
 *
 * @param file the name of the text in messages
 * Fails with STORE_BROKEN, `FILE:LINE:COLUMN: why`: also for duplicate keys, a second document, too many aliases.
 */
export async function parseYaml(text: string, file: string): Promise<unknown> {
  const simple = parseSimpleYaml(text);
  if (simple) return simple.value;
  const { readDocuments } = await import('./yaml-library.ts');
  const documents = readDocuments(text, file, { maxAliases: MAX_ALIASES, uniqueKeys: true });
  const [first, second] = documents;
  if (second) throw broken(file, second.line, 1, 'a second document begins here, where one is expected');
  return first?.value ?? null;
}

/**
 * Reads a stream of YAML documents, as `kubectl -f` takes it; empty documents are left out. Of a key that a mapping has
 * twice, the last counts.
 *
 * @param linesBefore of the file that come before the text, for the lines of documents and errors
 * Fails as `parseYaml` does.
 */
export async function parseYamlDocuments(text: string, file: string, linesBefore = 0): Promise<YamlDocument[]> {
  const simple = parseSimpleYaml(text);
  if (simple) return [{ value: simple.value, line: linesBefore + (text.startsWith('---\n') ? 2 : 1) }];
  const { readDocuments } = await import('./yaml-library.ts');
  return readDocuments(text, file, { maxAliases: MAX_ALIASES, uniqueKeys: false, linesBefore });
}

/** The error for a text that is not what it should be, with the place as editors and terminals recognise it. */
export function broken(file: string, line: number, column: number, why: string): AppError {
  return new AppError('STORE_BROKEN', `${file}:${line}:${column}: ${why}`, {
    hint: 'Correct the file there, or restore it from version control',
  });
}
