import type { BlobTransfer } from './blob-transfer.ts';
import type { CredentialSource } from './credential-source.ts';
import type { Registry } from './registry.ts';

/** How a command line wants registries to be reached, beyond what the environment says. */
export interface RegistryChoice {
  /** `--registry-config`: the only file of logins that counts; empty for the usual places. */
  authFile: string;
  /** `--certificate-authority`: a file of authorities in PEM that are trusted as well; empty for none. */
  authorityFile: string;
}

/** What a command needs that talks to registries itself, without the image API. */
export interface RegistryAccess {
  registry: Registry;
  /** The writing half of the same client. */
  transfer(): Promise<BlobTransfer>;
  credentials: CredentialSource;
}
