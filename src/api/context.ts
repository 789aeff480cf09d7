import type { ChangeOrigin } from '../core/history/change-origin.ts';
import type { CredentialSource } from '../core/ports/credential-source.ts';
import type { ImageChangeLog } from '../core/ports/image-change-log.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';
import type { ProgressEvent } from '../core/ports/progress.ts';
import type { Registry } from '../core/ports/registry.ts';
import type { SecretVault } from '../core/ports/secret-vault.ts';
import { type AppError, isAppError } from '../errors.ts';
import type { ClusterImageSettings } from './registries/cluster-image-config.ts';
import type { RegistryRuleBook } from './registries/registry-rules.ts';

/** Settings that on a cluster are the administrator's. */
export interface ApiSettings {
  /** `host[:port]` of the integrated registry; absent for none. */
  internalRegistry?: string | undefined;
  /** How many tags a repository import takes at most; -1 for no limit (OpenShift's default is 50). */
  maxImagesBulkImportedPerRepository: number;
  /** What a Legacy import prefers of an index: OpenShift takes its own server's platform. */
  platform: { architecture: string; os: string };
}

/** What the image API works with. Everything that it does to the world goes through here. */
export interface ApiContext {
  store: ObjectStore;
  /** The namespace that the caller works in, which so is there before anything lies in it. */
  namespace?: string | undefined;
  registry: Registry;
  /** The user's own logins. Secrets of a namespace come from the store and go before them. */
  credentials: CredentialSource;
  /** Keeps the passwords of secrets outside of the store; absent where they stay in it. */
  vault?: SecretVault | undefined;
  settings: ApiSettings;
  /** The cluster's image configuration, where somebody else needs it too; read from the store when absent. */
  cluster?: ClusterImageSettings;
  /** How registries are reached, where `registry` obeys it already; else what the store alone says. */
  rules?: RegistryRuleBook;
  /** Told of images before they change; absent where nobody is to hear of it. */
  changes?: ImageChangeLog | undefined;
  /** What changes streams, who and why: for their histories, which say nothing of it when it is absent. */
  origin?: ChangeOrigin | undefined;
  now(): Date;
  newUid(): string;
  /** Told what an import is doing. */
  report(event: ProgressEvent): void;
  /** Told what was passed over, in one sentence. */
  warn(message: string): void;
  /** Told of an object that cannot be read, and was passed over: it is said, and the exit code is 1. */
  unreadable(error: AppError): void;
  signal?: AbortSignal | undefined;
}

/** For whoever can do without it: an object that cannot be read is said to be so, and counts as missing. */
export async function ifReadable<T>(context: ApiContext, read: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (!isAppError(error, 'STORE_BROKEN')) throw error;
    context.unreadable(error);
    return undefined;
  }
}

/** RFC 3339 in UTC with whole seconds, as Kubernetes writes times. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
