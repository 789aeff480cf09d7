import os from 'node:os';
import process from 'node:process';
import type { UserConfiguration } from '../files/user-configuration.ts';

/**
 * The user's configuration, read when somebody asks for something of it.
 *
 * @param store the store's directory: nothing in it can configure a command
 */
export async function userConfiguration(store: string): Promise<UserConfiguration> {
  const { readUserConfiguration } = await import('../files/user-configuration.ts');
  const { env, platform } = process;
  return readUserConfiguration({ env, home: os.homedir(), platform, uid: process.getuid?.(), store });
}
