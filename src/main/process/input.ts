import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { InputFiles } from '../../core/ports/input-files.ts';
import { AppError } from '../../errors.ts';

/** The text of a file that a flag names. Fails with ARGUMENT. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('ARGUMENT', `error reading ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** All of standard input. */
export async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Asks who sits at the terminal; undefined where nobody does. */
export const ask: InputFiles['ask'] = async (question, options = {}) => {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  const { askAtTerminal } = await import('../../files/terminal-question.ts');
  return askAtTerminal(question, options, { input: stdin, output: stderr });
};
