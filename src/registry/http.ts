import type { AddressRule } from './address-policy.ts';

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

/** A header's value; several lines are joined, as RFC 9110 allows for all headers that are read here. */
export function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
