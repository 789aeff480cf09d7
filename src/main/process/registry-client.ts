import process from 'node:process';
import { whenAsked } from '../../core/concurrency/when-asked.ts';
import type { HostCertificateSource } from '../../core/ports/host-certificates.ts';
import type { Registry } from '../../core/ports/registry.ts';
import type { RegistryAccess } from '../../core/ports/registry-access.ts';
import type { RegistryProbe } from '../../core/ports/registry-probe.ts';
import type { TokenCache } from '../../core/ports/token-cache.ts';
import type { TokenServerRule } from '../../core/registries/token-server-rules.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { account } from './account.ts';
import type { OwnProcess } from './process.ts';

/** Switches the cache of tokens off. */
const NO_TOKEN_CACHE = 'IMAGESTREAM_NO_TOKEN_CACHE';

/** Registries as they are: no mirror, nothing blocked. */
export interface PlainRegistries extends Registry, Pick<RegistryAccess, 'transfer'> {
  /** Shows how registries are reached. */
  probe(): Promise<RegistryProbe>;
}

/** What the user trusts. */
interface Trust {
  /** What is trusted of each host, and shown to it. */
  certificates: HostCertificateSource;
  /** Token servers of other parties that the user lets have logins. */
  tokenServers(): Promise<readonly TokenServerRule[]>;
}

/** The transport with its connections and tokens, loaded at the first request. To be closed. */
export function createRegistryClient({ program, output }: OwnProcess, trust: Trust): PlainRegistries {
  let opened: Promise<RegistryClient> | undefined;
  const open = () => {
    opened = import('../../registry/client.ts').then(({ createRegistry }) =>
      createRegistry({
        env: process.env,
        userAgent: program.userAgent,
        now: () => Date.now(),
        random: Math.random,
        warn: output.warn,
        ...trust,
        tokens: process.env[NO_TOKEN_CACHE] ? undefined : createTokens(),
      }),
    );
    return opened;
  };
  return {
    ...whenAsked(open, ['getManifest', 'resolveDigest', 'getConfig', 'listTags', 'transfer', 'probe']),
    close: async () => (await opened)?.close(),
  };
}

/** The tokens of earlier runs, whose files are looked for when a registry first wants one. */
function createTokens(): TokenCache {
  const open = async () => (await import('../../credentials/token-files.ts')).createTokenFiles(account());
  return whenAsked(open, ['recall', 'keep']);
}
