import { type Document, Lexer, LineCounter, parseAllDocuments, type ScalarTag, visit, type YAMLError } from 'yaml';
import { DEEPEST, positionAt } from '../core/json-syntax.ts';
import { copyJson } from '../core/json-value.ts';
import { broken, type YamlDocument } from './parse-yaml.ts';
import { resolvePlain } from './plain-scalar.ts';

export interface ReadOptions {
  maxAliases: number;
  /** Whether a key that a mapping has twice is a mistake; else the last counts. */
  uniqueKeys: boolean;
  /** Of the file, before the text. */
  linesBefore?: number;
}

const scalarTag = (name: string, test: RegExp): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test,
  resolve: resolvePlain,
});

/** The tags of plain scalars. What looks like one, and is none after all, `resolvePlain` leaves a text. */
const GO_TAGS: readonly (ScalarTag | 'map' | 'seq')[] = [
  'map',
  'seq',
  { tag: 'tag:yaml.org,2002:str', resolve: (text) => text },
  { tag: 'tag:yaml.org,2002:binary', resolve: (text) => Buffer.from(text, 'base64').toString() },
  scalarTag('null', /^(?:~|null|Null|NULL)?$/),
  scalarTag('bool', /^[yYnNtTfFoO][a-zA-Z]{0,4}$/),
  scalarTag('int', /^[-+]?[0-9][0-9a-zA-Z_]*$/),
  scalarTag('float', /^[-+.0-9]/),
];

/** Reads all documents that are not empty with the library that knows all of YAML. Loaded only where it is needed. */
export function readDocuments(
  text: string,
  file: string,
  { maxAliases, uniqueKeys, linesBefore = 0 }: ReadOptions,
): YamlDocument[] {
  const lines = new LineCounter();
  const place = (offset: number): [number, number] => {
    const { line, col } = lines.linePos(offset);
    return [linesBefore + Math.max(line, 1), Math.max(col, 1)];
  };
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const { line, column } = positionAt(text, deep);
    throw broken(file, linesBefore + line, column, TOO_DEEP);
  }
  let documents: Document[];
  try {
    const parsed = parseAllDocuments(text, {
      version: '1.2',
      customTags: () => [...GO_TAGS],
      merge: true,
      uniqueKeys,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: lines,
    });
    documents = Array.isArray(parsed) ? [...parsed] : [];
  } catch (error) {
    throw broken(file, linesBefore + 1, 1, reasonOfThrow(error));
  }
  for (const { errors } of documents) {
    const [error] = errors;
    if (error) throw broken(file, ...place(error.pos[0]), reason(error));
  }
  return documents.flatMap((document) => {
    const [line] = place(startOf(document));
    const infinite = notFinite(document);
    if (infinite !== undefined) throw broken(file, ...place(infinite), 'a number is too large, or none');
    try {
      // Copied, because aliases give the same object several times.
      const value: unknown = copyJson(document.toJS({ maxAliasCount: maxAliases }));
      return value === null || value === undefined ? [] : [{ value, line }];
    } catch (error) {
      throw broken(file, ...place(unresolvedAlias(document) ?? startOf(document)), reasonOfThrow(error));
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

/** Where a number stands that no JSON can hold: `.inf`, `.nan`, or one of hundreds of digits. */
function notFinite(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Scalar(_, { value, range }) {
      if (typeof value !== 'number' || Number.isFinite(value)) return undefined;
      offset = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/**
 * Where collections nest more than `DEEPEST` levels within one another on a line or in brackets, or undefined. The library
 * takes time that grows with the square of the depth, until its stack ends. Block collections on lines of their own are
 * left to it: their indentation makes them long before they are deep.
 */
function tooDeepAt(text: string): number | undefined {
  if (!mayBeDeep(text)) return undefined;
  let [offset, brackets, items] = [0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets--;
    else if (token === '-' || token === '?') items++;
    else if (token === '\n') items = 0;
    if (brackets > DEEPEST || items > DEEPEST) return offset;
    if (!LEXER_MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

/** Tokens that are no part of the text: the start of a document, the end of broken brackets, a scalar that follows. */
const LEXER_MARKS = new Set(['\x02', '\x18', '\x1f']);

/** Whether there are as many signs as a deep document needs. */
function mayBeDeep(text: string): boolean {
  let signs = 0;
  for (let at = 0; at < text.length && signs <= DEEPEST; at++) if (SIGNS.includes(text[at] as string)) signs++;
  return signs > DEEPEST;
}

const SIGNS = '[{-?';

const TOO_DEEP = 'collections are nested too deeply';

const reason = (error: YAMLError) => (error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : firstLine(error.message));

const firstLine = (message: string) => message.split('\n', 1)[0] as string;

/** The library recurses, and reports too many aliases, merges of what is no map, and its own limits by throwing. */
function reasonOfThrow(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof Error) return firstLine(error.message);
  throw error;
}
