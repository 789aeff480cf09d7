import type { Manifest } from '../../core/images/manifest.ts';
import type { Credential, CredentialSource } from '../../core/ports/credential-source.ts';
import type { ManifestAnswer, ManifestRequest, Registry, RepositoryAddress } from '../../core/ports/registry.ts';
import type { RegistryGates } from '../../core/schedule/registry-gates.ts';
import { isRegistryDown } from '../../core/schedule/registry-gates.ts';
import { isRegistryError } from '../../errors.ts';

export interface SharedLookupsOptions {
  registry: Registry;
  gates: RegistryGates;
  /** Milliseconds since the epoch. */
  now(): number;
  onDown(registry: string, error: Error): void;
  onUp(registry: string): void;
}

interface SharedAnswer {
  at: number;
  answer: Promise<ManifestAnswer>;
}

/**
 * A registry for many streams that follow the same references: who asks for what somebody else has just asked for, with
 * the same login, gets the same answer. A registry that is down is not asked: the answer is what it failed with.
 */
export class SharedLookups implements Registry {
  readonly #options: SharedLookupsOptions;
  readonly #logins = new WeakMap<CredentialSource, Map<string, Promise<Credential | undefined>>>();
  readonly #answers = new Map<string, SharedAnswer>();
  /** For how long, in milliseconds, an answer is one for everybody who asks the same. */
  keepFor = 0;
  readonly listTags: Registry['listTags'];
  readonly getConfig: Registry['getConfig'];
  readonly resolveDigest: Registry['resolveDigest'];

  constructor(options: SharedLookupsOptions) {
    const { registry } = options;
    this.#options = options;
    this.listTags = (address, request) => this.#ask(address, () => registry.listTags(address, request));
    this.getConfig = (address, ...rest) => this.#ask(address, () => registry.getConfig(address, ...rest));
    this.resolveDigest = (address, ...rest) => this.#ask(address, () => registry.resolveDigest(address, ...rest));
  }

  async getManifest(address: RepositoryAddress, reference: string, request: ManifestRequest): Promise<ManifestAnswer> {
    const { registry, repository, insecure } = address;
    const credential = await this.#login(address, request);
    const key = JSON.stringify([registry, repository, insecure, reference, credential]);
    const { known = [] } = request;
    const shared = await this.#shared(key, () => this.#fetch(address, reference, request));
    if (!shared.unchanged) return seenBy(known, shared.manifest);
    if (known.includes(shared.digest)) return shared;
    // Nothing new to who asked first, and new to this one: the content itself is needed, once for all such.
    const whole = await this.#shared(`whole ${key}`, () => this.#fetch(address, reference, { ...request, known: [] }));
    return whole.unchanged ? whole : seenBy(known, whole.manifest);
  }

  /** The login that a request goes with. One source is one import's: what it said of a repository holds for all its tags. */
  #login({ registry, repository }: RepositoryAddress, { credentials, signal }: ManifestRequest) {
    const logins = this.#logins.get(credentials) ?? new Map<string, Promise<Credential | undefined>>();
    this.#logins.set(credentials, logins);
    const key = `${registry}/${repository}`;
    const login = logins.get(key) ?? credentials.find(registry, repository, signal);
    logins.set(key, login);
    return login;
  }

  /** Lets go of answers that count no more. */
  forgetOld(): void {
    for (const [key, { at }] of this.#answers) if (!this.#counts(at)) this.#answers.delete(key);
  }

  close(): Promise<void> {
    return this.#options.registry.close();
  }

  async #shared(key: string, ask: () => Promise<ManifestAnswer>): Promise<ManifestAnswer> {
    const known = this.#answers.get(key);
    if (known && this.#counts(known.at)) return known.answer;
    const answer = ask();
    this.#answers.set(key, { at: this.#options.now(), answer });
    // A failure that says nothing of the image, such as an interruption or a lost connection, is nobody else's.
    answer.catch((error) => {
      if (!isRegistryError(error) || isRegistryDown(error)) this.#answers.delete(key);
    });
    return answer;
  }

  #counts(at: number): boolean {
    const age = this.#options.now() - at;
    return age >= 0 && age < this.keepFor;
  }

  #fetch(address: RepositoryAddress, reference: string, request: ManifestRequest): Promise<ManifestAnswer> {
    return this.#ask(address, () => this.#options.registry.getManifest(address, reference, request));
  }

  async #ask<T>({ registry }: RepositoryAddress, ask: () => Promise<T>): Promise<T> {
    const { gates, now, onDown, onUp } = this.#options;
    // A probe is on its way in a gate that is not open yet; everybody else is told what is known.
    if (gates.reason(registry) !== undefined && gates.opensAt(registry, now()) > now() && !gates.isProbing(registry)) {
      throw gates.reason(registry);
    }
    try {
      const answer = await ask();
      if (gates.succeeded(registry)) onUp(registry);
      return answer;
    } catch (error) {
      if (!isRegistryError(error)) throw error;
      if (!isRegistryDown(error)) {
        if (gates.succeeded(registry)) onUp(registry);
      } else if (gates.failed(registry, error, now(), error.retryAfter)) onDown(registry, error);
      throw error;
    }
  }
}

function seenBy(known: readonly string[], manifest: Manifest): ManifestAnswer {
  return known.includes(manifest.digest)
    ? { unchanged: true, digest: manifest.digest }
    : { unchanged: false, manifest };
}
