import { whenAsked } from '../../core/concurrency/when-asked.ts';
import type { RegistriesConfSource } from '../../core/ports/registries-conf.ts';
import { account } from '../process/account.ts';

/** Where the system keeps its configuration. */
const SYSTEM = '/etc';

/** Where files about registries lie: the user's and the system's. */
export const filePlaces = () => ({ ...account(), system: SYSTEM });

/** The registries.conf of this machine and user, looked for when a registry is first asked. */
export function createRegistriesConf(): RegistriesConfSource {
  const open = async () => {
    const { createRegistriesConfSource } = await import('../../registries-conf/registries-conf-files.ts');
    return createRegistriesConfSource(filePlaces());
  };
  return whenAsked(open, ['read']);
}
