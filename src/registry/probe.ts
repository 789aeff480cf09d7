import { X509Certificate } from 'node:crypto';
import type { HostCertificateSource } from '../core/ports/host-certificates.ts';
import type { RegistryRequest, RepositoryAddress } from '../core/ports/registry.ts';
import type { ConnectionFacts, Reached, RegistryProbe } from '../core/ports/registry-probe.ts';
import { isRegistryError, type RegistryError } from '../errors.ts';
import { registryUrl } from './addresses/endpoint.ts';
import { type Limits, limitOf } from './limits.ts';
import { answerError } from './response-error.ts';
import type { Session } from './session.ts';
import { failureOf } from './transport/connection-error.ts';
import { type Environment, proxyFor, usesProxy } from './transport/proxy.ts';

export interface ProbeOptions {
  env: Environment;
  session: Session;
  limits: Limits;
  certificates: HostCertificateSource;
}

export function createProbe({ env, session, limits, certificates }: ProbeOptions): RegistryProbe {
  async function connection(registry: string): Promise<ConnectionFacts> {
    const url = registryUrl(registry, 'https');
    const { authorities, clients } = await certificates(url.host);
    return {
      ...explainProxy(url, env),
      authorities: authorities.map(({ origin, pem }) => ({ origin, certificates: describeCertificates(pem) })),
      environment: ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
        .filter((name) => env[name])
        .map((name) => `${name}=${env[name]}`),
      clients: clients.map(({ origin }) => origin),
    };
  }

  async function reach(address: RepositoryAddress, request: RegistryRequest): Promise<Reached> {
    const error = await attempt(address, request);
    const { url, demand } = session.host(address);
    return {
      scheme: url.protocol === 'http:' ? 'http' : 'https',
      login: demand === undefined ? 'none' : demand.scheme === 'basic' ? 'password' : 'token',
      ...(demand?.scheme === 'bearer' ? { realm: hostOf(demand.realm, url) } : {}),
      ...(error === undefined ? {} : { error, ...kindOf(error) }),
    };
  }

  async function attempt(address: RepositoryAddress, request: RegistryRequest): Promise<RegistryError | undefined> {
    const whole = address.repository === '';
    try {
      const answer = await session.send(address, request, {
        method: 'GET',
        rest: whole ? '' : 'tags/list',
        ...(whole ? { scopes: [] } : { search: '?n=1' }),
        limit: limitOf(limits, 'tagPage', 'the answer'),
      });
      return answer.status < 300 ? undefined : answerError(answer, 'tags');
    } catch (error) {
      if (isRegistryError(error)) return error;
      throw error;
    }
  }

  return { connection, reach };
}

function kindOf(error: RegistryError): Pick<Reached, 'failure'> {
  const kind = failureOf(error);
  if (kind === 'unknown-authority') return { failure: kind };
  // A server that misses a client certificate says nothing: it goes away.
  return kind === 'lost' || kind === 'no-handshake' ? { failure: 'closed' } : {};
}

function explainProxy(url: URL, env: Environment): Pick<ConnectionFacts, 'proxy' | 'proxyBecause'> {
  const set = (name: string) => [name, name.toLowerCase()].find((variable) => env[variable]?.trim());
  const variable = set('HTTPS_PROXY');
  if (variable === undefined) return { proxy: undefined, proxyBecause: 'HTTPS_PROXY is not set' };
  const without = set('NO_PROXY');
  if (!usesProxy(url, '')) return { proxy: undefined, proxyBecause: 'addresses of this machine are never proxied' };
  let proxy: URL | undefined;
  try {
    proxy = proxyFor(url, env);
  } catch {
    return { proxy: undefined, proxyBecause: `${variable} holds no URL` };
  }
  if (proxy === undefined) return { proxy, proxyBecause: `${without}=${env[without as string]} leaves it out` };
  return { proxy: `${proxy.protocol}//${proxy.host}`, proxyBecause: variable };
}

/** What people compare: whose certificate, and until when. */
function describeCertificates(pem: string): string[] {
  const blocks = pem.match(/-----BEGIN [^-]*CERTIFICATE-----[\s\S]*?-----END [^-]*CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => {
    try {
      const { subject, validTo } = new X509Certificate(block);
      return `${subject.replaceAll('\n', ', ')}, valid until ${validTo}`;
    } catch {
      return 'a certificate that cannot be read';
    }
  });
}

function hostOf(realm: string, base: URL): string {
  return URL.canParse(realm, base.href) ? new URL(realm, base).host : 'an address that cannot be read';
}
