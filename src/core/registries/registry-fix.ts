import type { RegistryError } from '../../errors.ts';
import type { Credential } from '../ports/credential-source.ts';
import type { Reached } from '../ports/registry-probe.ts';

export interface FixContext {
  registry: string;
  /** Empty for the registry as a whole. */
  repository: string;
  credential: Credential | undefined;
  failure: Reached['failure'];
  /** Whether a client certificate was shown. */
  showed: boolean;
  /** Where authorities for this registry come from. */
  trusted: readonly string[];
}

/** The one thing to do about a registry's failure, as a sentence without a full stop. */
export function registryFix(error: RegistryError, context: FixContext): string {
  const { registry, repository, credential, trusted, failure, showed } = context;
  switch (error.code) {
    case 'REGISTRY_TLS':
      if (failure !== 'unknown-authority') return error.hint ?? 'correct the certificates';
      if (trusted.length > 0)
        return `its certificate is signed by none of the authorities of ${trusted.join(', ')}: get the right one`;
      return `get the certificate of its authority, and keep it as ~/.config/containers/certs.d/${registry}/ca.crt, name it with --certificate-authority, or keep it in a config map under the key ${configMapKey(registry)}`;
    case 'REGISTRY_HTTP_ONLY':
      return `if you trust the network, import with --insecure, or add ${registry} to insecureRegistries of ~/.config/imagestream/config.yaml`;
    case 'REGISTRY_UNAUTHORIZED':
    case 'REGISTRY_WRONG_PASSWORD':
      if (credential !== undefined) return `the login of ${credential.origin} is refused: renew it`;
      return `imagestream login ${registry}, or imagestream create secret docker-registry NAME --docker-server=${registry} --docker-username=USER --docker-password=...`;
    case 'REGISTRY_DENIED':
      if (credential === undefined) return `log in: imagestream login ${registry}`;
      return `the user of ${credential.origin} may not read ${repository || 'it'}: ask for access, or use another login`;
    case 'REGISTRY_NAME_UNKNOWN':
    case 'REGISTRY_MANIFEST_UNKNOWN':
      return `the registry is reached, and has no repository ${repository}: check the name`;
    case 'REGISTRY_CONNECTION':
      if (failure !== 'closed' || showed) return error.hint ?? 'check that the registry is running, and its port';
      return `if it wants a client certificate, keep it as NAME.cert with NAME.key in ~/.config/containers/certs.d/${registry}`;
    default:
      return error.hint ?? 'see what the registry says about it';
  }
}

/** A key of a config map cannot hold a colon (image-stream model 4.9). */
const configMapKey = (registry: string) => registry.replace(':', '..');
