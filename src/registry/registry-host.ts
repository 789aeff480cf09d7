import type { RepositoryAddress } from '../core/ports/registry.ts';
import { isRegistryError } from '../errors.ts';
import type { AddressClass } from './addresses/address-policy.ts';
import { isMeteredByName, registryUrl } from './addresses/endpoint.ts';
import { type BackoffOptions, HostBackoff } from './backoff.ts';
import type { HttpAnswer } from './http.ts';
import type { Demand } from './tokens/challenge.ts';
import { failureOf } from './transport/connection-error.ts';

/** How long a host that did not even connect in time is not asked again. */
const UNREACHABLE_MS = 30_000;

/**
 * What is known about one registry as reached with or without the insecure consent: its scheme, what it demands, whether
 * it counts pulls. The first request goes alone, so that all others already know.
 */
export class RegistryHost {
  readonly registry: string;
  readonly insecure: boolean;
  /** Only the store consents to `insecure`. */
  readonly insecureByStore: boolean;
  readonly backoff: HostBackoff;
  /** The last challenge, to be met before it is made again. */
  demand: (Demand & { from?: AddressClass }) | undefined;
  /** Where the registry itself was when it answered last. */
  from: AddressClass | undefined;
  /** HEAD does not tell the truth here. */
  noHead = false;
  metered: boolean;
  quotaNoticed = false;
  #scheme: 'https' | 'http' = 'https';
  #url: URL | undefined;
  #settled = false;
  #opening: Promise<unknown> | undefined;
  #release: (error?: unknown) => void = () => {};
  #unreachable: { error: unknown; until: number } | undefined;
  readonly #now: () => number;

  constructor({ registry, insecure, insecureBy }: RepositoryAddress, options: BackoffOptions) {
    this.registry = registry;
    this.insecure = insecure;
    this.insecureByStore = insecureBy === 'store';
    this.backoff = new HostBackoff(options);
    this.metered = isMeteredByName(registry);
    this.#now = options.now;
  }

  get url(): URL {
    this.#url ??= registryUrl(this.registry, this.#scheme);
    return this.#url;
  }

  #speak(scheme: 'https' | 'http'): void {
    this.#scheme = scheme;
    this.#url = undefined;
  }

  get trust(): 'verified' | 'unverified' {
    return this.insecure ? 'unverified' : 'verified';
  }

  /** Says that the host has answered: waiting requests may go. */
  settle(): void {
    this.#settled = true;
    this.#release();
  }

  /**
   * Runs one operation. Until the host has answered once, operations go one by one; those that wait share the failure
   * of the one that went ahead, when that could not connect.
   */
  async open<T>(operation: () => Promise<T>): Promise<T> {
    while (!this.#settled && this.#opening) {
      const error: unknown = await this.#opening;
      if (!this.#settled && failureOf(error) !== undefined) throw error;
    }
    if (this.#settled) return await operation();
    if (this.#unreachable && this.#now() < this.#unreachable.until) throw this.#unreachable.error;
    return await this.#openFirst(operation);
  }

  async #openFirst<T>(operation: () => Promise<T>): Promise<T> {
    this.#opening = new Promise<unknown>((resolve) => {
      this.#release = resolve;
    });
    try {
      return await operation();
    } catch (error) {
      if (!this.#settled && failureOf(error) === 'timeout') {
        this.#unreachable = { error, until: this.#now() + UNREACHABLE_MS };
      }
      this.#release(error);
      throw error;
    } finally {
      this.#release();
      this.#opening = undefined;
    }
  }

  /**
   * Sends with the scheme that the host speaks. With consent, plain HTTP is tried where the port is closed for HTTPS or
   * does not speak it; the outcome is remembered.
   */
  async reach<T extends HttpAnswer>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!this.insecure || this.#settled || this.#scheme === 'http' || !mayBePlain(error)) throw error;
      this.#speak('http');
      try {
        return await send();
      } catch (second) {
        if (isRegistryError(second)) this.#speak('https');
        throw second;
      }
    }
  }
}

function mayBePlain(error: unknown): boolean {
  const kind = failureOf(error);
  return kind === 'refused' || kind === 'not-tls' || kind === 'no-handshake';
}
