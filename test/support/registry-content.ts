import type { Image } from './images.ts';
import { sha256 } from './images.ts';

export interface StoredManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

interface Repository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, StoredManifest>;
  /** Tag to digest. */
  readonly tags: Map<string, string>;
}

/** What a registry holds, in memory. Blobs belong to a repository, as in a real registry. */
export class RegistryContent {
  private readonly repositories = new Map<string, Repository>();

  has(repository: string): boolean {
    return this.repositories.has(repository);
  }

  /** Stores an image, or an index with all its children, and points the tag at it. */
  push(image: Image, repository: string, tag?: string): void {
    for (const child of image.children) this.push(child, repository);
    for (const blob of image.blobs) this.putBlob(repository, blob.digest, blob.bytes);
    this.putManifest(repository, tag ?? image.digest, image.mediaType, image.manifest);
  }

  putBlob(repository: string, digest: string, bytes: Buffer): void {
    this.opened(repository).blobs.set(digest, bytes);
  }

  blob(repository: string, digest: string): Buffer | undefined {
    return this.repositories.get(repository)?.blobs.get(digest);
  }

  /** `reference` is a tag or the manifest's digest. */
  putManifest(repository: string, reference: string, mediaType: string, bytes: Buffer): StoredManifest {
    const stored = { digest: sha256(bytes), mediaType, bytes };
    const { manifests, tags } = this.opened(repository);
    manifests.set(stored.digest, stored);
    if (!isDigest(reference)) tags.set(reference, stored.digest);
    return stored;
  }

  manifest(repository: string, reference: string): StoredManifest | undefined {
    const found = this.repositories.get(repository);
    return found?.manifests.get(isDigest(reference) ? reference : (found.tags.get(reference) ?? ''));
  }

  /** Takes a tag away, or a manifest with every tag that points at it. Tells whether it was there. */
  remove(repository: string, reference: string): boolean {
    const found = this.repositories.get(repository);
    if (!found) return false;
    if (!isDigest(reference)) return found.tags.delete(reference);
    for (const [tag, digest] of found.tags) if (digest === reference) found.tags.delete(tag);
    return found.manifests.delete(reference);
  }

  /** Sorted by bytes, as the distribution spec asks. */
  tags(repository: string): string[] {
    return [...(this.repositories.get(repository)?.tags.keys() ?? [])].sort((a, b) => (a < b ? -1 : 1));
  }

  private opened(repository: string): Repository {
    const found = this.repositories.get(repository);
    if (found) return found;
    const created = { blobs: new Map(), manifests: new Map(), tags: new Map() };
    this.repositories.set(repository, created);
    return created;
  }
}

export function isDigest(reference: string): boolean {
  return reference.includes(':');
}
