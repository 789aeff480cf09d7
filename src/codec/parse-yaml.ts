import { broken } from './broken.ts';
import { conflictMarkerLine, conflictMarkers } from './conflict-markers.ts';
import { parseSimpleYaml } from './simple-yaml.ts';
import type { YamlDocument } from './yaml-library.ts';

/**
 * Reads one YAML document as JSON-like values: scalars mean what they mean to Kubernetes' tools (`resolvePlain`), merge keys
 * count, every key is a string and an own property. An empty document is null.
 *
 * @param file the name of the text in messages
 * Fails with STORE_BROKEN, `FILE:LINE:COLUMN: why`: also for duplicate keys, a second document, aliases that stand for too
 * much, and what would take too long to read.
 */
export async function parseYaml(text: string, file: string): Promise<unknown> {
  const simple = parseSimpleYaml(text);
  if (simple) return simple.value;
  refuseConflictMarkers(text, file);
  const { readDocuments } = await import('./yaml-library.ts');
  const documents = readDocuments(text, file, { uniqueKeys: true });
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
  const simple = simpleDocuments(text, linesBefore);
  if (simple) return simple;
  refuseConflictMarkers(text, file, linesBefore);
  const { readDocuments } = await import('./yaml-library.ts');
  return readDocuments(text, file, { uniqueKeys: false, linesBefore });
}

/** The documents of a text of which each is simple; undefined where one is not. */
function simpleDocuments(text: string, linesBefore: number): YamlDocument[] | undefined {
  const documents: YamlDocument[] = [];
  let line = linesBefore + 1;
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n---\n', start) + 1 || text.length;
    const document = text.slice(start, next);
    const simple = parseSimpleYaml(document);
    if (!simple) return undefined;
    const lead = /^(?:---\n)?(?:[ ]*(?:#.*)?\n)*/.exec(document)?.[0] ?? '';
    documents.push({ value: simple.value, line: line + linesIn(lead) });
    line += linesIn(document);
    start = next;
  }
  return documents.length > 0 ? documents : undefined;
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** What git could not merge is no mistake of YAML, and is not told as one. */
function refuseConflictMarkers(text: string, file: string, linesBefore = 0): void {
  const line = conflictMarkerLine(text);
  if (line !== undefined) throw conflictMarkers(file, linesBefore + line);
}
