const ENCODER = new TextEncoder();

/** FNV-1a of the UTF-8 of a text: a whole number of 32 bits that says little about the text and is always the same for it. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of ENCODER.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
