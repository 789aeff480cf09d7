import { AppError } from '../../../errors.ts';
import { goQuote } from '../go/quote.ts';
import type { JsonPath } from './nodes.ts';
import { JsonPathMistake, parseTemplate } from './parse.ts';

/**
 * A path of `--sort-by` and custom columns, which may come without braces and without the first point: `metadata.name`,
 * `.metadata.name`, `{metadata.name}`, `{.metadata.name}`. An empty one finds nothing.
 * Fails with ARGUMENT, in kubectl's words.
 */
export function parseRelaxedPath(expression: string): JsonPath {
  return parseBracedPath(bracedPath(expression));
}

/** The path as a template: `{.metadata.name}`. Fails with ARGUMENT where it is not one path. */
export function bracedPath(expression: string): string {
  if (expression === '') return '';
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (match) return `{.${match[1] ?? match[2]}}`;
  throw new AppError(
    'ARGUMENT',
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    { hint: `write ${goQuote(expression)} as one path` },
  );
}

/** Parses what `bracedPath` gave. Fails with ARGUMENT. */
export function parseBracedPath(template: string): JsonPath {
  try {
    return { template, nodes: parseTemplate(template) };
  } catch (error) {
    if (error instanceof JsonPathMistake) throw new AppError('ARGUMENT', error.message);
    throw error;
  }
}
