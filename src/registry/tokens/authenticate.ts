import { loginText } from '../../core/logins/login-text.ts';
import type { Credential, CredentialSource } from '../../core/ports/credential-source.ts';
import type { RegistryRequest, RepositoryAddress } from '../../core/ports/registry.ts';
import { RegistryError } from '../../errors.ts';
import { type AddressClass, ruleForNamedBy } from '../addresses/address-policy.ts';
import { loginTrust } from '../addresses/login-trust.ts';
import { checkRealmUrl, isSameParty, refusedRealm } from '../addresses/realm-policy.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import type { RegistryHost } from '../registry-host.ts';
import type { TokenServers } from './allowed-servers.ts';
import { type Demand, demandOf, parseChallenges } from './challenge.ts';
import type { TokenMemory } from './token-memory.ts';
import {
  basic,
  EARLY_MS,
  isHeaderSafe,
  loginHint,
  loginOf,
  readToken,
  type Token,
  type TokenQuestion,
  type TokenRequest,
  tokenError,
  tokenGet,
  tokenPost,
} from './token-server.ts';

/** Sends one request to a token server: redirects, retries and limits are the caller's business. */
export type SendToken = (
  host: RegistryHost,
  request: Omit<HttpRequest, 'limit'>,
  credential: Credential | undefined,
) => Promise<HttpAnswer>;

export interface AuthenticatorOptions {
  now(): number;
  tokenServers: TokenServers;
  send: SendToken;
  /** Tokens of earlier runs; none when absent. */
  memory?: TokenMemory | undefined;
}

/** Who asks for what. */
export interface Access {
  host: RegistryHost;
  repository: RepositoryAddress;
  request: RegistryRequest;
  /** What is going to be done; reading the repository when absent. */
  scopes?: readonly string[] | undefined;
}

/** What was sent, to be judged when it is refused. */
export interface Authorization {
  header: string;
  token?: Token;
  /** The token was fetched for this very request. */
  fresh?: boolean;
  credential: Credential | undefined;
}

/** Answers challenges: looks logins up when they are first needed, fetches tokens, and keeps both for the process. */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #tokens = new Map<string, Token[]>();
  readonly #fetching = new Map<string, Promise<Token>>();
  readonly #credentials = new WeakMap<CredentialSource, Map<string, Promise<Credential | undefined>>>();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /** What to send with a first request: nothing for a host that has not asked yet, and gave out no token in an earlier run. */
  async ahead(access: Access): Promise<Authorization | undefined> {
    const { host } = access;
    const scopes = scopesOf(access);
    host.demand ??= (await this.#memoryOf(host)?.find(host.url.origin, scopes, () => this.#credential(access)))?.demand;
    return host.demand === undefined ? undefined : await this.#meet(access, host.demand, scopes, undefined);
  }

  /**
   * What to send after a 401, or undefined when there is nothing (else) to send.
   *
   * @param refused what was sent with the request that got the 401
   */
  async answer(
    access: Access,
    answer: HttpAnswer,
    refused: Authorization | undefined,
  ): Promise<Authorization | undefined> {
    const challenge = demandOf(parseChallenges(answer.headers['www-authenticate']));
    if (challenge !== undefined) access.host.demand = { ...challenge, from: answer.from };
    const { demand } = access.host;
    if (demand === undefined) return undefined;
    if (refused?.token) {
      this.#forget(refused.token);
      this.#memoryOf(access.host)?.refuse(access.host.url.origin, refused.token);
    }
    if (refused && !refused.token) return undefined; // a password or a ready token is not better the second time
    const asked = demand.scheme === 'bearer' ? union(demand.scopes, access.scopes ?? []) : [];
    const wanted = asked.length > 0 ? asked : scopesOf(access);
    return await this.#meet(access, demand, union(refused?.token?.scopes ?? [], wanted), refused);
  }

  async #meet(
    access: Access,
    demand: Demand & { from?: AddressClass },
    scopes: readonly string[],
    refused: Authorization | undefined,
  ): Promise<Authorization | undefined> {
    const credential = await this.#credential(access);
    loginTrust(access.host, credential); // before anything is asked with it elsewhere
    if (credential?.registryToken !== undefined) return readyToken(credential.registryToken, credential);
    if (demand.scheme === 'basic') return credential && { header: basic(credential), credential };
    const question = await this.#question(access.host, demand, scopes, credential);
    const { token, fresh } = await this.#token(access, question, refused?.token);
    return { header: `Bearer ${token.value}`, token, fresh, credential };
  }

  async #question(
    host: RegistryHost,
    demand: Demand & { scheme: 'bearer'; from?: AddressClass },
    scopes: readonly string[],
    credential: Credential | undefined,
  ): Promise<TokenQuestion & { namedBy: AddressClass }> {
    const { url, registry } = host;
    if (!URL.canParse(demand.realm, url.href)) {
      throw new RegistryError('REGISTRY_REFUSED', `${registry} names a token server whose address cannot be read`);
    }
    const realm = new URL(demand.realm, url);
    checkRealmUrl(url, realm);
    if (credential !== undefined && !(await isSameParty(url, realm)) && !(await this.#isAllowed(registry, realm)))
      throw refusedRealm(registry, realm);
    // Who demanded it in an earlier run is where the registry is now.
    const namedBy = demand.from ?? host.from ?? 'public';
    return { realm, service: demand.service, scopes, credential, namedBy };
  }

  async #isAllowed(registry: string, realm: URL): Promise<boolean> {
    return realm.protocol === 'https:' && (await this.#options.tokenServers(registry, realm.host));
  }

  async #token(
    access: Access,
    question: TokenQuestion & { namedBy: AddressClass },
    refused: Token | undefined,
  ): Promise<{ token: Token; fresh: boolean }> {
    const { host } = access;
    const { realm, service, scopes, credential } = question;
    const key = JSON.stringify([host.url.origin, host.trust, realm.href, service ?? '', loginOf(credential)]);
    const found = this.#kept(key).find(
      (token) => token !== refused && scopes.every((scope) => token.scopes.includes(scope)),
    );
    if (found) return { token: found, fresh: false };
    const remembered = await this.#remembered(host, question);
    if (remembered) return { token: this.#hold(key, remembered), fresh: false };
    const flight = `${key} ${[...scopes].sort().join(' ')}`;
    const running = this.#fetching.get(flight);
    if (running) return { token: await running, fresh: true };
    const fetching = this.#fetch(access, question).finally(() => this.#fetching.delete(flight));
    this.#fetching.set(flight, fetching);
    const token = this.#hold(key, await fetching);
    const demand = { scheme: 'bearer' as const, realm: realm.href, service, scopes: [] };
    this.#memoryOf(host)?.add(host.url.origin, demand, credential, token);
    return { token, fresh: true };
  }

  /** A token of an earlier run, from the same token server. */
  async #remembered(host: RegistryHost, { realm, service, scopes, credential }: TokenQuestion) {
    const found = await this.#memoryOf(host)?.find(host.url.origin, scopes, async () => credential);
    return found?.demand.realm === realm.href && found.demand.service === service ? found.token : undefined;
  }

  /** Who is not verified, or might be spoken to in clear, is shown no token of an earlier run. */
  #memoryOf({ trust }: RegistryHost): TokenMemory | undefined {
    return trust === 'verified' ? this.#options.memory : undefined;
  }

  #hold(key: string, token: Token): Token {
    this.#tokens.set(key, [...this.#kept(key).filter((kept) => kept !== token), token]);
    return token;
  }

  #kept(key: string): Token[] {
    return (this.#tokens.get(key) ?? []).filter(({ expires }) => this.#options.now() < expires - EARLY_MS);
  }

  async #fetch(access: Access, question: TokenQuestion & { namedBy: AddressClass }): Promise<Token> {
    const identityToken = question.credential?.identityToken;
    let answer: HttpAnswer | undefined;
    if (identityToken !== undefined && identityToken !== '') {
      answer = await this.#ask(access, tokenPost(question, identityToken), question);
      if (answer.status === 404 || answer.status === 405) answer = undefined;
    }
    answer ??= await this.#ask(access, tokenGet(question), question);
    if (answer.status !== 200) throw tokenError(answer, question);
    return readToken(answer, question, this.#options.now());
  }

  async #ask(
    { host, request }: Access,
    { method, url, headers, body }: TokenRequest,
    { credential, namedBy }: TokenQuestion & { namedBy: AddressClass },
  ): Promise<HttpAnswer> {
    // Consent was given for the registry's host only.
    const trust =
      url.hostname === host.url.hostname
        ? loginTrust(host, credential)
        : credential === undefined || credential.ofStore
          ? 'verified'
          : 'own';
    const named = url.origin === host.url.origin || (await this.#isAllowed(host.registry, url));
    const addresses = named ? 'any' : ruleForNamedBy(namedBy);
    return await this.#options.send(
      host,
      {
        ...{ method, url, body, trust, addresses, signal: request.signal },
        headers: { ...headers, accept: 'application/json' },
      },
      credential,
    );
  }

  #forget(token: Token): void {
    for (const [key, tokens] of this.#tokens) {
      if (tokens.includes(token)) {
        this.#tokens.set(
          key,
          tokens.filter((kept) => kept !== token),
        );
      }
    }
  }

  /** A login is looked up once per source and repository: sources may have to start programs. */
  #credential({ repository, request }: Access): Promise<Credential | undefined> {
    let known = this.#credentials.get(request.credentials);
    if (known === undefined) {
      known = new Map();
      this.#credentials.set(request.credentials, known);
    }
    const key = `${repository.registry}/${repository.repository}`;
    let found = known.get(key);
    if (found === undefined) {
      found = request.credentials.find(repository.registry, repository.repository, request.signal);
      const keptIn = known;
      found.catch(() => keptIn.delete(key));
      known.set(key, found);
    }
    return found;
  }
}

/** The error for a 401 that nothing helped against. */
export function unauthorized(
  answer: HttpAnswer,
  sent: Authorization | undefined,
  message: string,
  host: string,
): RegistryError {
  const hint =
    sent?.credential !== undefined
      ? loginHint(sent.credential)
      : `there is no such image, or it needs a login for ${host}`;
  return new RegistryError('REGISTRY_UNAUTHORIZED', message, { status: answer.status, hint, login: askedBy(sent) });
}

/** Who asked with what was sent, for errors: see `RegistryError`. */
export function askedBy(sent: Authorization | undefined): string {
  return sent?.credential === undefined ? 'somebody without a login' : loginText(sent.credential);
}

function readyToken(token: string, credential: Credential): Authorization {
  if (!isHeaderSafe(token)) {
    throw new RegistryError('REGISTRY_REFUSED', 'the registry token holds characters that cannot be sent', {
      hint: loginHint(credential),
    });
  }
  return { header: `Bearer ${token}`, credential };
}

function scopesOf({ scopes, repository: { repository } }: Access): readonly string[] {
  return scopes ?? [`repository:${repository}:pull`];
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}
