import type { LayerEntry } from '../ports/layer-files.ts';

/** An entry under the name that it is to have; undefined for one that does not count. */
export type PathChoice = (entry: LayerEntry) => LayerEntry | undefined;

/**
 * What `--path SRC:` takes of an image: all of a folder (`/etc/`), or what fits a pattern in one (`/etc/*.conf`), with what is
 * below it. Names begin behind the folder then, and so do the targets of links in it. Undefined for a broken pattern.
 */
export function parsePathChoice(source: string): PathChoice | undefined {
  const path = source.replace(/^\/+/, '');
  if (path === '') return (entry) => entry;
  const slash = path.lastIndexOf('/') + 1;
  const [folder, pattern] = [path.slice(0, slash), path.slice(slash)];
  if (pattern === '') return (entry) => below(entry, folder);
  const matches = nameMatcher(pattern);
  return (
    matches &&
    ((entry) => {
      const moved = below(entry, folder);
      return moved && matches(shownName(moved.name.split('/', 1)[0] as string)) ? moved : undefined;
    })
  );
}

/** A whiteout is about the name that it hides, and one of a whole folder about all. */
const shownName = (name: string) => (name.startsWith('.wh.') && name !== '.wh..wh..opq' ? name.slice(4) : name);

function below(entry: LayerEntry, folder: string): LayerEntry | undefined {
  const { name, linkname } = entry;
  // The folder itself, and what is above it, have no name of their own.
  if (!name.startsWith(folder)) return undefined;
  const moved = linkname.startsWith(folder) ? linkname.slice(folder.length) : linkname;
  return { ...entry, name: name.slice(folder.length), linkname: moved };
}

/** `*` and `?` stand for characters, `[a-z]` and `[^a-z]` for one of a class, a backslash takes the next sign as it is. */
function nameMatcher(pattern: string): ((name: string) => boolean) | undefined {
  const signs = signsOf(pattern);
  if (!signs) return undefined;
  // Each `*` is tried anew only behind the last one: linear in pattern times name.
  return (name) => {
    const text = [...name];
    let [at, sign, star, kept] = [0, 0, -1, 0];
    while (at < text.length) {
      const test = signs[sign];
      if (test === '*') {
        star = sign++;
        kept = at;
      } else if (test?.(text[at] as string)) {
        at++;
        sign++;
      } else if (star >= 0) {
        sign = star + 1;
        at = ++kept;
      } else return false;
    }
    return signs.slice(sign).every((rest) => rest === '*');
  };
}

type Sign = '*' | ((character: string) => boolean);

function signsOf(pattern: string): Sign[] | undefined {
  const signs: Sign[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === '*') signs.push('*');
    else if (character === '?') signs.push(() => true);
    else if (character === '[') {
      const found = classOf(characters, at + 1);
      if (!found) return undefined;
      signs.push(found.test);
      at = found.end;
    } else {
      const plain = character === '\\' ? characters[++at] : character;
      if (plain === undefined) return undefined;
      signs.push((other) => other === plain);
    }
  }
  return signs;
}

function classOf(
  characters: readonly string[],
  start: number,
): { test: (c: string) => boolean; end: number } | undefined {
  const not = characters[start] === '^';
  const ranges: [string, string][] = [];
  let at = not ? start + 1 : start;
  const one = () => {
    const character = characters[at++];
    return character === '\\' ? characters[at++] : character;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = one();
    if (low === undefined) return undefined;
    if (characters[at] !== '-') {
      ranges.push([low, low]);
      continue;
    }
    at++;
    const high = one();
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  return { test: (c) => ranges.some(([low, high]) => low <= c && c <= high) !== not, end: at };
}
