/**
 * Whether a host name matches a pattern of a pull secret's key (image-stream-model 4.6): as many labels, each matched
 * by a shell glob as Go's `path.Match` defines it, and the same port, where none written is a port of its own.
 * A malformed pattern matches nothing. Time is at most pattern length times host length.
 */
export function matchHost(pattern: string, host: string): boolean {
  const [patternName, patternPort] = splitPort(pattern);
  const [hostName, hostPort] = splitPort(host);
  if (patternPort !== hostPort) return false;
  const labels = hostName.split('.');
  const globs = patternName.split('.');
  return globs.length === labels.length && globs.every((glob, index) => matchGlob(glob, labels[index] ?? ''));
}

function splitPort(host: string): [name: string, port: string] {
  // The brackets of an IPv6 address are not a character class.
  const [, address, addressPort = ''] = /^\[([^\]]*:[^\]]*)\](?::(.*))?$/.exec(host) ?? [];
  if (address !== undefined) return [address, addressPort];
  const [, name, port] = /^([^:]*):([^:]*)$/.exec(host) ?? [];
  return name === undefined || port === undefined ? [host, ''] : [name, port];
}

type Token = '*' | ((char: string) => boolean);

/** Go's `path.Match` for a text without slashes: `*`, `?`, `[a-z]`, `[^a-z]` and backslash escapes. */
export function matchGlob(pattern: string, text: string): boolean {
  const tokens = tokenize(pattern);
  if (tokens === undefined) return false;
  const chars = [...text];
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  // On a mismatch only the last star needs to take one more character: that keeps it from being exponential.
  while (at < chars.length) {
    const test = tokens[token];
    if (test === '*') {
      star = token++;
      starAt = at;
    } else if (test?.(chars[at] as string)) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (tokens[token] === '*') token++;
  return token === tokens.length;
}

function tokenize(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] as string;
    if (char === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (char === '?') {
      tokens.push(() => true);
    } else if (char === '[') {
      const set = characterClass(chars, at + 1);
      if (set === undefined) return undefined;
      tokens.push(set.test);
      at = set.end;
    } else {
      const literal = char === '\\' ? chars[++at] : char;
      if (literal === undefined) return undefined;
      tokens.push((other) => other === literal);
    }
  }
  return tokens;
}

/** `start` is after the bracket; `end` is at the closing one. */
function characterClass(
  chars: readonly string[],
  start: number,
): { test: (char: string) => boolean; end: number } | undefined {
  const negated = chars[start] === '^';
  const ranges: [low: string, high: string][] = [];
  let at = negated ? start + 1 : start;
  const next = () => {
    if (chars[at] === '\\') at++;
    else if (chars[at] === '-' || chars[at] === ']') return undefined;
    return chars[at++];
  };
  while (chars[at] !== ']' || ranges.length === 0) {
    const low = next();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (chars[at] === '-') {
      at++;
      high = next();
      if (high === undefined) return undefined;
    }
    ranges.push([low, high]);
  }
  return { test: (char) => negated !== ranges.some(([low, high]) => low <= char && char <= high), end: at };
}
