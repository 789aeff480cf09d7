import { Semaphore } from '../../../core/concurrency/semaphore.ts';
import { type MirrorPlan, planMirror, type Transfer } from '../../../core/mirror/plan.ts';
import type { BlobTransfer } from '../../../core/ports/blob-transfer.ts';
import { exact, type Reference } from '../../../core/references/reference.ts';
import { asRepository } from '../../../core/references/reference-forms.ts';
import { addressOf } from '../../../core/registries/repository-address.ts';
import { inOtherWords, isAppError, isRegistryError } from '../../../errors.ts';
import { type ImageSet, type ImageSetOptions, readImageSet } from './image-set.ts';
import type { Mapping } from './mapping.ts';

export interface ReadPlanOptions extends ImageSetOptions {
  transfer: BlobTransfer;
  /** Registries at a time. */
  registries: number;
  force: boolean;
  skipMissing: boolean;
}

export interface ReadPlan {
  plan: MirrorPlan;
  /** Sentences for people: what was left out, and why. */
  notes: string[];
  /** One for each image that cannot be mirrored. */
  errors: unknown[];
}

/** An image with everything that it goes to. */
interface Source {
  reference: Reference;
  destinations: Reference[];
}

/** Asks the sources what there is, and the destinations what they have. Fails with INTERRUPTED and CREDENTIALS only. */
export async function readPlan(mappings: readonly Mapping[], options: ReadPlanOptions): Promise<ReadPlan> {
  const notes: string[] = [];
  const errors: unknown[] = [];
  const perRegistry = new Map<string, Semaphore>();
  const all = new Semaphore(options.registries * options.width);
  const planned = await Promise.all(
    sourcesOf(mappings).map(async (source) => {
      const { registry } = source.reference;
      const turns = perRegistry.get(registry) ?? new Semaphore(options.width);
      perRegistry.set(registry, turns);
      return await all.run(() => turns.run(() => planSource(source, options, { notes, errors })));
    }),
  );
  return { plan: planMirror(planned.flat()), notes, errors };
}

function sourcesOf(mappings: readonly Mapping[]): Source[] {
  const sources = new Map<string, Source>();
  for (const { source, destination } of mappings) {
    const found = sources.get(exact(source)) ?? { reference: source, destinations: [] };
    found.destinations.push(destination);
    sources.set(exact(source), found);
  }
  return [...sources.values()];
}

async function planSource(
  { reference, destinations }: Source,
  options: ReadPlanOptions,
  { notes, errors }: Pick<ReadPlan, 'notes' | 'errors'>,
): Promise<Transfer[]> {
  let set: ImageSet;
  try {
    set = await readImageSet(reference, options);
  } catch (error) {
    if (!isRegistryError(error)) throw error;
    const missing = error.code === 'REGISTRY_MANIFEST_UNKNOWN' || error.code === 'REGISTRY_NAME_UNKNOWN';
    if (options.skipMissing && missing) {
      notes.push(`warning: Image ${exact(reference)} does not exist and will not be mirrored`);
    } else errors.push(error);
    return [];
  }
  if (set.chosen !== undefined) {
    notes.push(`info: Chose ${set.chosen} manifest from the manifest list of ${exact(reference)}`);
  }
  if (set.manifests.length === 0) {
    notes.push(`info: Filtered all images from ${exact(reference)}, skipping`);
    return [];
  }
  const transfers = await Promise.all(
    byRepository(destinations).map(async (group) => {
      try {
        return [await planTransfer(reference, set, group, options)];
      } catch (error) {
        if (!isAppError(error) || error.code === 'INTERRUPTED' || error.code === 'CREDENTIALS') throw error;
        errors.push(error);
        return [];
      }
    }),
  );
  return transfers.flat();
}

async function planTransfer(
  reference: Reference,
  { manifests }: ImageSet,
  destinations: readonly [Reference, ...Reference[]],
  options: ReadPlanOptions,
): Promise<Transfer> {
  const [first] = destinations;
  const source = addressOf(reference, options.insecure);
  const target = addressOf(first, options.insecure);
  const root = manifests.at(-1) as ImageSet['manifests'][0];
  const same = source.registry === target.registry && source.repository === target.repository;
  const complete = !options.force && (same || (await hasManifest(target, root.digest, first, options)));
  return {
    from: exact(asRepository(reference)),
    source,
    registry: first.registry || target.registry,
    target,
    blobsOf: complete ? [] : manifests,
    // An image that was taken out of an index is in the same repository already, too.
    manifests: complete ? [root] : manifests,
    tags: destinations.map(({ tag }) => tag).filter((tag) => tag !== ''),
  };
}

async function hasManifest(
  target: Transfer['target'],
  digest: string,
  destination: Reference,
  { transfer, access, signal }: ReadPlanOptions,
): Promise<boolean> {
  try {
    return await transfer.hasManifest(target, digest, { credentials: access.credentials, signal });
  } catch (error) {
    if (!isRegistryError(error)) throw error;
    const repository = exact(asRepository(destination));
    throw inOtherWords(error, `unable to access destination image ${repository} manifests: ${error.message}`);
  }
}

function byRepository(destinations: readonly Reference[]): [Reference, ...Reference[]][] {
  const groups = new Map<string, [Reference, ...Reference[]]>();
  for (const destination of destinations) {
    const key = exact(asRepository(destination));
    const group = groups.get(key);
    if (group) group.push(destination);
    else groups.set(key, [destination]);
  }
  return [...groups.values()];
}
