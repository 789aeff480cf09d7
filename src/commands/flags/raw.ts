import { type FlagValues, refuse } from '../command.ts';
import type { FileArguments } from './file-flags.ts';

/** `create --raw`: a file is posted to a path of the API as it is. */
export interface RawRequest {
  path: string;
  /** `-` for standard input. */
  file: string;
}

/** Fails with ARGUMENT, worded as kubectl words it. */
export function parseRaw(path: string, { files, recursive }: FileArguments, flags: FlagValues): RawRequest {
  const [file = ''] = files;
  if (files.length !== 1) refuse('--raw can only use a single local file or stdin');
  if (/^https?:\/\//.test(file)) refuse('--raw cannot read from a url');
  if (recursive) refuse('--raw and --recursive are mutually exclusive');
  if (flags.string('selector')) refuse('--raw and --selector (-l) are mutually exclusive');
  if (flags.string('output')) refuse('--raw and --output are mutually exclusive');
  if (!path.startsWith('/')) {
    refuse(`--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`);
  }
  return { path, file };
}
