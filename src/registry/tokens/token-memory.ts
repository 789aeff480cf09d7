import { randomBytes, scryptSync } from 'node:crypto';
import type { Credential } from '../../core/ports/credential-source.ts';
import type { KeptToken, KeptTokens, TokenCache } from '../../core/ports/token-cache.ts';
import type { Demand } from './challenge.ts';
import { EARLY_MS, isHeaderSafe, LONGEST_TOKEN, loginOf, type Token } from './token-server.ts';

/** No token is kept for longer, whatever its server says. */
const LONGEST_MS = 3_600_000;
/** Of one registry; the newest stay. */
const MOST_TOKENS = 500;
/** A few milliseconds: what a login is guessed with by who reads the file costs them the same for every guess. */
const STRETCH = { N: 2048, r: 8, p: 1 };

type BearerDemand = Demand & { scheme: 'bearer' };

interface Memory {
  /** What was there when the registry was first asked. */
  before: Promise<KeptTokens | undefined>;
  /** By login and scopes: a watch fetches the same ones again and again. */
  added: Map<string, { token: Token; credential: Credential | undefined; demand: BearerDemand }>;
  refused: Set<string>;
}

/**
 * Tokens of earlier runs, so that a pipeline of many calls pays for one (registry client AU5). Only for reading, only of
 * registries that are verified, only for who they were handed out to (S26), and never one that was refused or has expired.
 */
export class TokenMemory {
  readonly #cache: TokenCache;
  readonly #now: () => number;
  readonly #memories = new Map<string, Memory>();
  readonly #identities = new Map<string, string>();

  constructor(cache: TokenCache, now: () => number) {
    this.#cache = cache;
    this.#now = now;
  }

  /**
   * A token that opens all scopes, and the challenge that it answered.
   *
   * @param credential looked up only where something is kept
   */
  async find(
    origin: string,
    scopes: readonly string[],
    credential: () => Promise<Credential | undefined>,
  ): Promise<{ token: Token; demand: BearerDemand } | undefined> {
    if (!isKeepable(scopes)) return undefined;
    const { before, refused } = this.#memory(origin);
    const kept = await before;
    if (kept === undefined) return undefined;
    const open = kept.tokens.filter((token) => scopes.every((scope) => token.scopes.includes(scope)));
    const usable = open.filter((token) => this.#isAlive(token) && !refused.has(token.value));
    if (usable.length === 0) return undefined;
    const identity = this.#identity(kept.salt, await credential());
    const found = usable.find((token) => token.identity === identity);
    if (found === undefined) return undefined;
    const { value, expires } = found;
    const { realm, service } = kept;
    return {
      token: { value, scopes: found.scopes, expires },
      demand: { scheme: 'bearer', realm, service, scopes: [] },
    };
  }

  /** Remembers a token that was fetched; kept by `save`. */
  add(origin: string, demand: BearerDemand, credential: Credential | undefined, token: Token): void {
    if (!isKeepable(token.scopes)) return;
    this.#memory(origin).added.set(JSON.stringify([loginOf(credential), token.scopes]), { token, credential, demand });
  }

  /** Forgets a token that a registry refused. */
  refuse(origin: string, token: Token): void {
    this.#memory(origin).refused.add(token.value);
  }

  /** Writes what has changed. */
  async save(): Promise<void> {
    for (const [origin, { added, refused }] of this.#memories) {
      if (added.size === 0 && refused.size === 0) continue;
      // Another run may have written meanwhile.
      const kept = await this.#cache.recall(origin);
      const fetched = [...added.values()];
      const last = fetched.at(-1)?.demand ?? kept;
      if (last === undefined) continue;
      const same = kept !== undefined && kept.realm === last.realm && kept.service === last.service;
      const salt = kept?.salt ?? randomBytes(16).toString('base64url');
      const fresh = fetched.map(({ token, credential }): KeptToken => {
        const { value, scopes } = token;
        const expires = Math.min(token.expires, this.#now() + LONGEST_MS);
        return { identity: this.#identity(salt, credential), scopes, value, expires };
      });
      const tokens = [...(same ? kept.tokens : []), ...fresh].filter(
        (token) => this.#isAlive(token) && !refused.has(token.value),
      );
      await this.#cache.keep(origin, {
        ...{ salt, realm: last.realm, service: last.service, tokens: latest(tokens) },
      });
    }
    this.#memories.clear();
  }

  #memory(origin: string): Memory {
    let memory = this.#memories.get(origin);
    if (memory === undefined) {
      memory = { before: this.#cache.recall(origin), added: new Map(), refused: new Set() };
      this.#memories.set(origin, memory);
    }
    return memory;
  }

  /** A clock that was set back makes a token look younger than any can be. */
  #isAlive({ expires, value }: KeptToken): boolean {
    const left = expires - this.#now();
    return left > EARLY_MS && left <= LONGEST_MS && value.length <= LONGEST_TOKEN && isHeaderSafe(value);
  }

  #identity(salt: string, credential: Credential | undefined): string {
    const login = loginOf(credential);
    if (login === undefined) return 'anonymous';
    const key = `${salt} ${login}`;
    let identity = this.#identities.get(key);
    if (identity === undefined) {
      identity = scryptSync(login, salt, 32, STRETCH).toString('base64url');
      this.#identities.set(key, identity);
    }
    return identity;
  }
}

/** Tokens for pulling alone: one that opens more is better asked for when it is needed. */
function isKeepable(scopes: readonly string[]): boolean {
  return scopes.length > 0 && scopes.every((scope) => /^repository:[^:]+:pull$/.test(scope));
}

/** One token for the same scopes of the same identity. */
function latest(tokens: readonly KeptToken[]): KeptToken[] {
  const byUse = new Map<string, KeptToken>();
  for (const token of tokens) {
    const use = JSON.stringify([token.identity, [...token.scopes].sort()]);
    byUse.delete(use);
    byUse.set(use, token);
  }
  return [...byUse.values()].slice(-MOST_TOKENS);
}
