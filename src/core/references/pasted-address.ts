import { referenceIn } from './reference.ts';

/** What somebody has pasted in the place of a pull spec. */
export interface PastedAddress {
  /** With what follows it, as `https://`. */
  scheme: string;
  /** The pull spec that it means. */
  reference: string;
}

/** Pages about repositories, and the repositories that they are about. */
const PAGES: readonly [RegExp, string][] = [
  [/^hub\.docker\.com\/_\/([^/]+).*$/, 'docker.io/library/$1'],
  [/^hub\.docker\.com\/r\/([^/]+\/[^/]+).*$/, 'docker.io/$1'],
  [/^quay\.io\/repository\/([^/]+\/[^/]+).*$/, 'quay.io/$1'],
];

/**
 * The pull spec that an address of a browser, or of another tool, means: without its scheme, and without the login that it may
 * carry. Undefined for a text without a scheme, and for one that means no image.
 */
export function pastedAddress(text: string): PastedAddress | undefined {
  const [, scheme, rest = ''] = /^((?:docker|https?|oci):\/\/)(?:[^/@]*@)?([^?#]*)/i.exec(text) ?? [];
  if (scheme === undefined) return undefined;
  const place = rest.replace(/\/+$/, '');
  const page = PAGES.find(([pattern]) => pattern.test(place));
  const reference = page ? place.replace(...page) : place;
  return referenceIn(reference)?.name ? { scheme, reference } : undefined;
}
