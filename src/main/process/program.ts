import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

declare const IMAGESTREAM_VERSION: string;

/** What this program is. */
export interface Program {
  /** `oc` where that is how it was called, so that its messages are the same to a script; else our own name. */
  name: 'oc' | 'imagestream';
  version: string;
  /** As servers are told of it. */
  userAgent: string;
}

export function thisProgram(): Program {
  const called = [process.argv[1], process.env._].map((file) => path.basename(file ?? ''));
  const version = IMAGESTREAM_VERSION;
  return { name: called.includes('oc') ? 'oc' : 'imagestream', version, userAgent: `imagestream/${version}` };
}

/** What a shell is to call: the file that was called, by the system where it may, else by this very Node. */
export function programCall(): string {
  const script = process.argv[1] ?? 'imagestream';
  return isExecutable(script) ? quoted(script) : `${quoted(process.execPath)} ${quoted(script)}`;
}

function isExecutable(file: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For the shell by which git calls drivers, also on Windows; git itself replaces what follows a percent sign. */
function quoted(file: string): string {
  return `'${file.replaceAll('\\', '/').replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;
}
