import { AppError } from '../../../errors.ts';
import { compactJson } from '../document.ts';
import { goText } from '../go/format.ts';
import { goQuote } from '../go/quote.ts';
import { execute, TemplateFault } from './execute.ts';
import { FUNCTIONS } from './functions.ts';
import type { GoTemplate } from './nodes.ts';
import { parseDefinitions } from './parse.ts';
import { TemplateMistake } from './token-reader.ts';

export type { GoTemplate } from './nodes.ts';

export interface GoTemplateOptions {
  /** What is missing prints as `<no value>`. False: it is an error. */
  allowMissingKeys: boolean;
}

/** A template that stopped halfway. Code ARGUMENT. */
export class GoTemplateError extends AppError {
  /** What kubectl has on stdout by then: what the template had printed, and what helps to debug it. */
  readonly output: string;

  constructor(message: string, output: string) {
    super('ARGUMENT', message);
    this.output = output;
  }
}

/** Parses a template of `-o go-template=`. Fails with ARGUMENT, in kubectl's words. */
export function parseGoTemplate(text: string): GoTemplate {
  if (text === '') throw new AppError('ARGUMENT', 'template format specified but no template given');
  try {
    return { text, definitions: parseDefinitions(text, new Set(FUNCTIONS.keys())) };
  } catch (error) {
    throw new AppError('ARGUMENT', `error parsing template ${text}, ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'template: output: nested too deeply';
  if (error instanceof TemplateMistake) return error.message;
  throw error;
}

/**
 * The text of `-o go-template=`. No newline is added. Fails with `GoTemplateError`, in kubectl's words, which in
 * contrast to jsonpath show the object on stdout.
 */
export function printGoTemplate(template: GoTemplate, data: unknown, options: GoTemplateOptions): string {
  try {
    return execute(template, data, options.allowMissingKeys);
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    throw new GoTemplateError(
      `error executing template ${goQuote(template.text)}: ${error.message}`,
      `${error.output}Error executing template: ${error.message}. ` +
        'Printing more information for debugging the template:\n' +
        `\ttemplate was:\n\t\t${template.text}\n` +
        `\traw data was:\n\t\t${compactJson(data)}\n` +
        `\tobject given to template engine was:\n\t\t${goText(data)}\n\n`,
    );
  }
}
