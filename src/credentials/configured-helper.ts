import { type DockerConfig, helperOf } from '../core/logins/docker-config.ts';
import { readAuthFile } from './auth-file.ts';
import { type AuthFileOptions, defaultAuthFiles, explicitAuthFile } from './auth-file-paths.ts';
import { isHelperName } from './credential-helper.ts';
import { hostForms } from './credential-keys.ts';

/**
 * The credential helper that the user's files name for a host, or for everything; undefined where they name none. The
 * first file with a helper decides. A name that cannot be a helper's counts for nothing here: lookups tell of it.
 * Fails with CREDENTIALS for a broken file.
 */
export async function configuredHelper(options: AuthFileOptions, host?: string): Promise<string | undefined> {
  const explicit = explicitAuthFile(options);
  for (const file of explicit ? [explicit] : defaultAuthFiles(options)) {
    const config = await readAuthFile(file.path, file.format, options.platform, () => {});
    const name = config && ((host && hostHelper(config, host, file.path)) || config.credsStore);
    if (name && isHelperName(name)) return name;
  }
  return undefined;
}

function hostHelper(config: DockerConfig, host: string, where: string): string | undefined {
  const [key] = [host, ...hostForms(config.credHelpers, host)].filter((form) => helperOf(config, form, where));
  return key === undefined ? undefined : helperOf(config, key, where);
}

/**
 * Whether a file of the user names a helper, for everything or for some host. What else names one, such as a mark in a
 * store, starts no program. Files that cannot be read name none.
 */
export async function isOwnHelper(options: AuthFileOptions, name: string): Promise<boolean> {
  const explicit = explicitAuthFile(options);
  for (const file of [...(explicit ? [explicit] : []), ...defaultAuthFiles(options)]) {
    const config = await readAuthFile(file.path, file.format, options.platform, () => {}).catch(() => undefined);
    if (config && (config.credsStore === name || Object.values(config.credHelpers).includes(name))) return true;
  }
  return false;
}
