import { GoFault } from '../go/fault.ts';
import { isPrint } from '../go/quote.ts';

const HTML: Record<string, string> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (char) => HTML[char] as string);
}

export function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=\x00-\x1f]|[^\x00-\x7f]/gu, (char) => {
    if (char === '\\' || char === "'" || char === '"') return `\\${char}`;
    if (char > '\x7f' && isPrint(char)) return char;
    return `\\u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** Go's `url.QueryEscape`. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Padded base64 as text; line breaks are skipped. Bytes that are no UTF-8 come out as U+FFFD.
 * Throws `GoFault` with the place of the first character that is wrong.
 */
export function decodeBase64(text: string): string {
  const input = new TextEncoder().encode(text);
  const bytes: number[] = [];
  let at = 0;
  let ended = false;
  const skipBreaks = () => {
    while (input[at] === 10 || input[at] === 13) at++;
  };
  for (skipBreaks(); at < input.length; skipBreaks()) {
    if (ended) throw illegal(at);
    const sextets: number[] = [];
    while (sextets.length < 4 && !ended) {
      skipBreaks();
      if (at >= input.length) throw illegal(at - sextets.length);
      const char = String.fromCharCode(input[at++] as number);
      if (char === '=') {
        endOfPadding(sextets.length);
        ended = true;
      } else if (ALPHABET.includes(char)) sextets.push(ALPHABET.indexOf(char));
      else throw illegal(at - 1);
    }
    const bits = sextets.reduce((sum, sextet, i) => sum | (sextet << (18 - 6 * i)), 0);
    bytes.push(...[bits >> 16, (bits >> 8) & 255, bits & 255].slice(0, sextets.length - 1));
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes));

  function endOfPadding(sextets: number): void {
    if (sextets < 2) throw illegal(at - 1);
    if (sextets === 3) return;
    skipBreaks();
    if (at >= input.length) throw illegal(input.length);
    if (input[at] !== 61) throw illegal(at - 1);
    at++;
  }
}

const illegal = (at: number) => new GoFault(`base64 decode failed: illegal base64 data at input byte ${at}`);
