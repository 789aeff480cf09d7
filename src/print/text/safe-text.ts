/** What could steer a terminal or reorder a line, apart from TAB and newline: C0, DEL, C1, bidirectional overrides, line separators. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text from a registry, a label or a file, made harmless for a terminal (registry-client.md S15): ESC becomes `^[` and
 * CR `\r` as kubectl writes them, other control characters `^X` or `\x9b`, and characters that reorder a line `\u202e`.
 * TAB and newline stay: they are the layout of `describe`. Never used for JSON, YAML and templates, which are data.
 */
export function safeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\r') return '\\r';
    if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
    if (code === 0x7f) return '^?';
    if (code < 0xa0) return `\\x${code.toString(16)}`;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** `user:password@` before a host, behind a scheme or where a reference begins. A tag before a digest or revision is none. */
const IN_URL = /(\b[a-z][a-z0-9+.-]{0,31}:\/\/)[^\s/?#"'<>]*@/gi;
const IN_REFERENCE =
  /(^|[\s"'`(=,[])[^\s"'`(=,[\]/@:]{1,256}:[^\s"'`/@]{1,1024}@(?=[\w-]+(?:\.[\w-]+)+[:/"'\s]|localhost[:/]|[\w.-]+:\d+\/)/g;

/**
 * What is said to people, answers and failures: as `safeText`, and without the logins of addresses in it. Who pastes it into
 * an issue does not give a password away. Takes time in proportion to the text.
 */
export function safeMessage(text: string): string {
  const safe = safeText(text);
  return safe.includes('@') ? safe.replace(IN_URL, '$1').replace(IN_REFERENCE, '$1') : safe;
}

/** The same as `safeText` for text that has to stay on one line and in one cell. */
export function safeLine(text: string): string {
  return safeText(text).replace(/[\t\n]/g, ' ');
}
