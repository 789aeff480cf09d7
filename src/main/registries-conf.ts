import os from 'node:os';
import process from 'node:process';
import type { RegistriesConfSource } from '../core/ports/registries-conf.ts';
import { SYSTEM } from './host-certificates.ts';

/** The registries.conf of this machine and user, looked for when a registry is first asked. */
export function createRegistriesConf(): RegistriesConfSource {
  let source: Promise<RegistriesConfSource> | undefined;
  const open = async () => {
    const { createRegistriesConfSource } = await import('../registries-conf/registries-conf-files.ts');
    return createRegistriesConfSource({ env: process.env, home: os.homedir(), system: SYSTEM });
  };
  return {
    async read(want) {
      source ??= open();
      return (await source).read(want);
    },
  };
}
