const ESCAPES: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** Whether Go prints a character as itself (`unicode.IsPrint`). */
export function isPrint(char: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char);
}

/** Go's `%#U`: `U+0023 '#'`. */
export function describeCharacter(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isPrint(char) ? `U+${code} '${char}'` : `U+${code}`;
}

/** Go's `%q` (`strconv.Quote`); with `quote` `'` the text of a character literal, with `ascii` that of `%+q`. */
export function goQuote(text: string, quote = '"', ascii = false): string {
  let out = quote;
  for (const char of text) {
    const short = ESCAPES[char];
    if (char === quote) out += `\\${char}`;
    else if (short !== undefined) out += short;
    else if (isPrint(char) && (!ascii || char < '\x7f')) out += char;
    else out += escapeCode(char);
  }
  return out + quote;
}

function escapeCode(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, '0');
  if (code < 0x80 && (code < 0x20 || code === 0x7f)) return `\\x${hex(2)}`;
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
