import { collectionOf } from '../../core/kinds/places.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { RegistriesConfSource } from '../../core/ports/registries-conf.ts';
import type { Reference } from '../../core/references/reference.ts';
import { namesHost } from '../../core/registries/cluster-image-config.ts';
import { MIRROR_SET_KINDS, mirrorEntries, validateMirrorSet } from '../../core/registries/mirror-sets.ts';
import { blockingEntry, type RegistryRules } from '../../core/registries/pull-sources.ts';
import type { RegistryEntry } from '../../core/registries/registry-entry.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { type Candidates, candidatesFor } from '../../core/registries/short-names.ts';
import { refuseInvalid } from '../../core/status.ts';
import { type ClusterImageSettings, FRESH } from './cluster-image-config.ts';

/** How registries are reached: what the store's objects say, and the files of this machine. */
export interface RegistryRuleBook {
  rules(): Promise<RegistryRules>;
  /** What a name without a registry means. */
  candidates(reference: Reference): Promise<Candidates>;
  /** Tells, of many references, what blocks each registry: an object or a file; undefined where nothing does. */
  blocks(): Promise<(reference: Reference) => string | undefined>;
  /** The files that were read, in their order. */
  files(): Promise<readonly string[]>;
  /** Has the mirror sets read again, because they were written. */
  forget(): void;
}

/** What the user says about insecure registries, outside of any store. */
export interface UserConsent {
  /** The flag `--insecure` of this call. */
  flag: boolean;
  /** `insecureRegistries` of the user's configuration. */
  hosts(): Promise<readonly string[]>;
}

const NO_CONSENT: UserConsent = { flag: false, hosts: async () => [] };

const NO_CONF: RegistriesConfSource = { read: async () => undefined };

/** Nothing is read before a rule is first asked for. Fails with Status Invalid or ARGUMENT for rules with mistakes. */
export function createRegistryRules(
  context: { store: ObjectStore; now(): Date },
  cluster: ClusterImageSettings,
  conf: RegistriesConfSource = NO_CONF,
  consent: UserConsent = NO_CONSENT,
): RegistryRuleBook {
  let sets: { at: number; entries: Promise<RegistryEntry[]> } | undefined;

  async function readSets(): Promise<RegistryEntry[]> {
    const lists = await Promise.all(
      MIRROR_SET_KINDS.map(async (kind) => {
        const { items } = await context.store.list(collectionOf(kind.kind), { whole: true });
        return items.map((object) => ({ object, kind }));
      }),
    );
    const found = lists.flat();
    for (const { object, kind } of found) {
      const { kind: name, group } = kind.kind;
      refuseInvalid(`${name}.${group}`, object.metadata.name, validateMirrorSet(object, kind));
    }
    return mirrorEntries(found);
  }

  async function sources() {
    return (await cluster.config())?.spec?.registrySources ?? {};
  }

  const book: RegistryRuleBook = {
    async rules() {
      const now = context.now().getTime();
      if (sets === undefined || Math.abs(now - sets.at) > FRESH) sets = { at: now, entries: readSets() };
      const [{ insecureRegistries, blockedRegistries }, files, mirrors, insecureByUser] = await Promise.all([
        sources(),
        conf.read('registries'),
        sets.entries,
        consent.hosts(),
      ]);
      return {
        sets: mirrors,
        files: files?.registries ?? [],
        isInsecure: (host) => namesHost(insecureRegistries, host),
        isInsecureByUser: (host) => namesHost(insecureByUser, host),
        consented: consent.flag,
        isBlocked: (host) => namesHost(blockedRegistries, host),
      };
    },

    async candidates(reference) {
      if (reference.registry !== '') return { references: [reference] };
      const { containerRuntimeSearchRegistries: search = [] } = await sources();
      return candidatesFor(reference, await conf.read('short-names'), search);
    },

    async blocks() {
      const { blockedRegistries } = await sources();
      const { files, sets: mirrored } = await book.rules();
      return (reference) => {
        const { registry } = reference;
        // A registry that is blocked and has mirrors is only asked through them (image-stream model 4.8).
        const hasMirrors = () => mirrored.some(({ prefix, mirrors }) => prefix === registry && mirrors.length > 0);
        if (namesHost(blockedRegistries, registry) && !hasMirrors()) return 'image.config.openshift.io/cluster';
        if (files.length === 0 || reference.name === '') return undefined;
        return blockingEntry(files, addressOf(reference, false), reference.id || reference.tag || 'latest')?.origin;
      };
    },

    async files() {
      return (await conf.read('short-names'))?.files ?? [];
    },

    forget() {
      sets = undefined;
    },
  };
  return book;
}
