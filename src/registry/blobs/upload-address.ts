import { RegistryError } from '../../errors.ts';
import { type FollowedAnswer, namedLocation } from '../addresses/redirect.ts';
import { headerOf } from '../http.ts';
import type { NamedAddress } from '../session.ts';

/**
 * Where an upload goes on: the `Location` of the last answer, which replaces every earlier one (registry client BL2). It may
 * be on another origin, which then gets no login, and never leads from https to http (S23). Fails with REGISTRY_REFUSED.
 */
export function uploadAddress(answer: FollowedAnswer, before?: NamedAddress): NamedAddress {
  const location = headerOf(answer, 'location');
  const refused = (why: string) =>
    new RegistryError('REGISTRY_REFUSED', `${answer.url.host} wants an upload to go on ${why}`, {
      status: answer.status,
    });
  if (location === undefined) {
    if (before !== undefined) return before;
    throw refused('and does not say where');
  }
  const url = namedLocation(location, answer.url, refused, { to: 'at', inPlain: 'in plain HTTP' });
  url.hash = '';
  return { url, namedBy: answer.from };
}

/** The address that completes an upload. What it holds already stays letter for letter: it may be signed. */
export function completingAddress(address: NamedAddress, digest: string): NamedAddress {
  const url = new URL(address.url);
  url.search = `${url.search === '' ? '?' : `${url.search}&`}digest=${encodeURIComponent(digest)}`;
  return { ...address, url };
}

/**
 * How many bytes an upload has, from `Range: 0-N` (with or without `bytes=`). `0-0` is what registries say of an empty one;
 * a single byte is sent again. @returns undefined where nothing was said
 */
export function uploadedBytes(answer: FollowedAnswer): number | undefined {
  const last = /^(?:bytes=)?0-(\d{1,15})$/.exec(headerOf(answer, 'range')?.trim() ?? '')?.[1];
  if (last === undefined) return undefined;
  return last === '0' ? 0 : Number(last) + 1;
}
