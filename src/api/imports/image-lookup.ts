import { inParallel } from '../../core/concurrency/parallel.ts';
import { imageFromIndex, imageFromManifest } from '../../core/images/image-object.ts';
import type { ImageManifestDocument, IndexDocument, IndexEntry, Manifest } from '../../core/images/manifest.ts';
import { choosePlatform, type PlatformPreference } from '../../core/images/platform.ts';
import type { Image, ImportMode } from '../../core/objects/image-stream.ts';
import type { ImageImportStatus } from '../../core/objects/image-stream-import.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { RegistryRequest, RepositoryAddress } from '../../core/ports/registry.ts';
import { exact, type Reference } from '../../core/references/reference.ts';
import { asRepository, dockerClientDefaults } from '../../core/references/reference-forms.ts';
import { success } from '../../core/status.ts';
import { RegistryError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import { readableImage } from '../storage/stored-images.ts';

/** Nested indexes are followed this far (registry client S18). */
const MAX_DEPTH = 4;
/** Children of an index looked up at once; the registry client bounds the connections. */
const WIDTH = 16;

/** One image to look up. */
export interface ImageLookup {
  /** The pull spec, as typed. */
  from: string;
  importMode: ImportMode;
  insecure: boolean;
  preference: PlatformPreference;
  /** Digests that this tag has had, newest first: what still has one of them needs no download. */
  known: readonly string[];
  /** For a lookup that is to say no more than whether anything changed; absent for a whole one. */
  freshness?: Freshness | undefined;
}

/** What somebody who looks at the same reference again and again remembers of it. */
export interface Freshness {
  /** Digests of the reference itself, of an index and not of what was taken from it, for which nothing is to be done. */
  seen: readonly string[];
  /** Told what the reference has now. */
  found(digest: string): void;
}

/** A lookup in one repository: which manifests it needs, and which of them the store holds already. */
export interface LookupTask extends ImageLookup {
  context: ApiContext;
  reference: Reference;
  /** The reference whose spelling of the repository is recorded. */
  spelling: Reference;
  address: RepositoryAddress;
  request: RegistryRequest;
}

type Found = Pick<ImageImportStatus, 'status' | 'image' | 'manifests'>;

/**
 * Looks one image up and makes its Image object, and those of an index' children. Fails with the registry's errors. A success
 * without an image is one where nothing changed since `freshness` was remembered: what is recorded is taken to be there.
 */
export async function lookUpImage(task: LookupTask): Promise<Found> {
  const { reference, freshness } = task;
  const wanted = reference.id || dockerClientDefaults(reference).tag;
  const usable = freshness ? new Map<string, KubeObject & Image>() : await usableKnown(task);
  const known = freshness ? freshness.seen : [...usable.keys()];
  const answer = await task.context.registry.getManifest(task.address, wanted, { ...task.request, known });
  if (!answer.unchanged) {
    const found = await imagesOf(task, answer.manifest);
    freshness?.found(answer.manifest.digest);
    return found;
  }
  freshness?.found(answer.digest);
  if (freshness) return { status: success };
  const image = usable.get(answer.digest);
  if (image) return { status: success, image: spelled(task, image) };
  const message = 'the registry says that nothing changed, for a digest that was not asked for';
  throw new RegistryError('REGISTRY_CONTENT', message);
}

/** Stored Images of digests that this tag has had, and that the import mode would record again. */
async function usableKnown(task: LookupTask): Promise<Map<string, KubeObject & Image>> {
  const usable = new Map<string, KubeObject & Image>();
  for (const digest of task.known) {
    const image = await stored(task, digest);
    if (!image) continue;
    // A Legacy import records no index, and one whose children are not all there is fetched anew.
    const isIndex = image.dockerImageManifests !== undefined;
    if (isIndex && !(task.importMode === 'PreserveOriginal' && (await childrenStored(task, image)))) continue;
    usable.set(digest, image);
  }
  return usable;
}

async function childrenStored(task: LookupTask, index: Image): Promise<boolean> {
  for (const { digest } of index.dockerImageManifests ?? []) if (!(await stored(task, digest))) return false;
  return true;
}

async function imagesOf(task: LookupTask, manifest: Manifest): Promise<Found> {
  if (manifest.type === 'image') return { status: success, image: await imageOf(task, manifest) };
  if (task.importMode !== 'PreserveOriginal') return { status: success, image: await legacyImage(task, manifest, 1) };
  const manifests = await inParallel(manifest.manifests, WIDTH, async (entry) => {
    const image = await stored(task, entry.digest);
    return image ? spelled(task, image) : fetched(task, entry, 1);
  });
  return { status: success, image: imageFromIndex(manifest, pullSpec(task, manifest.digest)), manifests };
}

/** The one child that a Legacy import takes; of an index inside an index, the child's choice. */
async function legacyImage(task: LookupTask, index: IndexDocument, depth: number): Promise<Image> {
  // Preferences count for tags only (image-stream model 4.3).
  const preference = task.reference.id ? {} : task.preference;
  const entry = choosePlatform(index.manifests, preference, task.context.settings.platform);
  if (!entry) throw new RegistryError('REGISTRY_CONTENT', 'no manifests in manifest list');
  if (depth > MAX_DEPTH) {
    throw new RegistryError('REGISTRY_LIMIT', `the index is nested more than ${MAX_DEPTH} levels deep`);
  }
  const image = await stored(task, entry.digest);
  return image && !image.dockerImageManifests ? spelled(task, image) : fetched(task, entry, depth + 1);
}

/** The image of a child that is not stored; of an index, what a Legacy import takes of it at that depth. */
async function fetched(task: LookupTask, { digest }: IndexEntry, depth: number): Promise<Image> {
  const answer = await task.context.registry.getManifest(task.address, digest, task.request);
  if (answer.unchanged) {
    throw new RegistryError('REGISTRY_CONTENT', `the registry did not send the manifest ${digest}`);
  }
  const { manifest } = answer;
  return manifest.type === 'image' ? imageOf(task, manifest) : legacyImage(task, manifest, depth);
}

async function imageOf(task: LookupTask, manifest: ImageManifestDocument): Promise<Image> {
  const image = await stored(task, manifest.digest);
  if (image) return spelled(task, image);
  const config = await task.context.registry.getConfig(task.address, manifest.config, task.request);
  return imageFromManifest(manifest, config, pullSpec(task, manifest.digest));
}

const stored = ({ context }: LookupTask, digest: string) => readableImage(context, digest);

/** A stored Image as this import sees it: under its own pull spec. */
function spelled(task: LookupTask, image: Image): Image {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = image.metadata;
  return { ...image, metadata, dockerImageReference: pullSpec(task, image.metadata.name) };
}

const pullSpec = ({ spelling }: LookupTask, digest: string) => exact({ ...asRepository(spelling), id: digest });
