import { promises as fs } from 'node:fs';
import path from 'node:path';

/** Whether a path has a sign of `expandGlob`. */
export const hasGlob = (pattern: string): boolean => /[*?[\\]/.test(pattern);

/**
 * The paths that fit a pattern, by the order of names, as Go's `filepath.Glob` finds them: `*` and `?` stand for characters
 * of one name (there is no `**`), `[a-z]` and `[^a-z]` for one of a class, a backslash takes the next sign as it is. Folders
 * that cannot be read hold nothing.
 * @returns undefined for a pattern that is broken, such as `[a`
 */
export async function expandGlob(pattern: string): Promise<string[] | undefined> {
  const { dir, base } = split(pattern);
  const name = nameMatcher(base);
  if (!name) return undefined;
  const folders = hasGlob(dir) ? await expandGlob(dir) : [dir];
  if (!folders) return undefined;
  const found: string[] = [];
  for (const folder of folders) {
    for (const entry of await namesIn(folder)) if (name.test(entry)) found.push(joined(folder, entry));
  }
  return found;
}

/** The last name of a pattern, and what is before it without the slash between them. */
function split(pattern: string): { dir: string; base: string } {
  const slash = pattern.lastIndexOf('/');
  const dir = pattern.slice(0, slash + 1);
  return { dir: dir.length > 1 ? dir.slice(0, -1) : dir, base: pattern.slice(slash + 1) };
}

const joined = (folder: string, name: string) => (folder === '' ? name : path.join(folder, name));

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await fs.readdir(folder || '.')).sort((a, b) => (a < b ? -1 : 1));
  } catch {
    return [];
  }
}

const CLASS = /\[(\^|(?!\^))((?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+)\]/sy;

/** A test for one name; undefined for a broken pattern. */
function nameMatcher(pattern: string): RegExp | undefined {
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const sign = String.fromCodePoint(pattern.codePointAt(at) as number);
    at += sign.length;
    if (sign === '*') source += '.*';
    else if (sign === '?') source += '.';
    else if (sign === '\\') {
      if (at === pattern.length) return undefined;
      const next = String.fromCodePoint(pattern.codePointAt(at) as number);
      source += escaped(next);
      at += next.length;
    } else if (sign === '[') {
      CLASS.lastIndex = at - 1;
      const [whole, not = '', ranges = ''] = CLASS.exec(pattern) ?? [];
      if (whole === undefined) return undefined;
      const inner = ranges.replace(/\\?(.)/gsu, (one, plain: string) => (one === '-' ? '-' : inClass(plain)));
      source += `[${not}${inner}]`;
      at += whole.length - 1;
    } else source += escaped(sign);
  }
  try {
    return new RegExp(`^(?:${source})$`, 'su');
  } catch {
    // A range that runs backwards fits nothing.
    return /^(?!)/;
  }
}

const escaped = (sign: string) => sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
const inClass = (sign: string) => sign.replace(/[\\\]^-]/, '\\$&');
