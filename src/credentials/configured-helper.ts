import { helperOf } from '../core/docker-config.ts';
import { readAuthFile } from './auth-file.ts';
import { type AuthFileOptions, defaultAuthFiles, explicitAuthFile } from './auth-file-paths.ts';
import { isHelperName } from './credential-helper.ts';

/**
 * The credential helper that the user's files name for a host, or for everything; undefined where they name none. The
 * first file with a helper decides. A name that cannot be a helper's counts for nothing here: lookups tell of it.
 * Fails with CREDENTIALS for a broken file.
 */
export async function configuredHelper(options: AuthFileOptions, host?: string): Promise<string | undefined> {
  const explicit = explicitAuthFile(options);
  for (const file of explicit ? [explicit] : defaultAuthFiles(options)) {
    const config = await readAuthFile(file.path, file.format, options.platform, () => {});
    const name = config && ((host && helperOf(config, host, file.path)) || config.credsStore);
    if (name && isHelperName(name)) return name;
  }
  return undefined;
}
