import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import type { HostCertificateSource } from '../../core/ports/host-certificates.ts';
import { interrupted, RegistryError } from '../../errors.ts';
import { type AddressRule, classifyAddress, isAllowedAddress, literalAddress } from '../addresses/address-policy.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import type { Limits, Timeouts } from '../limits.ts';
import { Trust, unverifiedContext } from './certificate-authorities.ts';
import { isUnknownAuthority } from './connection-error.ts';
import { Exchange, isStreamed } from './exchange.ts';
import { OpenConnections } from './open-connections.ts';
import { type Environment, proxyFor } from './proxy.ts';

export interface TransportOptions {
  env: Environment;
  connections: number;
  timeouts: Timeouts;
  limits: Limits;
  warn(message: string): void;
  /** What is trusted of one host (with its port, where one was written) and no other, and shown to it. */
  certificates: HostCertificateSource;
}

interface Opened {
  dispatcher: Dispatcher;
  /** `scheme://host:port` of the proxy, where there is one. */
  proxy: string | undefined;
  /** Requests that were sent to it and have no whole answer yet. */
  running: number;
  open: OpenConnections;
}

/**
 * One HTTP exchange at a time, without redirects and retries. Owns the sockets, the proxy and the trusted authorities.
 * Fails with a RegistryError or INTERRUPTED; `connection-error.ts` says which failures may be tried again.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #pools = new Map<string, Promise<Opened>>();
  /** Origins whose authority neither Node nor the environment knows. */
  readonly #withSystemBundle = new Set<string>();
  readonly #storeTrust = new Map<string, Promise<boolean>>();
  readonly #trust: Trust;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#trust = new Trust(options.env, options.warn);
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const { origin } = request.url;
    if (request.trust === 'own' && !(await this.#hasStoreTrust(request.url))) {
      return await this.exchange({ ...request, trust: 'verified' });
    }
    const withBundle = this.#withSystemBundle.has(origin);
    try {
      return await this.#send(request);
    } catch (error) {
      if (withBundle || !isUnknownAuthority(error)) throw error;
    }
    // Only now: the system's bundle is large, and Node's own roots are nearly always enough.
    this.#withSystemBundle.add(origin);
    return await this.#send(request);
  }

  /** The same, found out once: where it is not so, what the user trusts is all there is, and connections are shared. */
  #hasStoreTrust(url: URL): Promise<boolean> {
    const known = this.#storeTrust.get(url.origin) ?? this.isVouchedByStore(url);
    this.#storeTrust.set(url.origin, known);
    return known;
  }

  /** Whether the store names authorities for a host. */
  async isVouchedByStore({ protocol, host }: URL): Promise<boolean> {
    if (protocol !== 'https:') return false;
    return (await this.#options.certificates(host)).authorities.some(({ ofStore }) => ofStore);
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(async (pool) => (await pool).dispatcher.destroy()));
  }

  async #send(request: HttpRequest): Promise<HttpAnswer> {
    if (request.signal?.aborted) throw interrupted();
    const literal = literalAddress(request.url.hostname);
    if (literal !== undefined && !isAllowedAddress(literal, request.addresses)) throw forbiddenAddress(request.url);
    const opened = await this.#opened(request);
    const { dispatcher, proxy } = opened;
    const { timeouts, limits, connections } = this.#options;
    const from = literal === undefined ? 'public' : classifyAddress(literal);
    const options = { timeouts, limits, proxy, from, othersWait: () => opened.running > connections };
    opened.running++;
    try {
      return await opened.open.run(() => {
        if (request.signal?.aborted) throw interrupted();
        return new Exchange(request, options).run(dispatcher);
      });
    } finally {
      opened.running--;
    }
  }

  #opened(request: HttpRequest): Promise<Opened> {
    const { origin } = request.url;
    // Streams wait for one another: connections of their own, so that none waits for one that another one keeps.
    const streams = isStreamed(request) ? ' streams' : '';
    const key = `${origin} ${request.trust} ${request.addresses} ${this.#withSystemBundle.has(origin)}${streams}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = this.#open(request);
      this.#pools.set(key, pool);
      pool.catch(() => this.#pools.delete(key));
    }
    return pool;
  }

  async #open(request: HttpRequest): Promise<Opened> {
    setFlagsFromString('--liftoff-only'); // the optimizing compiler would spend more on the HTTP parser than it saves
    const { url, trust, addresses } = request;
    const { timeouts } = this.#options;
    const connections = isStreamed(request) ? MOST_STREAMS : this.#options.connections;
    const secure = await this.#secureOptions(url, trust);
    const proxy = this.#proxy(url);
    const shared = { connections, pipelining: 1, maxHeaderSize: 16 * 1024 };
    if (proxy === undefined) {
      const [{ default: Pool }, { connectedClient }] = await Promise.all([
        import('undici/lib/dispatcher/pool.js'),
        import('./connected-client.ts'),
      ]);
      const connect = { ...secure, lookup: lookupUnder(addresses), timeout: timeouts.connect };
      const dispatcher = new Pool(url.origin, { ...shared, connect, factory: connectedClient });
      return { dispatcher, proxy: undefined, running: 0, open: new OpenConnections(connections) };
    }
    const { openProxy } = await import('./proxy-dispatcher.ts');
    const toProxy = proxy.protocol === 'https:' ? await this.#secureOptions(proxy, 'verified', url.origin) : {};
    const options = { ...shared, timeout: timeouts.connect, origin: secure, proxy: toProxy };
    const dispatcher = await openProxy(proxy, options);
    const name = `${proxy.protocol}//${proxy.host}`;
    return { dispatcher, proxy: name, running: 0, open: new OpenConnections(connections) };
  }

  #proxy(url: URL): URL | undefined {
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const refused = (why: string) =>
      new RegistryError('REGISTRY_CONNECTION', `the proxy for ${url.host} ${why}`, {
        hint: `correct the environment variable ${name}`,
      });
    let proxy: URL | undefined;
    try {
      proxy = proxyFor(url, this.#options.env);
    } catch {
      throw refused('is not a URL');
    }
    if (proxy === undefined || proxy.protocol === 'http:' || proxy.protocol === 'https:') return proxy;
    throw refused(`is one of ${proxy.protocol}//, and only those of http:// and https:// are supported`);
  }

  async #secureOptions(
    url: URL,
    trust: HttpRequest['trust'],
    origin = url.origin,
  ): Promise<{ rejectUnauthorized?: boolean; secureContext?: SecureContext }> {
    if (url.protocol !== 'https:') return {};
    const own = { ...(await this.#options.certificates(url.host)) };
    if (trust === 'unverified') return { rejectUnauthorized: false, secureContext: unverifiedContext(own.clients) };
    if (trust === 'own') own.authorities = own.authorities.filter(({ ofStore }) => !ofStore);
    const secureContext = this.#trust.context(own, this.#withSystemBundle.has(origin));
    // Said, for otherwise a variable of Node's could switch it off.
    return { rejectUnauthorized: true, ...(secureContext === undefined ? {} : { secureContext }) };
  }
}

/** Resolves names and lets only allowed addresses through: checked here, after DNS, nothing can be swapped in between. */
function lookupUnder(rule: AddressRule): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => isAllowedAddress(address, rule));
      const [first] = allowed;
      if (first === undefined) {
        return callback(Object.assign(new Error('forbidden address'), { code: 'FORBIDDEN_ADDRESS' }), '', 0);
      }
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

/** Connections for streams to one host; how many are used is up to whoever copies. */
const MOST_STREAMS = 128;

function forbiddenAddress(url: URL): RegistryError {
  return new RegistryError(
    'REGISTRY_REFUSED',
    `${url.host} is at an address of a private or local network, which a registry may not name`,
    { hint: 'a registry may only name hosts that are as public as itself' },
  );
}
