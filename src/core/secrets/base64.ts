/** The bytes of a base64 text, or where it stops being one: an offset counted from 0. Line ends inside of it do not count. */
export type DecodedBase64 = { ok: true; bytes: Uint8Array } | { ok: false; at: number };

/** Reads padded base64 as Go's decoder does, which is what the API server reads `data` of a Secret with. */
export function decodeBytes(text: string): DecodedBase64 {
  const digits = text.replace(/[\r\n]/g, '');
  const good = /^[A-Za-z0-9+/]*/.exec(digits)?.[0].length ?? 0;
  const rest = digits.slice(good);
  const wanted = (4 - (good % 4)) % 4;
  if (wanted === 3 || rest !== '='.repeat(wanted)) return { ok: false, at: good };
  return { ok: true, bytes: Uint8Array.from(atob(digits), (char) => char.charCodeAt(0)) };
}

export function encodeBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  // Long argument lists overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}

export function encodeText(text: string): string {
  return encodeBytes(new TextEncoder().encode(text));
}

/** The UTF-8 text that base64 stands for, or undefined where it is neither. */
export function decodeText(base64: string): string | undefined {
  const decoded = decodeBytes(base64);
  return decoded.ok ? utf8Text(decoded.bytes) : undefined;
}

/** The text of bytes in UTF-8, with a byte order mark where they have one; undefined for other bytes. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
