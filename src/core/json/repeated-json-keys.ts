/**
 * The paths of keys that objects of a JSON text have twice, such as `spec.tags[0].name`, in their order; of several
 * documents back to back, those of each. The text must be JSON: this only follows its brackets and strings.
 */
export function repeatedJsonKeys(text: string): string[][] {
  const documents: string[][] = [];
  const open: Level[] = [];
  let repeated: string[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    const level = open.at(-1);
    if (char === '"') {
      const end = stringEnd(text, at);
      if (level?.keys && level.expectsKey) take(JSON.parse(text.slice(at, end)) as string, level);
      at = end;
      continue;
    }
    if (char === '{' || char === '[') {
      open.push({
        path: pathBelow(level),
        keys: char === '{' ? new Set() : undefined,
        expectsKey: true,
        index: 0,
        key: '',
      });
    } else if (char === '}' || char === ']') {
      open.pop();
      if (open.length === 0) {
        documents.push(repeated);
        repeated = [];
      }
    } else if (char === ',' && level) {
      level.expectsKey = true;
      level.index++;
    }
    at++;
  }
  return documents;

  function take(key: string, level: Level): void {
    level.expectsKey = false;
    level.key = key;
    if (level.keys?.has(key)) repeated.push(pathBelow(level));
    level.keys?.add(key);
  }
}

/** An object or list that is open. */
interface Level {
  path: string;
  /** The keys of an object so far; absent for a list. */
  keys: Set<string> | undefined;
  expectsKey: boolean;
  key: string;
  index: number;
}

function pathBelow(level: Level | undefined): string {
  if (!level) return '';
  if (!level.keys) return `${level.path}[${level.index}]`;
  return level.path === '' ? level.key : `${level.path}.${level.key}`;
}

/** Where a string that begins at `start` has ended. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
