const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const ESCAPE = /\\(?:([abfnrtv\\])|(['"])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/y;

/**
 * The text of a quoted Go string without its quotes, its escapes resolved. Either quote holds any number of characters;
 * inside, only the surrounding quote may be escaped. Undefined where the escapes are not Go's.
 */
export function unquoteBody(body: string, quote: string): string | undefined {
  if (!body.includes('\\')) return body.includes(quote) ? undefined : body;
  let out = '';
  let at = 0;
  while (at < body.length) {
    const char = body[at] as string;
    if (char === quote) return undefined;
    if (char !== '\\') {
      out += char;
      at++;
      continue;
    }
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(body);
    const resolved = match ? resolve(match, quote) : undefined;
    if (resolved === undefined) return undefined;
    out += resolved;
    at = ESCAPE.lastIndex;
  }
  return out;
}

/** A byte of `\x80` and above, which is no character in Go either, becomes the character of that code. */
function resolve([, simple, quoted, byte, short, long, octal]: RegExpExecArray, quote: string): string | undefined {
  if (simple !== undefined) return SIMPLE[simple];
  if (quoted !== undefined) return quoted === quote ? quoted : undefined;
  const hex = byte ?? short ?? long;
  const code = hex === undefined ? Number.parseInt(octal as string, 8) : Number.parseInt(hex, 16);
  if (octal !== undefined && code > 255) return undefined;
  if (byte === undefined && octal === undefined && (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))) {
    return undefined;
  }
  return String.fromCodePoint(code);
}
