import type { Credential } from '../../core/ports/credential-source.ts';
import { RegistryError } from '../../errors.ts';
import type { HttpRequest } from '../http.ts';
import type { RegistryHost } from '../registry-host.ts';
import { failureOf } from '../transport/connection-error.ts';

/**
 * How a host must be known before a login, or a token that was given for it, is sent there. A login of the store goes
 * where the store says. One of the user goes where the user says: what only the store vouches for, be it by a consent to
 * insecurity or by an authority, does not count.
 *
 * Fails with REGISTRY_REFUSED where that would be plain HTTP.
 */
export function loginTrust(host: RegistryHost, credential: Credential | undefined): HttpRequest['trust'] {
  if (credential === undefined || credential.ofStore) return host.trust;
  if (!host.insecure) return 'own';
  if (!host.insecureByStore) return host.trust;
  if (host.url.protocol === 'http:') throw refusedLogin(host, credential, 'over plain HTTP');
  return 'own';
}

export interface LoginAttempt {
  host: RegistryHost;
  credential: Credential;
  /** Where the login was to be sent: the registry, or its token server. */
  server: string;
  /** Whether the store names authorities for that server. */
  vouched: boolean;
}

/**
 * The error for a connection that was made for a login of the user, and did not hold what `own` asks for; any other error as
 * it is.
 */
export function loginError(error: unknown, { host, credential, server, vouched }: LoginAttempt): unknown {
  const failure = failureOf(error);
  if (host.insecureByStore && isAboutTls(error)) return refusedLogin(host, credential, 'over TLS that is not verified');
  if (!vouched || failure !== 'unknown-authority') return error;
  return new RegistryError(
    'REGISTRY_REFUSED',
    `the login of ${credential.origin} is not sent to ${server}: only additionalTrustedCA of the store vouches for its certificate`,
    {
      hint: `if you trust it, keep its authority as ~/.config/containers/certs.d/${server}/ca.crt, or name it with --certificate-authority`,
      cause: error,
    },
  );
}

function isAboutTls(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'REGISTRY_TLS' || code === 'REGISTRY_HTTP_ONLY';
}

function refusedLogin({ registry }: RegistryHost, { origin }: Credential, how: string): RegistryError {
  return new RegistryError(
    'REGISTRY_REFUSED',
    `the login of ${origin} is not sent to ${registry} ${how}: only the store says that it may be reached insecurely`,
    {
      hint: `if you trust the network, write "insecureRegistries: [${JSON.stringify(registry)}]" into ~/.config/imagestream/config.yaml, or give --insecure`,
    },
  );
}
