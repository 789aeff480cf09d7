import { type Document, LineCounter, parseAllDocuments, visit, type YAMLError } from 'yaml';
import { copyJson } from '../core/json-value.ts';
import { broken, type YamlDocument } from './parse-yaml.ts';

/** Reads all documents that are not empty with the library that knows all of YAML. Loaded only where it is needed. */
export function readDocuments(text: string, file: string, maxAliases: number): YamlDocument[] {
  const lines = new LineCounter();
  const place = (offset: number): [number, number] => {
    const { line, col } = lines.linePos(offset);
    return [Math.max(line, 1), Math.max(col, 1)];
  };
  let documents: Document[];
  try {
    const parsed = parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      merge: true,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: lines,
    });
    documents = Array.isArray(parsed) ? [...parsed] : [];
  } catch (error) {
    throw broken(file, 1, 1, tooDeep(error));
  }
  for (const { errors } of documents) {
    const [error] = errors;
    if (error) throw broken(file, ...place(error.pos[0]), reason(error));
  }
  return documents.flatMap((document) => {
    const [line] = place(startOf(document));
    try {
      // Copied, because aliases give the same object several times.
      const value: unknown = copyJson(document.toJS({ maxAliasCount: maxAliases }));
      return value === null || value === undefined ? [] : [{ value, line }];
    } catch (error) {
      throw broken(file, ...place(unresolvedAlias(document) ?? startOf(document)), tooDeep(error));
    }
  });
}

const startOf = (document: Document) => document.contents?.range?.[0] ?? document.range?.[0] ?? 0;

/** Where an alias stands that no anchor belongs to. */
function unresolvedAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      offset = alias.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

const TOO_DEEP = 'collections are nested too deeply';

const reason = (error: YAMLError) => (error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : firstLine(error.message));

const firstLine = (message: string) => message.split('\n', 1)[0] as string;

/** The library recurses, and reports too many aliases and its own limits by throwing. */
function tooDeep(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof ReferenceError) return firstLine(error.message);
  throw error;
}
