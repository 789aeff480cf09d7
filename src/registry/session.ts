import type { Credential } from '../core/ports/credential-source.ts';
import type { RegistryRequest, RepositoryAddress } from '../core/ports/registry.ts';
import { type AddressClass, ruleForNamedBy } from './addresses/address-policy.ts';
import { resourceUrl } from './addresses/endpoint.ts';
import { loginError, loginTrust } from './addresses/login-trust.ts';
import { type FollowedAnswer, follow, type RedirectOptions } from './addresses/redirect.ts';
import { type BackoffOptions, HostBackoff } from './backoff.ts';
import { checkEncoding } from './content/integrity.ts';
import { type HttpRequest, headerOf, type RequestBody } from './http.ts';
import { type Limits, limitOf } from './limits.ts';
import { RegistryHost } from './registry-host.ts';
import { answerError } from './response-error.ts';
import { pauseInWords, retryAfterMs } from './retry.ts';
import type { TokenServers } from './tokens/allowed-servers.ts';
import { type Access, Authenticator, type Authorization, askedBy, unauthorized } from './tokens/authenticate.ts';
import { demandOf, parseChallenges } from './tokens/challenge.ts';
import type { TokenMemory } from './tokens/token-memory.ts';
import type { Transport } from './transport/transport.ts';

export interface SessionOptions {
  transport: Transport;
  backoff: BackoffOptions;
  limits: Limits;
  userAgent: string;
  tokenServers: TokenServers;
  /** Tokens of earlier runs; none when absent. */
  memory?: TokenMemory | undefined;
  warn(message: string): void;
}

/** An address that a server named, as it goes on with an upload. */
export interface NamedAddress {
  url: URL;
  /** Where the server was reached that named it. */
  namedBy: AddressClass;
}

/** A request for something of a repository. */
export interface ResourceRequest {
  method: HttpRequest['method'];
  /** The path below the repository, and a query where `search` is given; or an address that the registry itself named. */
  rest: string | NamedAddress;
  search?: string;
  headers?: Readonly<Record<string, string | string[]>>;
  limit: HttpRequest['limit'];
  /** `blob` may be redirected more often. */
  blob?: boolean;
  body?: RequestBody;
  /** See `HttpRequest`. */
  stream?: boolean;
  /** What is going to be done; reading the repository when absent. */
  scopes?: readonly string[];
  /** The caller tries again itself. */
  once?: boolean;
}

/**
 * Requests with everything around them: scheme, login, redirects, retries. The wanted request goes first, without a ping;
 * `GET /v2/` is only asked after a 401 that says nothing.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #hosts = new Map<string, RegistryHost>();
  /** Of token servers elsewhere, which several registries may share. */
  readonly #tokenServers = new Map<string, HostBackoff>();
  readonly #authenticator: Authenticator;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { backoff, tokenServers, memory } = options;
    this.#authenticator = new Authenticator({
      memory,
      now: backoff.now,
      tokenServers,
      send: (host, request, credential) => this.#sendToken(host, request, credential),
    });
  }

  host(repository: RepositoryAddress): RegistryHost {
    const consent = repository.insecure ? `insecure ${repository.insecureBy ?? ''} ` : '';
    const key = `${consent}${repository.registry}`;
    let host = this.#hosts.get(key);
    if (host === undefined) {
      host = new RegistryHost(repository, this.#backoff(repository.registry));
      this.#hosts.set(key, host);
    }
    return host;
  }

  /**
   * The answer of the registry, of any status but 401. Fails with a RegistryError, INTERRUPTED, or CREDENTIALS from
   * the source of the login.
   */
  async send(
    repository: RepositoryAddress,
    request: RegistryRequest,
    resource: ResourceRequest,
  ): Promise<FollowedAnswer> {
    const { rest, scopes } = resource;
    const access: Access = { host: this.host(repository), repository, request, scopes };
    if (typeof rest !== 'string' && rest.url.origin !== access.host.url.origin)
      return await this.#elsewhere(access, rest, resource);
    return await access.host.open(() => this.#authorized(access, resource));
  }

  async #authorized(access: Access, resource: ResourceRequest): Promise<FollowedAnswer> {
    let sent = await this.#authenticator.ahead(access);
    for (let round = 0; ; round++) {
      const answer = await this.#once(access, resource, sent);
      if (answer.status !== 401) {
        access.host.settle();
        return answer.status === 403 && !answer.foreign ? { ...answer, login: askedBy(sent) } : answer;
      }
      // Another host's 401 is never answered with this registry's login.
      if (answer.foreign) throw answerError(answer, 'blob');
      // Another try needs something new to send: a token that was fetched just now is as good as the next.
      const again = round === 0 ? !sent?.fresh || asksForMore(answer, sent) : round === 1 && asksForMore(answer, sent);
      const next = again ? await this.#next(access, answer, sent) : undefined;
      access.host.settle();
      if (next === undefined)
        throw unauthorized(answer, sent, answerError(answer, 'manifest').message, access.host.registry);
      sent = next;
    }
  }

  async #next(
    access: Access,
    answer: FollowedAnswer,
    sent: Authorization | undefined,
  ): Promise<Authorization | undefined> {
    const usable = demandOf(parseChallenges(answer.headers['www-authenticate'])) ?? access.host.demand;
    if (usable !== undefined) return await this.#authenticator.answer(access, answer, sent);
    const ping = await this.#exchange(access.host, access.request, {
      method: 'GET',
      url: new URL('/v2/', access.host.url),
      headers: this.#headers(undefined, sent),
      trust: loginTrust(access.host, sent?.credential),
      limit: limitOf(this.#options.limits, 'errorBody', 'the answer'),
    });
    return ping.foreign || ping.status !== 401 ? undefined : await this.#authenticator.answer(access, ping, sent);
  }

  async #once(access: Access, resource: ResourceRequest, sent: Authorization | undefined): Promise<FollowedAnswer> {
    const { host, repository, request } = access;
    const answer = await host.reach(async () => {
      const trust = loginTrust(host, sent?.credential);
      const url = urlOf(host, repository, resource);
      const headers = this.#headers(resource.headers, sent);
      try {
        return await this.#exchange(host, request, { ...resource, url, headers, trust });
      } catch (error) {
        throw await this.#sendFailure(error, host, { url, trust }, sent?.credential);
      }
    });
    if (answer.status < 300) checkEncoding(answer, host.registry);
    if (!answer.foreign) host.from = answer.from;
    this.#noteQuota(host, answer);
    return answer;
  }

  async #sendFailure(
    error: unknown,
    host: RegistryHost,
    { url, trust }: Pick<HttpRequest, 'url' | 'trust'>,
    credential: Credential | undefined,
  ): Promise<unknown> {
    if (trust !== 'own' || credential === undefined) return error;
    const vouched = await this.#options.transport.isVouchedByStore(url);
    return loginError(error, { host, credential, vouched, server: url.host });
  }

  async #exchange(
    host: RegistryHost,
    { signal }: RegistryRequest,
    {
      method,
      url,
      headers,
      limit,
      body,
      stream,
      blob,
      once,
      trust,
    }: Omit<ResourceRequest, 'rest' | 'headers'> & Pick<HttpRequest, 'url' | 'headers' | 'trust'>,
  ): Promise<FollowedAnswer> {
    const { limits } = this.#options;
    const redirects = blob
      ? { hops: limits.blobRedirects, option: 'blobRedirects' }
      : { hops: limits.redirects, option: 'redirects' };
    const whole: HttpRequest = {
      ...{ method, url, headers, body, stream, limit, trust, addresses: 'any', signal },
      time: { spent: 0 },
    };
    if (once) return await this.#follow(whole, redirects);
    return await host.backoff.run(() => this.#follow(whole, redirects), signal);
  }

  /** At another host, as an upload's address may be: without a login, verified, and as public as who named it (S23). */
  async #elsewhere(
    { host, request }: Access,
    { url, namedBy }: NamedAddress,
    resource: ResourceRequest,
  ): Promise<FollowedAnswer> {
    const { limits } = this.#options;
    const { method, limit, body, stream } = resource;
    const whole: HttpRequest = {
      ...{ method, url, body, stream, limit, signal: request.signal },
      headers: this.#headers(resource.headers, undefined),
      trust: url.hostname === host.url.hostname ? host.trust : 'verified',
      addresses: ruleForNamedBy(namedBy),
    };
    const answer = await this.#follow(whole, { hops: limits.redirects, option: 'redirects' });
    if (answer.status === 401) throw answerError(answer, 'blob');
    return { ...answer, foreign: true };
  }

  async #sendToken(
    host: RegistryHost,
    request: Omit<HttpRequest, 'limit'>,
    credential: Credential | undefined,
  ): Promise<FollowedAnswer> {
    const { limits, userAgent } = this.#options;
    const whole: HttpRequest = {
      ...request,
      headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', ...request.headers },
      limit: limitOf(limits, 'token', 'the token reply'),
      time: { spent: 0 },
    };
    const redirects = { hops: limits.redirects, option: 'redirects' };
    const backoff = this.#backoffOf(host, request.url);
    try {
      const answer = await backoff.run(() => this.#follow(whole, redirects), request.signal);
      if (answer.status < 300) checkEncoding(answer, request.url.host);
      return answer;
    } catch (error) {
      throw await this.#sendFailure(error, host, whole, credential);
    }
  }

  #backoffOf(host: RegistryHost, { host: server }: URL): HostBackoff {
    if (server === host.url.host) return host.backoff;
    const backoff = this.#tokenServers.get(server) ?? new HostBackoff(this.#backoff(server));
    this.#tokenServers.set(server, backoff);
    return backoff;
  }

  #backoff(server: string): BackoffOptions {
    const { backoff, warn } = this.#options;
    return { ...backoff, closed: (ms) => warn(`${server} asks to be left alone: try again in ${pauseInWords(ms)}`) };
  }

  async #follow(request: HttpRequest, options: RedirectOptions): Promise<FollowedAnswer> {
    const { transport, backoff } = this.#options;
    const answer = await follow(transport, request, options);
    return { ...answer, retryAfter: retryAfterMs(headerOf(answer, 'retry-after'), backoff.now()) };
  }

  #headers(headers: ResourceRequest['headers'], sent: Authorization | undefined): Record<string, string | string[]> {
    return {
      'user-agent': this.#options.userAgent,
      'accept-encoding': 'identity',
      ...headers,
      ...(sent === undefined ? {} : { authorization: sent.header }),
    };
  }

  /** Docker Hub's quota headers, such as `100;w=21600`: remembered, and mentioned once when little is left. */
  #noteQuota(host: RegistryHost, answer: FollowedAnswer): void {
    const limit = quota(headerOf(answer, 'ratelimit-limit'));
    if (limit === undefined || answer.foreign) return;
    host.metered = true;
    const remaining = quota(headerOf(answer, 'ratelimit-remaining'));
    if (remaining === undefined || remaining * 10 >= limit || host.quotaNoticed) return;
    host.quotaNoticed = true;
    this.#options.warn(`${host.registry} allows ${remaining} of ${limit} more pulls for now`);
  }
}

function urlOf(host: RegistryHost, repository: RepositoryAddress, { rest, search = '' }: ResourceRequest): URL {
  if (typeof rest !== 'string') return rest.url;
  // The registry itself: its start page, which says who may enter.
  if (repository.repository === '' && rest === '') return new URL('/v2/', host.url);
  const url = resourceUrl(host.url, repository, rest);
  url.search = search;
  return url;
}

function asksForMore(answer: FollowedAnswer, sent: Authorization | undefined): boolean {
  const demand = demandOf(parseChallenges(answer.headers['www-authenticate']));
  const had = sent?.token?.scopes;
  return demand?.scheme === 'bearer' && had !== undefined && demand.scopes.some((scope) => !had.includes(scope));
}

function quota(header: string | undefined): number | undefined {
  const number = /^\s*(\d{1,9})/.exec(header ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}
