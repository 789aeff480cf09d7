import { loginText } from '../../core/logins/login-text.ts';
import type { Credential } from '../../core/ports/credential-source.ts';
import { RegistryError } from '../../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { answerError, askedPause, printable, statusLine } from '../response-error.ts';

export interface TokenQuestion {
  realm: URL;
  service: string | undefined;
  scopes: readonly string[];
  credential: Credential | undefined;
}

export interface Token {
  /** Sent as it is after `Bearer `. */
  value: string;
  scopes: readonly string[];
  /** Milliseconds since the epoch. */
  expires: number;
}

/** A request to a token server, before it meets a transport. */
export interface TokenRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
}

/** The plain form of the token request: a GET with one `scope` parameter per scope, and Basic when there is a login. */
export function tokenGet({ realm, service, scopes, credential }: TokenQuestion): TokenRequest {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  if (credential === undefined) return { method: 'GET', url, headers: {} };
  if (credential.username !== '') url.searchParams.set('account', credential.username);
  return { method: 'GET', url, headers: { authorization: basic(credential) } };
}

/** The OAuth2 form, for identity tokens only. */
export function tokenPost({ realm, service, scopes, credential }: TokenQuestion, identityToken: string): TokenRequest {
  const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'imagestream' });
  if (service !== undefined) form.set('service', service);
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  if (credential?.username) form.set('username', credential.username);
  form.set('refresh_token', identityToken);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url: new URL(realm), headers, body: form.toString() };
}

/** The Basic header of a login; an identity token stands in for a missing password. */
export function basic({ username, password, identityToken }: Credential): string {
  return `Basic ${Buffer.from(`${username}:${password || (identityToken ?? '')}`, 'utf8').toString('base64')}`;
}

/** Fetch a new token this long before the old one ends. */
export const EARLY_MS = 30_000;
const SHORTEST_LIFE_S = 60;
/** The longest token that is taken, in characters. */
export const LONGEST_TOKEN = 64 * 1024;

/**
 * Reads a token reply: `token` or `access_token`, with a life of `expires_in` and at least 60 s, counted from `now`.
 * Fails with REGISTRY_UNEXPECTED_ANSWER, never quoting the reply.
 */
export function readToken(answer: HttpAnswer, question: TokenQuestion, now: number): Token {
  const broken = (why: string) =>
    new RegistryError('REGISTRY_UNEXPECTED_ANSWER', `the token server ${question.realm.host} ${why}`);
  let document: { token?: unknown; access_token?: unknown; expires_in?: unknown };
  try {
    document = (JSON.parse(answer.body.toString('utf8')) ?? {}) as typeof document;
  } catch {
    throw broken('does not answer in JSON');
  }
  const value = [document.token, document.access_token].find((text) => typeof text === 'string' && text !== '');
  if (typeof value !== 'string') throw broken('answers without a token');
  if (value.length > LONGEST_TOKEN || !isHeaderSafe(value)) throw broken('answers with a token that cannot be sent');
  const told = Number(document.expires_in);
  const life = Number.isFinite(told) ? Math.max(SHORTEST_LIFE_S, told) : SHORTEST_LIFE_S;
  return { value, scopes: question.scopes, expires: now + life * 1000 };
}

/** Whether a text may stand in a header: visible ASCII, so that nothing can start another header. */
export function isHeaderSafe(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** The error for an answer of a token server that is no success. */
export function tokenError(answer: HttpAnswer, { realm, credential }: TokenQuestion): RegistryError {
  const { status } = answer;
  if (status !== 401 && status !== 403) {
    if (status === 429) return answerError(answer, 'manifest');
    const message = `the token server ${realm.host}: received unexpected HTTP status: ${statusLine(answer)}`;
    return new RegistryError('REGISTRY_UNEXPECTED_ANSWER', message, { status, ...askedPause(answer) });
  }
  const text = printable(answer.body.toString('utf8'));
  if (credential !== undefined && /incorrect username or password/i.test(text)) {
    return new RegistryError('REGISTRY_WRONG_PASSWORD', 'unauthorized: incorrect username or password', {
      status,
      hint: loginHint(credential),
      login: loginText(credential),
    });
  }
  const { message } = answerError(answer, 'manifest');
  const details =
    credential === undefined
      ? { login: 'somebody without a login' }
      : { hint: loginHint(credential), login: loginText(credential) };
  return new RegistryError('REGISTRY_UNAUTHORIZED', message.startsWith('error parsing') ? 'unauthorized' : message, {
    status,
    ...details,
  });
}

/** Where a refused login comes from. */
export function loginHint(credential: Credential): string {
  return `check the login from ${credential.origin}`;
}

/** What tells one login from another; undefined where there is none. */
export function loginOf(credential: Credential | undefined): string | undefined {
  if (credential === undefined) return undefined;
  const { username, password, identityToken = '' } = credential;
  return JSON.stringify([username, password, identityToken]);
}
