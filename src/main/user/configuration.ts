import type { UserConfiguration } from '../../files/user-configuration.ts';
import { account } from '../process/account.ts';

/**
 * Reads the user's configuration. Fails with ARGUMENT and STORE_BROKEN.
 *
 * @param store the store's directory: nothing in it can configure a command
 */
export async function readConfiguration(store: string): Promise<UserConfiguration> {
  const { readUserConfiguration } = await import('../../files/user-configuration.ts');
  return readUserConfiguration({ ...account(), store });
}
