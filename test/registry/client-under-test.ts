import { afterEach } from '@jest/globals';
import type { Credential, CredentialSource } from '../../src/core/ports/credential-source.ts';
import type { HostCertificateSource } from '../../src/core/ports/host-certificates.ts';
import type { RepositoryAddress } from '../../src/core/ports/registry.ts';
import { isRegistryError, type RegistryError } from '../../src/errors.ts';
import { createRegistry, type RegistryClient, type RegistryOptions } from '../../src/registry/client.ts';
import { createAuthority } from '../support/certificates.ts';
import { type Script, type ScriptedRegistry, startScriptedRegistry } from '../support/scripted-registry.ts';

export const authority = createAuthority('Client Test Authority');
export const identity = authority.issue(['127.0.0.1', 'localhost']);

const closing: (() => Promise<unknown>)[] = [];

/** To be done after the test. */
export function later(close: () => Promise<unknown>): void {
  closing.push(close);
}

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A clock that only moves when somebody sleeps. */
export interface TestClock {
  now(): number;
  sleep(ms: number): Promise<void>;
  readonly slept: number[];
  advance(ms: number): void;
}

export function testClock(): TestClock {
  let time = Date.parse('2024-05-01T12:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: async (ms) => {
      slept.push(ms);
      time += ms;
    },
  };
}

/** Certificates of authorities that every host is trusted by, or one. */
export function authoritiesFor(pem: string | undefined, only?: string): HostCertificateSource {
  return async (host) => ({
    authorities: pem === undefined || (only !== undefined && host !== only) ? [] : [{ pem, origin: 'the test' }],
    clients: [],
  });
}

/** A client that trusts the test authority and sleeps on a test clock. */
export function client(options: Partial<RegistryOptions> = {}): RegistryClient {
  const registry = createRegistry({
    env: {},
    userAgent: 'imagestream/test',
    ...testClock(),
    random: () => 1,
    certificates: authoritiesFor(authority.cert),
    ...options,
  });
  later(() => registry.close());
  return registry;
}

export async function script(answer: Script, tls: typeof identity | 'plain' = identity): Promise<ScriptedRegistry> {
  const registry = await startScriptedRegistry(answer, tls === 'plain' ? undefined : tls);
  later(registry.stop);
  return registry;
}

/** A source that remembers who asked. */
export function login(credential?: Credential): CredentialSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    find: async (registry, repository) => {
      asked.push(`${registry}/${repository}`);
      return credential;
    },
  };
}

export const alice: Credential = { username: 'alice', password: 's3cret', origin: 'the test' };
export const nobody = { credentials: login() };
export const asAlice = () => ({ credentials: login(alice) });

export function at({ host }: { host: string }, repository = 'team/app', insecure = false): RepositoryAddress {
  return { registry: host, repository, insecure };
}

/** The error that a promise must fail with. */
export async function failing(promise: Promise<unknown>): Promise<RegistryError> {
  try {
    await promise;
  } catch (error) {
    if (isRegistryError(error)) return error;
    throw error;
  }
  throw new Error('a failure was expected');
}
