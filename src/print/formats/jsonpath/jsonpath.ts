import { AppError } from '../../../errors.ts';
import { compactJson, printJson } from '../document.ts';
import { goSyntax, goText } from '../go/format.ts';
import { goQuote } from '../go/quote.ts';
import { goKind, toFloat } from '../go/value.ts';
import { evaluate, JsonPathFault } from './evaluate.ts';
import type { JsonPath } from './nodes.ts';
import { JsonPathMistake, parseTemplate } from './parse.ts';

export type { JsonPath } from './nodes.ts';

export interface JsonPathOptions {
  /** What is missing prints as nothing. False: it is an error. */
  allowMissingKeys: boolean;
}

/** More text than this is refused: it is a template that multiplies. */
const TEXT_LIMIT = 64 * 1024 * 1024;

/** Parses a template of `-o jsonpath=` (kubectl's dialect). Fails with ARGUMENT, in kubectl's words. */
export function parseJsonPath(template: string): JsonPath {
  if (template === '') throw new AppError('ARGUMENT', 'template format specified but no template given');
  try {
    return { template, nodes: parseTemplate(template) };
  } catch (error) {
    if (!(error instanceof JsonPathMistake || error instanceof RangeError)) throw error;
    throw new AppError('ARGUMENT', `error parsing jsonpath ${template}, ${error.message}`);
  }
}

/**
 * What a template finds in an object: one list of values per text and per pair of braces, for those who print the
 * values themselves. Missing keys are allowed. Fails with ARGUMENT and the bare reason.
 */
export function findJsonPath(path: JsonPath, data: unknown): unknown[][] {
  try {
    return evaluate(path.nodes, data, true);
  } catch (error) {
    throw new AppError('ARGUMENT', reasonOf(error));
  }
}

/**
 * The text of `-o jsonpath=`: values of one expression are joined by a blank, maps and lists are compact JSON, null is
 * `<nil>`. No newline is added. Fails with ARGUMENT, in kubectl's words, which show the object too.
 */
export function printJsonPath(path: JsonPath, data: unknown, options: JsonPathOptions): string {
  return print(path, data, options, (values) => values.map(valueText).join(' '));
}

/** The text of `-o jsonpath-as-json=`: for each text and expression of the template a JSON list of what it found. */
export function printJsonPathAsJson(path: JsonPath, data: unknown, options: JsonPathOptions): string {
  return print(path, data, options, (values) => printJson(values.map(jsonValue)));
}

function valueText(value: unknown): string {
  if (value === undefined) return '<no value>';
  const kind = goKind(value);
  return kind === 'list' || kind === 'map' ? compactJson(value) : goText(value);
}

/** Numbers that stand in the template itself have Go's types. */
function jsonValue(value: unknown): unknown {
  return goKind(value) === 'int' ? Number(value) : goKind(value) === 'float' ? toFloat(value) : value;
}

function print(path: JsonPath, data: unknown, options: JsonPathOptions, textOf: (values: unknown[]) => string): string {
  try {
    let text = '';
    for (const values of evaluate(path.nodes, data, options.allowMissingKeys)) {
      text += textOf(values);
      if (text.length > TEXT_LIMIT) throw new JsonPathFault(`more than ${TEXT_LIMIT} characters`, []);
    }
    return text;
  } catch (error) {
    const reason = reasonOf(error);
    throw new AppError(
      'ARGUMENT',
      `error executing jsonpath ${goQuote(path.template)}: Error executing template: ${reason}. ` +
        'Printing more information for debugging the template:\n' +
        `\ttemplate was:\n\t\t${path.template}\n` +
        `\tobject given to jsonpath engine was:\n\t\t${goSyntax(data)}\n\n`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof JsonPathFault) return error.message;
  // The stack is too small for data or ranges that are nested thousands of levels deep.
  if (error instanceof RangeError) return 'nested too deeply';
  throw error;
}
