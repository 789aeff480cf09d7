import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Installs a credential helper that keeps its entries in files of a folder, and notes how it was called. Only what Debian's
 * base system has is used.
 * @returns where the arguments of each call are noted
 */
export function installHelper(bin: string, name: string): { log: string; entries: string } {
  const entries = path.join(bin, `${name}.entries`);
  const log = path.join(bin, `${name}.log`);
  mkdirSync(entries, { recursive: true });
  const script = `#!/bin/sh
echo "$*" >> '${log}'
input=$(cat)
case $1 in
store)
  server=$(printf %s "$input" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/')
  printf %s "$input" > '${entries}'/"$(printf %s "$server" | tr / _)" ;;
get)
  cat '${entries}'/"$(printf %s "$input" | tr / _)" 2>/dev/null ||
    { echo 'credentials not found in native keychain'; exit 1; } ;;
erase)
  rm '${entries}'/"$(printf %s "$input" | tr / _)" ;;
esac
`;
  installProgram(bin, `docker-credential-${name}`, script);
  return { log, entries };
}

export function installProgram(bin: string, name: string, script: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, name), script);
  chmodSync(path.join(bin, name), 0o755);
}
