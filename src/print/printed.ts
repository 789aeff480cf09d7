/**
 * How an answer is laid out, by which terminals mark what leads the eye: a table below its header; `NAME: VALUE` below titles;
 * lines that begin with ✓ or ✗; the overview of a project.
 */
export type Look = 'table' | 'fields' | 'checks' | 'project';

/** What a command shows. The CLI writes it: first stderr, then stdout, then the errors. */
export interface Printed {
  stdout: string;
  /** The answer is a document, a script or what a template made: written byte by byte, as kubectl does, also to a terminal. */
  data?: true;
  look?: Look;
  /** What of the answer is no text; behind `stdout`, byte by byte. */
  bytes?: Uint8Array;
  /** Notes that are not the answer. */
  stderr?: string;
  /** Failures of a part of the command; any makes the exit code 1. */
  errors?: readonly unknown[];
  /** The exit code of an answer that is a comparison, without errors. */
  exitCode?: number;
  /** What comes while the command is still at work; written as it comes. An error that it throws ends the command. */
  more?: AsyncIterable<Printed>;
}

export interface PrintContext {
  now(): Date;
  /** Whether more is asked for, with `-v`. */
  verbose: boolean;
  /** Whether people see standard output. Asked late: it costs something. */
  isTerminal(): Promise<boolean>;
  /** The text of a file, for templates that lie in one. Fails with ARGUMENT where it cannot be read. */
  readText(path: string): Promise<string>;
}

/**
 * Prepares to print before the command runs, so that a broken template stops a command that has done nothing yet.
 * Fails with ARGUMENT.
 */
export type PreparePrinter<Request, Result> = (
  request: Request,
  context: PrintContext,
) => Promise<(result: Result) => Printed>;

/** A printer as the CLI handles it: it is only ever given the request and the result of its own command. */
export type AnyPrinter = PreparePrinter<never, never>;
