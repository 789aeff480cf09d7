import type { InputFiles } from '../../core/ports/input-files.ts';
import { refuse } from '../command.ts';

/** The password on standard input: all of it but the line end. Fails with ARGUMENT where there is none. */
export async function readPassword(files: InputFiles): Promise<string> {
  const text = new TextDecoder().decode(await files.readStdin());
  const password = text.replace(/\r?\n$/, '');
  if (password === '') refuse('there is no password on standard input');
  return password;
}
