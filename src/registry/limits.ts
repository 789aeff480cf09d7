import { RegistryError } from '../errors.ts';

/** Largest sizes in bytes, and counts (registry client 8.2). */
export interface Limits {
  manifest: number;
  config: number;
  token: number;
  tagPage: number;
  tagPages: number;
  tags: number;
  /** How much of an answer that is not a success is read. */
  errorBody: number;
  redirects: number;
  blobRedirects: number;
  /** Tries of one request in all. */
  attempts: number;
}

export const DEFAULT_LIMITS: Limits = {
  manifest: 4 * 1024 * 1024,
  config: 8 * 1024 * 1024,
  token: 128 * 1024,
  tagPage: 8 * 1024 * 1024,
  tagPages: 1000,
  tags: 1_000_000,
  errorBody: 64 * 1024,
  redirects: 5,
  blobRedirects: 10,
  attempts: 5,
};

/** The largest size of one thing, in bytes, and what both are called in messages. */
export interface SizeLimit {
  what: string;
  bytes: number;
  option: string;
}

/** All in milliseconds. */
export interface Timeouts {
  connect: number;
  headers: number;
  /** Between two pieces of a body. */
  idle: number;
  /** From sending a request to the end of its answer, its redirects and further tries included. */
  total: number;
  /**
   * The pauses of one request together; a `Retry-After` beyond what is left of it fails at once. Small, because somebody
   * waits at a terminal: five tries without `Retry-After` pause for less than four seconds.
   */
  waiting: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  connect: 10_000,
  headers: 30_000,
  idle: 30_000,
  total: 120_000,
  waiting: 5_000,
};

/** How much is read of what an answer holds, by the name of its limit. */
export function limitOf(limits: Limits, option: keyof Limits, what: string): SizeLimit {
  return { what, bytes: limits[option], option };
}

/** The error for something that is larger than its limit. */
export function exceeded(what: string, where: string, limit: number, unit: string, option: string): RegistryError {
  return new RegistryError('REGISTRY_LIMIT', `${what} of ${where} exceeds the limit of ${limit} ${unit}`, {
    hint: `the limit is called ${option}`,
  });
}
