import type { ExtractedEntry, ExtractRequest, ExtractResult } from '../commands/extract.ts';
import { utf8Text } from '../core/secrets/base64.ts';
import type { Printed } from './printed.ts';

/** `extract`: the files that were written, or each value behind its name, which goes to standard error. */
export async function prepare(_request: ExtractRequest): Promise<(result: ExtractResult) => Printed> {
  return ({ written, entries, warnings, errors }) => ({
    stdout: written.map((file) => `${file}\n`).join(''),
    stderr: warnings.map((text) => `warning: ${text}\n`).join(''),
    errors,
    more: values(entries),
  });
}

async function* values(entries: readonly ExtractedEntry[]): AsyncIterable<Printed> {
  for (const { key, bytes } of entries) {
    const end = bytes.at(-1) === 10 ? '' : '\n';
    yield { stderr: `# ${key}\n`, ...asWritten(bytes) };
    if (end) yield { stdout: end };
  }
}

/** A text as a text, which tests and streams handle alike. */
function asWritten(bytes: Uint8Array): Pick<Printed, 'stdout' | 'data' | 'bytes'> {
  const stdout = utf8Text(bytes);
  return stdout === undefined ? { stdout: '', bytes } : { stdout, data: true };
}
