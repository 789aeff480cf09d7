/**
 * A version for a text: 16 hexadecimal digits that change with the text. It only has to tell writers apart who mean
 * well, so it is two multiply-and-mix hashes of 32 bits rather than a digest of node:crypto, which takes longer to
 * load than a command takes to read its file.
 */
export function contentVersion(text: string): string {
  let a = 0x9e3779b9 ^ text.length;
  let b = 0x85ebca6b ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
    b ^= b >>> 15;
  }
  return hex(finish(a ^ (b >>> 16))) + hex(finish(b ^ (a >>> 13)));
}

/** Spreads every bit of the input over the whole word (the last step of MurmurHash3). */
function finish(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
