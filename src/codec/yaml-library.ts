import { Composer, type CST, type Document, LineCounter, Parser, type ScalarTag, type YAMLError } from 'yaml';
import { positionAt } from '../core/json/json-syntax.ts';
import { broken } from './broken.ts';
import { resolvePlain } from './plain-scalar.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { documentValue, UnusableValue } from './yaml-values.ts';
import { tooMuchAt } from './yaml-work.ts';

export interface YamlDocument {
  value: unknown;
  /** The line on which the document's content begins, from 1. */
  line: number;
  /** Paths of keys that a mapping has twice, where these are no mistake: the last counts. */
  repeated?: readonly string[];
}

export interface ReadOptions {
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

/**
 * Reads all documents that are not empty with the library that knows all of YAML. Loaded only where it is needed.
 * Fails with STORE_BROKEN, also where the library would need too long.
 */
export function readDocuments(
  text: string,
  file: string,
  { uniqueKeys, linesBefore = 0 }: ReadOptions,
): YamlDocument[] {
  const lines = new LineCounter();
  const place = (offset: number): [number, number] => {
    const { line, col } = lines.linePos(offset);
    return [linesBefore + Math.max(line, 1), Math.max(col, 1)];
  };
  const tooMuch = tooMuchAt(text);
  if (tooMuch) {
    const { line, column } = positionAt(text, tooMuch.offset);
    throw tooMuch.what === 'deep'
      ? broken(file, linesBefore + line, column, TOO_DEEP)
      : broken(file, linesBefore + line, column, TOO_MUCH, PLAINER);
  }
  let documents: readonly Document[];
  try {
    documents = documentsIn(text, lines);
  } catch (error) {
    throw broken(file, linesBefore + 1, 1, reasonOfThrow(error));
  }
  for (const { errors } of documents) {
    const [error] = errors;
    if (error) throw broken(file, ...place(error.pos[0]), reason(error));
  }
  return documents.flatMap((document) => {
    const [line] = place(startOf(document));
    try {
      const value = documentValue(document, uniqueKeys);
      return value === null ? [] : [{ value, line, ...repeated(document, uniqueKeys) }];
    } catch (error) {
      const offset = error instanceof UnusableValue ? error.offset : startOf(document);
      throw broken(file, ...place(offset), reasonOfThrow(error));
    }
  });
}

/** The documents of a text, up to the first one that is broken. Whether keys are unique is not asked: it takes time squared. */
function documentsIn(text: string, lines: LineCounter): Document[] {
  const composer = new Composer({
    version: '1.2',
    customTags: () => [...GO_TAGS],
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const documents: Document[] = [];
  for (const document of composer.compose(untilError(new Parser(lines.addNewLine).parse(text)))) {
    documents.push(document);
    if (document.errors.length > 0) break;
  }
  return documents;
}

function* untilError(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    yield token;
    if (token.type === 'error') return;
  }
}

function repeated(document: Document, uniqueKeys: boolean): Pick<YamlDocument, 'repeated'> {
  const keys = uniqueKeys ? [] : repeatedKeys(document);
  return keys.length > 0 ? { repeated: keys } : {};
}

const startOf = (document: Document) => document.contents?.range?.[0] ?? document.range?.[0] ?? 0;

const TOO_DEEP = 'collections are nested too deeply';
const TOO_MUCH = 'the text is too long for what it uses of YAML';
const PLAINER =
  'Leave out anchors, tags, brackets and texts over several lines, so that it can be read plainly, or divide it';

const reason = (error: YAMLError) =>
  error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : withoutSource(firstLine(error.message));

/** The library's words without the text that they quote: a password may begin with `|`, `*` or `!`. */
const withoutSource = (message: string) => message.replace(/(?<=[\w)]): .*$/, '').replace(/![^\s!]+/g, 'this');

const firstLine = (message: string) => message.split('\n', 1)[0] as string;

/** The library recurses, and reports its own limits by throwing. */
function reasonOfThrow(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof Error) return firstLine(error.message);
  throw error;
}
