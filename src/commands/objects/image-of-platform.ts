import type { ImageManifestDocument, IndexDocument, IndexEntry } from '../../core/images/manifest.ts';
import { type OsFilter, platformName } from '../../core/images/os-filter.ts';
import { isAttestation } from '../../core/images/platform.ts';
import type { RepositoryAddress } from '../../core/ports/registry.ts';
import type { RegistryAccess } from '../../core/ports/registry-access.ts';
import { exact, type Reference } from '../../core/references/reference.ts';
import { AppError, RegistryError } from '../../errors.ts';
import { unreadable } from '../arguments/image-source.ts';
import type { Ports } from '../command.ts';

/** An image that was read, and where from. */
export interface FoundImage {
  address: RepositoryAddress;
  manifest: ImageManifestDocument;
  /** The index that it is of. */
  index?: IndexDocument;
}

export interface ImageChoice {
  access: RegistryAccess;
  address: RepositoryAddress;
  /** Undefined for the platform of this machine. */
  filter: OsFilter | undefined;
}

/**
 * The image that a reference names; of an index, that of the platform. Fails with ARGUMENT where the index has no such image
 * or several, and with a RegistryError in the words of `oc image`, also for schema 1, whose layers cannot be read.
 */
export async function readImage(
  reference: Reference,
  { access, address, filter }: ImageChoice,
  { platform, signal }: Pick<Ports, 'platform' | 'signal'>,
): Promise<FoundImage> {
  const request = { credentials: access.credentials, signal };
  const read = async (name: string) => {
    const answer = await access.registry.getManifest(address, name, request);
    if (answer.unchanged) throw new Error('nothing was known');
    return answer.manifest;
  };
  try {
    const first = await read(reference.id || reference.tag);
    if (first.type === 'image') return { address, manifest: withLayers(first) };
    const child = await read(entryOf(first, filter, platform).digest);
    if (child.type === 'index') throw unsupported(`the manifest ${child.digest} is an index inside an index`);
    return { address, manifest: withLayers(child), index: first };
  } catch (error) {
    throw unreadable(exact(reference), error);
  }
}

function entryOf(index: IndexDocument, filter: OsFilter | undefined, platform: Ports['platform']): IndexEntry {
  const images = index.manifests.filter((entry) => !isAttestation(entry));
  const wanted = filter
    ? index.manifests.filter(filter)
    : images.filter(({ platform: has }) => has?.os === platform.os && has.architecture === platform.architecture);
  const chosen = wanted.length === 0 && !filter && images.length === 1 ? images : wanted;
  const [entry] = chosen;
  if (entry && (chosen.length === 1 || !filter)) return entry;
  const names = index.manifests.map(platformName).join(', ');
  const what = entry ? 'several images' : 'no image';
  throw new AppError('ARGUMENT', `the image is a manifest list, and ${what} of it fit the platform`, {
    hint: `Choose one by --filter-by-os of: ${names}`,
  });
}

function withLayers(manifest: ImageManifestDocument): ImageManifestDocument {
  if (manifest.schema1) throw unsupported('the manifest is of schema 1, which does not say how large its layers are');
  return manifest;
}

const unsupported = (message: string) => new RegistryError('REGISTRY_UNSUPPORTED', message);
