import type { ApiSettings } from '../../api/context.ts';
import { type ClusterImageSettings, createClusterImageSettings } from '../../api/registries/cluster-image-config.ts';
import { createTrustedAuthorities } from '../../api/registries/trusted-authorities.ts';
import type { HostCertificateSource } from '../../core/ports/host-certificates.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { AppError } from '../../errors.ts';
import { createDirectoryStore } from '../../store/directory-store.ts';
import type { FileSystem } from '../../store/files/file-system.ts';
import { createStoreFiles } from '../../store/store-files.ts';
import { areOneStream } from './output.ts';
import type { OwnProcess } from './process.ts';
import { apiSettings, largestFile } from './settings.ts';
import { isThere, locateStore, noStore, type SafeDirectories } from './store-location.ts';
import { createUnreadable, type Unreadable } from './unreadable.ts';

/** The store that the process works on, with what belongs to all who use it: the files, the cluster's settings. */
export interface OpenStore {
  /** Absolute; it need not exist. */
  directory: string;
  fs: FileSystem;
  objects: ObjectStore;
  settings: ApiSettings;
  cluster: ClusterImageSettings;
  /** What the store's `additionalTrustedCA` trusts. */
  authorities: HostCertificateSource;
  /** What could not be read of it so far. */
  unreadable: Unreadable;
  /** Says that it is missing, where it is; fails with STORE_IO where somebody named it. */
  look(): void;
}

interface StoreChoice {
  /** The value of `--store`; empty where the environment and the working directory decide. */
  named: string;
  /** Nothing can be done without one: what reads says that it is missing, or fails. */
  needed: boolean;
  /** Stores of others that may be used where they are found. */
  safeDirectories: SafeDirectories;
}

/** Finds the store and opens it; nothing is made before the first write. Fails with ARGUMENT. */
export async function openStore(own: OwnProcess, choice: StoreChoice): Promise<OpenStore> {
  const { program, output } = own;
  const location = await locateStore(choice.named, choice.safeDirectories);
  const { directory, origin } = location;
  // Under that name messages are those of `oc`, for which a namespace that holds nothing is nothing to speak of.
  const standsIn = program.name === 'oc' && origin === 'variable';
  const tellMissing = () => {
    const what = noStore(location);
    if (what instanceof AppError) throw what;
    output.warn(what);
  };
  // A script that reads both streams as one gets the answer alone, unless it named the store.
  const tellCreated = () => {
    if (origin !== 'nowhere' || !areOneStream()) output.say(`created store ${directory}\n`);
  };
  const largest = await largestFile();
  const fs = createStoreFiles({
    directory,
    largest,
    onCreated: standsIn ? undefined : tellCreated,
    onMissing: choice.needed && !standsIn ? tellMissing : undefined,
  });
  const unreadable = createUnreadable(output.say);
  const store = createDirectoryStore({ directory, fs, largest, unreadable: unreadable.tell });
  const settings = apiSettings();
  const cluster = createClusterImageSettings({ store, settings, now: own.now });
  return {
    ...{ directory, fs, objects: store, settings, cluster, unreadable },
    authorities: createTrustedAuthorities({ store, warn: output.warn }, cluster),
    look: () => {
      if (!standsIn && !isThere(location)) tellMissing();
    },
  };
}
