import { RegistryError } from '../../errors.ts';
import { type HttpAnswer, type HttpRequest, headerOf } from '../http.ts';
import { exceeded } from '../limits.ts';
import type { Transport } from '../transport/transport.ts';
import { ruleForNamedBy } from './address-policy.ts';

export interface RedirectOptions {
  /** Most hops of this request. */
  hops: number;
  option: string;
}

export interface FollowedAnswer extends HttpAnswer {
  url: URL;
  /** The answer comes from another origin than the one that was asked: no login was sent there, and none may be. */
  foreign: boolean;
}

/** Headers that another origin may see; everything else could hold a secret. */
const PUBLIC_HEADERS = new Set(['accept', 'accept-encoding', 'user-agent']);

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request and follows redirects (registry client S4 to S6): another origin gets no credentials, https never
 * becomes http, and the addresses of other hosts must be as public as the one that named them was reached at. Fails with
 * REGISTRY_REFUSED.
 */
export async function follow(
  transport: Transport,
  first: HttpRequest,
  options: RedirectOptions,
): Promise<FollowedAnswer> {
  let request = first;
  for (let hop = 0; ; hop++) {
    const answer = await transport.exchange(request);
    const foreign = request.url.origin !== first.url.origin;
    if (!REDIRECTS.has(answer.status)) return { ...answer, url: request.url, foreign };
    if (hop === options.hops) {
      throw exceeded('the redirects', first.url.host, options.hops, 'hops', options.option);
    }
    request = next(first, request, answer);
  }
}

/**
 * The address of a `Location`: readable, of the web, without a login, and never from https to http.
 *
 * @param from where the answer is from
 * @param refused the error for an address that is not gone to, by a clause that says which
 */
export function namedLocation(
  location: string | undefined,
  from: URL,
  refused: (why: string) => RegistryError,
  { to, inPlain }: { to: string; inPlain: string },
): URL {
  if (location === undefined || !URL.canParse(location, from.href)) throw refused(`${to} no readable address`);
  const url = new URL(location, from);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(`${to} ${url.protocol}, which is no web address`);
  if (url.username !== '' || url.password !== '') throw refused(`${to} an address that holds a login`);
  if (from.protocol === 'https:' && url.protocol === 'http:') throw refused(`${inPlain} at ${url.host}`);
  return url;
}

function next(first: HttpRequest, current: HttpRequest, answer: HttpAnswer): HttpRequest {
  const location = headerOf(answer, 'location');
  const refused = (why: string) =>
    new RegistryError('REGISTRY_REFUSED', `${current.url.host} redirects ${why}`, { status: answer.status });
  const url = namedLocation(location, current.url, refused, { to: 'to', inPlain: 'from HTTPS to plain HTTP' });
  const sameOrigin = url.origin === current.url.origin;
  const reads = first.method === 'GET' || first.method === 'HEAD';
  if (!reads && !(sameOrigin && answer.status >= 307)) throw refused('elsewhere what was sent to it');
  const sameHost = url.hostname === first.url.hostname;
  const headers = sameOrigin
    ? current.headers
    : Object.fromEntries(Object.entries(current.headers).filter(([name]) => PUBLIC_HEADERS.has(name)));
  return {
    ...current,
    url,
    headers,
    trust: sameHost ? first.trust : 'verified',
    addresses: url.origin === first.url.origin ? first.addresses : ruleForNamedBy(answer.from),
  };
}
