import { inParallel } from '../../../core/concurrency/parallel.ts';
import { type IndexDocument, type Manifest, parseManifest } from '../../../core/images/manifest.ts';
import { type OsFilter, platformName } from '../../../core/images/os-filter.ts';
import type { RepositoryAddress } from '../../../core/ports/registry.ts';
import type { RegistryAccess } from '../../../core/ports/registry-access.ts';
import { exact, type Reference } from '../../../core/references/reference.ts';
import { asRepository } from '../../../core/references/reference-forms.ts';
import { addressOf } from '../../../core/registries/repository-address.ts';
import { inOtherWords, isRegistryError, RegistryError } from '../../../errors.ts';
import { sourceProblem } from '../../arguments/image-source.ts';

export interface ImageSetOptions {
  access: RegistryAccess;
  signal: AbortSignal;
  insecure: boolean;
  /** Which images of an index are taken. */
  filter: OsFilter;
  /** An index stays an index, even with one image. */
  keepList: boolean;
  /** Requests at a time. */
  width: number;
}

/** What is to be copied for one reference. */
export interface ImageSet {
  /** In an order in which each manifest comes after those that it lists; the last one is what the tag will mean. Empty when all were filtered. */
  manifests: Manifest[];
  /** The platform of the only image that was taken out of an index. */
  chosen?: string;
}

/** Indexes inside indexes, and manifests of one reference (registry client S18). */
const DEEPEST = 4;
const MOST_MANIFESTS = 1000;

/** Reads the manifests of an image, or of all chosen images of an index. Fails with a RegistryError in the words of `oc image mirror`. */
export async function readImageSet(reference: Reference, options: ImageSetOptions): Promise<ImageSet> {
  return await new ImageSetReader(reference, options).read();
}

class ImageSetReader {
  readonly #reference: Reference;
  readonly #options: ImageSetOptions;
  readonly #address: RepositoryAddress;
  readonly #read = new Set<string>();

  constructor(reference: Reference, options: ImageSetOptions) {
    this.#reference = reference;
    this.#options = options;
    this.#address = addressOf(reference, options.insecure);
  }

  async read(): Promise<ImageSet> {
    const { id, tag } = this.#reference;
    const root = await this.#manifest(id || tag, id === '' ? `by tag ${tag}` : `manifest ${id}`);
    if (root.type === 'image') {
      if (root.schema1) throw this.#schema1();
      return { manifests: [root] };
    }
    const entries = root.manifests.filter(this.#options.filter);
    if (entries.length === 0) return { manifests: [] };
    const children = await this.#children(
      entries.map(({ digest }) => digest),
      1,
    );
    if (entries.length === 1 && !this.#options.keepList) {
      return { manifests: children, chosen: platformName(entries[0] as (typeof entries)[0]) };
    }
    const whole = entries.length === root.manifests.length;
    return { manifests: [...children, whole ? root : await filteredIndex(root, this.#options.filter)] };
  }

  #schema1(): RegistryError {
    return new RegistryError(
      'REGISTRY_UNSUPPORTED',
      `source image ${exact(this.#reference)} is a schema 1 image, which is read and not copied`,
      { hint: 'push the image again with a current tool' },
    );
  }

  async #children(digests: readonly string[], depth: number): Promise<Manifest[]> {
    const fresh = [...new Set(digests)].filter((digest) => !this.#read.has(digest));
    for (const digest of fresh) this.#read.add(digest);
    if (depth > DEEPEST || this.#read.size > MOST_MANIFESTS) {
      const why = depth > DEEPEST ? `indexes nested deeper than ${DEEPEST}` : `more than ${MOST_MANIFESTS} manifests`;
      throw new RegistryError('REGISTRY_LIMIT', `source image ${exact(this.#reference)} has ${why}`);
    }
    const sets = await inParallel(fresh, this.#options.width, async (digest, at) => {
      const child = await this.#manifest(digest, `manifest #${at + 1} from manifest list`);
      if (child.type === 'image' && child.schema1) throw this.#schema1();
      if (child.type === 'image') return [child];
      return [
        ...(await this.#children(
          child.manifests.map((entry) => entry.digest),
          depth + 1,
        )),
        child,
      ];
    });
    return sets.flat();
  }

  async #manifest(reference: string, what: string): Promise<Manifest> {
    const { access, signal } = this.#options;
    const request = { credentials: access.credentials, signal };
    try {
      const answer = await access.registry.getManifest(this.#address, reference, request);
      if (answer.unchanged) throw new Error('nothing was known');
      return answer.manifest;
    } catch (error) {
      if (!isRegistryError(error)) throw error;
      const repository = exact(asRepository(this.#reference));
      throw inOtherWords(error, `unable to retrieve source image ${repository} ${what}: ${sourceProblem(error)}`);
    }
  }
}

/** An index without the entries that were filtered out; everything else in it stays. */
async function filteredIndex(index: IndexDocument, filter: OsFilter): Promise<Manifest> {
  const document = JSON.parse(new TextDecoder().decode(index.bytes)) as { manifests: unknown[] };
  const manifests = document.manifests.filter((_, at) => filter(index.manifests[at] as IndexDocument['manifests'][0]));
  const bytes = new TextEncoder().encode(JSON.stringify({ ...document, manifests }, undefined, 3));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return parseManifest(index.mediaType, bytes, `sha256:${hex}`);
}
