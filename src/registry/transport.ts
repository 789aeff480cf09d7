import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import { interrupted, RegistryError } from '../errors.ts';
import {
  type AddressClass,
  type AddressRule,
  classifyAddress,
  isAllowedAddress,
  literalAddress,
} from './address-policy.ts';
import { Trust } from './certificate-authorities.ts';
import { connectionError, isUnknownAuthority } from './connection-error.ts';
import { exceeded, type Limits, type Timeouts } from './limits.ts';
import { type Environment, proxyFor } from './proxy.ts';

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string | string[]>>;
  body?: string;
  /** `unverified` only with the user's consent, and only for the host that it was given for. */
  trust: 'verified' | 'unverified';
  /** Which addresses the host may have. */
  addresses: AddressRule;
  /** Of the body of a successful answer. */
  limit: { what: string; bytes: number; option: string };
  signal: AbortSignal | undefined;
}

export interface HttpAnswer {
  status: number;
  statusText: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

export interface TransportOptions {
  env: Environment;
  connections: number;
  timeouts: Timeouts;
  limits: Limits;
  warn(message: string): void;
  /** Further authorities, in PEM, for one host (with its port, where one was written) and no other. */
  certificateAuthorities: (host: string) => readonly string[] | Promise<readonly string[]>;
}

/** A header's value; several lines are joined, as RFC 9110 allows for all headers that are read here. */
export function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * One HTTP exchange at a time, without redirects and retries. Owns the sockets, the proxy and the trusted authorities.
 * Fails with a RegistryError or INTERRUPTED; `connection-error.ts` says which failures may be tried again.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #pools = new Map<string, Promise<Dispatcher>>();
  readonly #classes = new Map<string, AddressClass>();
  /** Origins whose authority neither Node nor the environment knows. */
  readonly #withSystemBundle = new Set<string>();
  readonly #trust: Trust;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#trust = new Trust(options.env, options.warn);
  }

  /** The class of the addresses that a host was connected at. Behind a proxy only literal addresses are known. */
  classOf(hostname: string): AddressClass {
    const literal = literalAddress(hostname);
    if (literal !== undefined) return classifyAddress(literal);
    return this.#classes.get(hostname) ?? (hostname === 'localhost' ? 'loopback' : 'public');
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    try {
      return await this.#send(request);
    } catch (error) {
      const { origin } = request.url;
      if (!isUnknownAuthority(error) || this.#withSystemBundle.has(origin)) throw error;
      // Only now: the system's bundle is large, and Node's own roots are nearly always enough.
      this.#withSystemBundle.add(origin);
      return await this.#send(request);
    }
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(async (pool) => (await pool).destroy()));
  }

  async #send(request: HttpRequest): Promise<HttpAnswer> {
    if (request.signal?.aborted) throw interrupted();
    const literal = literalAddress(request.url.hostname);
    if (literal !== undefined && !isAllowedAddress(literal, request.addresses)) throw forbiddenAddress(request.url);
    const dispatcher = await this.#dispatcher(request);
    return await new Exchange(request, this.#options).run(dispatcher);
  }

  #dispatcher(request: HttpRequest): Promise<Dispatcher> {
    const { origin } = request.url;
    const key = `${origin} ${request.trust} ${request.addresses} ${this.#withSystemBundle.has(origin)}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = this.#open(request);
      this.#pools.set(key, pool);
      pool.catch(() => this.#pools.delete(key));
    }
    return pool;
  }

  async #open({ url, trust, addresses }: HttpRequest): Promise<Dispatcher> {
    setFlagsFromString('--liftoff-only'); // the optimizing compiler would spend more on the HTTP parser than it saves
    const { connections, timeouts } = this.#options;
    const secure = await this.#secureOptions(url, trust);
    const proxy = this.#proxy(url);
    const shared = { connections, pipelining: 1, maxHeaderSize: 16 * 1024 };
    if (proxy === undefined) {
      const { default: Pool } = await import('undici/lib/dispatcher/pool.js');
      const lookup = this.#lookup(addresses);
      return new Pool(url.origin, { ...shared, connect: { ...secure, lookup, timeout: timeouts.connect } });
    }
    const { openProxy } = await import('./transport-proxy.ts');
    const authorities = proxy.protocol === 'https:' ? await this.#secureOptions(proxy, 'verified') : {};
    return await openProxy(proxy, { ...shared, timeout: timeouts.connect, origin: secure, proxy: authorities });
  }

  #proxy(url: URL): URL | undefined {
    try {
      return proxyFor(url, this.#options.env);
    } catch {
      const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
      throw new RegistryError('REGISTRY_CONNECTION', `the proxy for ${url.host} is not a URL`, {
        hint: `correct the environment variable ${name}`,
      });
    }
  }

  async #secureOptions(
    url: URL,
    trust: HttpRequest['trust'],
  ): Promise<{ rejectUnauthorized?: false; secureContext?: SecureContext }> {
    if (url.protocol !== 'https:') return {};
    if (trust === 'unverified') return { rejectUnauthorized: false };
    const own = await this.#options.certificateAuthorities(url.host);
    const secureContext = this.#trust.context(own, this.#withSystemBundle.has(url.origin));
    return secureContext === undefined ? {} : { secureContext };
  }

  /** Resolves names and lets only allowed addresses through: checked here, after DNS, nothing can be swapped in between. */
  #lookup(rule: AddressRule): LookupFunction {
    return (hostname, options, callback) => {
      resolveName(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0);
        const allowed = addresses.filter(({ address }) => isAllowedAddress(address, rule));
        const [first] = allowed;
        if (first === undefined) {
          return callback(Object.assign(new Error('forbidden address'), { code: 'FORBIDDEN_ADDRESS' }), '', 0);
        }
        if (rule === 'any') this.#classes.set(hostname, classifyAddress(first.address));
        if (options.all) return callback(null, allowed);
        callback(null, first.address, first.family);
      });
    };
  }
}

export function forbiddenAddress(url: URL): RegistryError {
  return new RegistryError(
    'REGISTRY_REFUSED',
    `${url.host} is at an address of a private or local network, which a registry may not name`,
    { hint: 'a registry may only name hosts that are as public as itself' },
  );
}

/** One answer as it arrives: counts bytes, keeps time, and listens to the signal. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #options: TransportOptions;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #answer: Omit<HttpAnswer, 'body'> | undefined;
  #size = 0;
  #most = 0;
  #failure: Error | undefined;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(request: HttpRequest, options: TransportOptions) {
    this.#request = request;
    this.#options = options;
  }

  async run(dispatcher: Dispatcher): Promise<HttpAnswer> {
    const { url, method, headers, body, signal } = this.#request;
    const { timeouts } = this.#options;
    const done = new Promise<HttpAnswer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const onAbort = () => this.#abort(interrupted());
    const tooLong = () => this.#abort(Object.assign(new Error('total time'), { code: 'TOTAL_TIMEOUT' }));
    const timer = setTimeout(tooLong, timeouts.total);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: { ...headers },
          body: body ?? null,
          reset: false, // undici would close the connection after every HEAD
          headersTimeout: timeouts.headers,
          bodyTimeout: timeouts.idle,
        },
        this,
      );
      return await done;
    } catch (error) {
      throw connectionError(error, url);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText?: string,
  ): void {
    if (status < 200) return;
    this.#answer = { status, statusText: statusText ?? '', headers };
    const { limit, method, url } = this.#request;
    this.#most = status < 300 ? limit.bytes : this.#options.limits.errorBody;
    const declared = Number(headers['content-length']);
    if (method !== 'HEAD' && status < 300 && declared > limit.bytes) {
      this.#abort(exceeded(limit.what, url.host, limit.bytes, 'bytes', limit.option));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.#most) {
      this.#chunks.push(chunk);
      return;
    }
    const { limit, url } = this.#request;
    if (this.#answer && this.#answer.status >= 300) {
      this.#finish(); // an explanation need not be complete
      this.#controller?.abort(new Error('enough'));
    } else {
      this.#abort(exceeded(limit.what, url.host, limit.bytes, 'bytes', limit.option));
    }
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(this.#failure ?? error);
  }

  #finish(): void {
    if (this.#answer) this.#resolve({ ...this.#answer, body: Buffer.concat(this.#chunks) });
  }

  #abort(reason: Error): void {
    this.#failure ??= reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }
}
