import type { AddressClass, AddressRule } from './addresses/address-policy.ts';
import type { SizeLimit } from './limits.ts';

/** What is sent; a function makes it anew for every try. */
export type RequestBody = string | Uint8Array | (() => AsyncIterable<Uint8Array>);

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Readonly<Record<string, string | string[]>>;
  body?: RequestBody | undefined;
  /** Hands the body of a success on as `stream`, as it comes; `limit` does not count for it. */
  stream?: boolean | undefined;
  /**
   * `unverified` only with consent, and only for the host that it was given for; `own` is verified by what the user and the
   * system trust, without the authorities that the store names.
   */
  trust: 'verified' | 'unverified' | 'own';
  /** Which addresses the host may have. */
  addresses: AddressRule;
  /** Of the body of a successful answer. */
  limit: SizeLimit;
  signal: AbortSignal | undefined;
  /** What its tries and redirects have taken so far, in milliseconds: their total is limited, not each. */
  time?: { spent: number };
}

export interface HttpAnswer {
  /**
   * The class of the address that it came from: of the connection, for what a name means may change from one lookup to the
   * next. Behind a proxy only addresses that were written as such are known, and names count as public.
   */
  from: AddressClass;
  status: number;
  statusText: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty where the body is a stream. */
  body: Buffer;
  /** Must be read or left; one or the other ends it. */
  stream?: AsyncIterableIterator<Buffer>;
  /** How long the server asks to be left alone, in milliseconds, from when it answered. */
  retryAfter?: number | undefined;
  /** Who asked, where that was forbidden: see `RegistryError`. */
  login?: string | undefined;
}

/** A header's value; several lines are joined, as RFC 9110 allows for all headers that are read here. */
export function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
