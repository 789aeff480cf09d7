import type { ChalkInstance } from 'chalk';

/** `--color`. */
export type ColorChoice = 'always' | 'never' | 'auto';

/** What decides about colour, as values: the flag, four variables, and whether the stream is a terminal. */
export interface ColorFacts {
  choice?: ColorChoice | undefined;
  noColor?: string | undefined;
  forceColor?: string | undefined;
  term?: string | undefined;
  colorTerm?: string | undefined;
  isTerminal: boolean;
}

/** How many colours: none, 16, 256, 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

/**
 * How words are marked for people, in the terminal's own 16 colours alone, which its user has made legible. In the plain style
 * every function returns its text as it is.
 */
export interface Style {
  error(text: string): string;
  warning(text: string): string;
  success(text: string): string;
  strong(text: string): string;
}

export const PLAIN_STYLE: Style = {
  error: (text) => text,
  warning: (text) => text,
  success: (text) => text,
  strong: (text) => text,
};

/**
 * The level for one stream (peers-and-ecosystem.md 3.2): `--color` decides, then `NO_COLOR` unless empty, then
 * `FORCE_COLOR` (0 or false is off, 1 to 3 a level, anything else on), then `TERM=dumb`, then the terminal.
 */
export function colorLevel(facts: ColorFacts): ColorLevel {
  if (facts.choice === 'never') return 0;
  if (facts.choice === 'always') return Math.max(1, terminalLevel(facts)) as ColorLevel;
  if (facts.noColor) return 0;
  if (facts.forceColor !== undefined) return forcedLevel(facts.forceColor, facts);
  if (facts.term === 'dumb' || !facts.isTerminal) return 0;
  return terminalLevel(facts);
}

/** The style of a level. Colours are loaded only when there are some. */
export async function createStyle(level: ColorLevel): Promise<Style> {
  if (level === 0) return PLAIN_STYLE;
  const { Chalk } = await import('chalk');
  const chalk: ChalkInstance = new Chalk({ level });
  return {
    error: (text) => chalk.red(text),
    warning: (text) => chalk.yellow(text),
    success: (text) => chalk.green(text),
    strong: (text) => chalk.bold(text),
  };
}

function forcedLevel(value: string, facts: ColorFacts): ColorLevel {
  if (value === '0' || value === 'false') return 0;
  if (value === '1' || value === '2' || value === '3') return Number(value) as ColorLevel;
  return Math.max(1, terminalLevel(facts)) as ColorLevel;
}

function terminalLevel({ term, colorTerm }: ColorFacts): ColorLevel {
  if (term === 'dumb') return 0;
  if (colorTerm === 'truecolor' || colorTerm === '24bit') return 3;
  return /-256(color)?$/i.test(term ?? '') ? 2 : 1;
}
