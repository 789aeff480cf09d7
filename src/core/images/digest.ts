/**
 * Content digests. Two rules live here on purpose: what a *reference* may carry, and what names *content*.
 */

/** Number of hex digits by algorithm: the only algorithms that a reference may use. */
const HEX_DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

export type DigestProblem =
  | 'invalid checksum digest format'
  | 'invalid checksum digest length'
  | 'unsupported digest algorithm';

/**
 * Why a text is not the digest of a reference, in the words of the image API, or undefined when it is one.
 * The algorithm is sha256, sha384 or sha512 in lower case, with exactly its number of hex digits in either case.
 */
export function digestProblem(text: string): DigestProblem | undefined {
  const [, algorithm, hex = ''] = /^([A-Za-z0-9_+.-]+):([0-9A-Fa-f]+)$/.exec(text) ?? [];
  if (algorithm === undefined) return 'invalid checksum digest format';
  if (!Object.hasOwn(HEX_DIGITS, algorithm)) return 'unsupported digest algorithm';
  return HEX_DIGITS[algorithm] === hex.length ? undefined : 'invalid checksum digest length';
}

/** True for a digest that a reference may carry: hex digits of either case, as the reference grammar says. */
export function isDigest(text: string): boolean {
  return digestProblem(text) === undefined;
}

/**
 * True for a digest that may name content of a registry or an Image object: sha256 or sha512, lower case only
 * (OCI image specification, "Registered Algorithms"). One content has one spelling.
 */
export function isContentDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

/** The part after the colon, or the whole text when there is none. */
export function digestHex(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}
