import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { type ImportSite, startImportSite } from '../support/import-site.ts';

export interface HttpsSite extends ImportSite {
  readonly authorityFile: string;
}

/** An import site whose authority is in the user's `certs.d`, where skopeo looks, too. */
export async function startHttpsSite(): Promise<HttpsSite> {
  const site = await startImportSite();
  const { user, registry } = site;
  const folder = path.join(user.home, '.config/containers/certs.d', registry.host);
  mkdirSync(folder, { recursive: true });
  const authorityFile = path.join(folder, 'ca.crt');
  renameSync(String(user.env.SSL_CERT_FILE), authorityFile);
  delete user.env.SSL_CERT_FILE;
  return { ...site, authorityFile };
}
