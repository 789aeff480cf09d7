import { rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createAuthority } from './certificates.ts';
import { type CommandLine, createCommandLine, type Outcome } from './command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from './fixture-registry.ts';
import type { AccessMode } from './registry-access.ts';

/** A user at a shell, and one TLS registry that counts what it is asked. */
export interface ImportSite {
  readonly registry: FixtureRegistry;
  readonly user: CommandLine;
  /** Runs a command that must succeed, and tells what it cost the registry. */
  measure(...args: string[]): Promise<Cost>;
  /** Takes away all that is kept between runs outside the store: tokens, challenges, cached content. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export interface Cost {
  readonly requests: number;
  readonly connections: number;
  readonly outcome: Outcome;
}

/** The certificate of the registry is trusted through `SSL_CERT_FILE`. */
export async function startImportSite(access: AccessMode = { mode: 'open' }): Promise<ImportSite> {
  const authority = createAuthority('Import Site Test Authority');
  const registry = await startFixtureRegistry({ access, tls: authority.issue(['127.0.0.1']) });
  const user = await createCommandLine();
  const file = path.join(user.folder, 'ca.crt');
  writeFileSync(file, authority.cert);
  user.env.SSL_CERT_FILE = file;
  return {
    registry,
    user,
    measure: async (...args) => {
      const [requests, connections] = [registry.requests.length, registry.connections()];
      const outcome = await user.run(args);
      if (outcome.status !== 0) throw new Error(`imagestream ${args.join(' ')}: ${outcome.status} ${outcome.stderr}`);
      return {
        requests: registry.requests.length - requests,
        connections: registry.connections() - connections,
        outcome,
      };
    },
    forget: async () => {
      rmSync(user.home, { recursive: true });
      await mkdir(user.home);
    },
    stop: async () => {
      user.remove();
      await registry.stop();
    },
  };
}
