import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { BuildFacts, ProgramFacts } from '../../core/ports/program-facts.ts';

declare const IMAGESTREAM_VERSION: string;
declare const BUILD_FACTS: BuildFacts;

/** What this program is. */
export interface Program extends ProgramFacts {
  /** `oc` where that is how it was called, so that its messages are the same to a script; else our own name. */
  name: 'oc' | 'imagestream';
  /** As servers are told of it. */
  userAgent: string;
}

export function thisProgram(): Program {
  const called = [process.argv[1], process.env._].map((file) => path.basename(file ?? ''));
  const version = IMAGESTREAM_VERSION;
  return {
    name: called.includes('oc') ? 'oc' : 'imagestream',
    version,
    build: BUILD_FACTS,
    node: process.version,
    platform: `${SYSTEMS[process.platform] ?? process.platform}/${goArchitecture(process.arch)}`,
    userAgent: `imagestream/${version}`,
  };
}

/** Systems that Go calls by other names than Node. */
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/** An architecture of Node in the words of Go, and so of image platforms. */
export const goArchitecture = (name: string): string => ARCHITECTURES[name] ?? name;

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
