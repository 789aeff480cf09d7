import process from 'node:process';
import type { CredentialSource } from '../core/ports/credential-source.ts';
import { type HostCertificateSource, joinCertificates } from '../core/ports/host-certificates.ts';
import type { Registry } from '../core/ports/registry.ts';
import type { RegistryAccess, RegistryChoice } from '../core/ports/registry-access.ts';
import type { RegistryProbe } from '../core/ports/registry-probe.ts';
import type { TokenCache } from '../core/ports/token-cache.ts';
import { type RoutingOptions, routeRegistry } from '../core/registries/routed-registry.ts';
import type { TokenServerRule } from '../core/registries/token-server-rules.ts';
import type { RegistryClient } from '../registry/client.ts';
import { readAuthorities } from './host-certificates.ts';
import { openKeychainLogins, userOptions } from './passwords.ts';

/** Switches the cache of tokens off. */
const NO_TOKEN_CACHE = 'IMAGESTREAM_NO_TOKEN_CACHE';

/** The ways to registries that one command line opens. */
export interface Registries extends RegistryAccess {
  /** The way that the flags of a command ask for; where they ask for nothing, the one that everything else goes. */
  choose(choice: RegistryChoice): RegistryAccess;
  /** Shows how registries are reached: without mirrors, as they are told of by what asks. */
  probe(): Promise<RegistryProbe>;
  close(): Promise<void>;
}

/**
 * Registries and logins, loaded at the first request.
 *
 * @param certificates what is trusted of each host, and shown to it
 * @param routing which mirrors are asked, and what is blocked
 * @param tokenServers which of other parties the user allows
 */
export function createRegistries(
  version: string,
  warn: (text: string) => void,
  certificates: HostCertificateSource,
  routing: RoutingOptions,
  tokenServers: () => Promise<readonly TokenServerRule[]>,
): Registries {
  const open = (trusted: HostCertificateSource) => routed(lazyRegistry(version, warn, trusted, tokenServers), routing);
  const registry = open(certificates);
  const credentials = lazyCredentials(warn);
  const opened = [registry];
  return {
    registry,
    credentials,
    transfer: registry.transfer,
    probe: registry.probe,
    choose({ authFile, authorityFile }) {
      const chosen = authorityFile === '' ? registry : open(alsoTrusting(authorityFile, certificates));
      opened.push(chosen);
      const logins = authFile === '' ? credentials : lazyCredentials(warn, authFile);
      return { registry: chosen, transfer: chosen.transfer, credentials: logins };
    },
    close: async () => void (await Promise.all(opened.map((each) => each.close()))),
  };
}

function routed<T extends Registry & Pick<RegistryAccess, 'transfer'>>(plain: T, routing: RoutingOptions): T {
  const transfer = async () => {
    const { routeTransfer } = await import('../core/registries/routed-transfer.ts');
    return routeTransfer(await plain.transfer(), routing);
  };
  return { ...plain, ...routeRegistry(plain, routing), transfer };
}

/** With the authorities of a file that count for every host. */
function alsoTrusting(file: string, certificates: HostCertificateSource): HostCertificateSource {
  const named = { authorities: [{ pem: readAuthorities(file), origin: file }], clients: [] };
  return async (host) => joinCertificates([named, await certificates(host)]);
}

function lazyRegistry(
  version: string,
  warn: (text: string) => void,
  certificates: HostCertificateSource,
  tokenServers: () => Promise<readonly TokenServerRule[]>,
): Registry & Pick<RegistryAccess, 'transfer'> & Pick<Registries, 'probe'> {
  let opened: Promise<RegistryClient> | undefined;
  const open = () => {
    opened ??= import('../registry/client.ts').then(({ createRegistry }) =>
      createRegistry({
        env: process.env,
        userAgent: `imagestream/${version}`,
        now: () => Date.now(),
        random: Math.random,
        warn: (message) => warn(`warning: ${message}\n`),
        certificates,
        tokenServers,
        tokens: process.env[NO_TOKEN_CACHE] ? undefined : tokens,
      }),
    );
    return opened;
  };
  return {
    getManifest: async (...args) => (await open()).getManifest(...args),
    resolveDigest: async (...args) => (await open()).resolveDigest(...args),
    getConfig: async (...args) => (await open()).getConfig(...args),
    listTags: async (...args) => (await open()).listTags(...args),
    transfer: async () => (await open()).transfer(),
    probe: async () => (await open()).probe(),
    close: async () => (await opened)?.close(),
  };
}

/** The tokens of earlier runs, whose files are looked for when a registry is first asked. */
const tokens: TokenCache = {
  recall: async (...args) => (await openTokens()).recall(...args),
  keep: async (...args) => (await openTokens()).keep(...args),
};

let openedTokens: Promise<TokenCache> | undefined;
function openTokens(): Promise<TokenCache> {
  openedTokens ??= Promise.all([import('../credentials/token-files.ts'), userOptions()]).then(
    ([{ createTokenFiles }, options]) => createTokenFiles(options),
  );
  return openedTokens;
}

/** The user's logins, read when a registry first asks for one. */
function lazyCredentials(warn: (text: string) => void, authfile?: string): CredentialSource {
  let source: Promise<CredentialSource> | undefined;
  return {
    async find(registry, repository, signal) {
      source ??= Promise.all([
        import('../credentials/user-credentials.ts'),
        import('node:os'),
        openKeychainLogins(warn),
      ]).then(([{ createUserCredentials }, os, own]) =>
        createUserCredentials({
          own,
          env: process.env,
          home: os.homedir(),
          uid: process.getuid?.() ?? 0,
          platform: process.platform,
          authfile,
          warn: (message) => warn(`warning: ${message}\n`),
        }),
      );
      return (await source).find(registry, repository, signal);
    },
  };
}
