import { digestHex } from './digest.ts';

/**
 * The uid of the Image of a digest: the same on every machine. A UUID of version 8 (RFC 9562) made of the digest, which is
 * random already.
 */
export function imageUid(digest: string): string {
  const hex = digestHex(digest)
    .toLowerCase()
    .replace(/[^0-9a-f]/g, '')
    .padEnd(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
