import { createHash } from 'node:crypto';
import { DOCKER_LIST, DOCKER_MANIFEST, type Manifest, type Platform } from '../../src/core/images/manifest.ts';
import type { Registry } from '../../src/core/ports/registry.ts';
import { RegistryError, type RegistryErrorCode } from '../../src/errors.ts';

const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/**
 * The Registry port over plain objects, for tests of what stands above it: what is asked is recorded, failures are data.
 * Tests of the protocol use servers on sockets.
 */
export class FakeRegistryPort implements Registry {
  /** `GET repository reference`, `config repository`, `tags repository`. */
  readonly asked: string[] = [];
  private readonly manifests = new Map<string, Manifest>();
  private readonly configs = new Map<string, Uint8Array>();
  readonly tags = new Map<string, string[]>();
  private readonly failures = new Map<string, RegistryErrorCode>();

  /** Puts an image under `registry/repository:tag`. @returns its digest */
  push(where: string, config: Record<string, unknown> = {}): string {
    const manifest = this.image(config);
    this.put(where, manifest);
    return manifest.digest;
  }

  /** Puts an index of images. @returns the digests of the index and of its children */
  pushIndex(where: string, platforms: Platform[]): { index: string; children: string[] } {
    const children = platforms.map((platform) => this.image({ architecture: platform.architecture, os: platform.os }));
    const { repository } = split(where);
    for (const child of children) this.manifests.set(`${repository}@${child.digest}`, child);
    const entries = children.map((child, i) => ({
      mediaType: child.mediaType,
      digest: child.digest,
      size: child.bytes.length,
      platform: platforms[i] as Platform,
    }));
    const bytes = new TextEncoder().encode(
      JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_LIST, manifests: entries }),
    );
    const index: Manifest = {
      type: 'index',
      digest: digestOf(bytes),
      mediaType: DOCKER_LIST,
      bytes,
      manifests: entries,
    };
    this.put(where, index);
    return { index: index.digest, children: children.map((child) => child.digest) };
  }

  /** Lets a reference, `registry/repository:tag` or `registry/repository` for its tag list, fail from now on. */
  fail(where: string, code: RegistryErrorCode): void {
    this.failures.set(where, code);
  }

  mend(where: string): void {
    this.failures.delete(where);
  }

  private image(config: Record<string, unknown>): Manifest {
    const configBytes = new TextEncoder().encode(JSON.stringify({ architecture: 'amd64', os: 'linux', ...config }));
    const descriptor = { mediaType: 'application/json', digest: digestOf(configBytes), size: configBytes.length };
    this.configs.set(descriptor.digest, configBytes);
    const layers = [{ mediaType: 'application/gzip', digest: digestOf(`layer of ${descriptor.digest}`), size: 1000 }];
    const bytes = new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, config: descriptor, layers }));
    return { type: 'image', digest: digestOf(bytes), mediaType: DOCKER_MANIFEST, bytes, config: descriptor, layers };
  }

  private put(where: string, manifest: Manifest): void {
    const { repository, tag } = split(where);
    this.manifests.set(`${repository}:${tag}`, manifest);
    this.manifests.set(`${repository}@${manifest.digest}`, manifest);
    const tags = this.tags.get(repository) ?? [];
    if (!tags.includes(tag)) this.tags.set(repository, [...tags, tag]);
  }

  private check(where: string): void {
    const code = this.failures.get(where);
    if (code) throw new RegistryError(code, `staged ${code}`);
  }

  getManifest: Registry['getManifest'] = async ({ registry, repository }, reference, { known }) => {
    const where = `${registry}/${repository}${reference.includes(':') ? '@' : ':'}${reference}`;
    this.asked.push(`GET ${where}`);
    this.check(where);
    const manifest = this.manifests.get(where);
    if (!manifest) throw new RegistryError('REGISTRY_MANIFEST_UNKNOWN', 'manifest unknown');
    return known?.includes(manifest.digest)
      ? { unchanged: true, digest: manifest.digest }
      : { unchanged: false, manifest };
  };

  resolveDigest: Registry['resolveDigest'] = async (address, reference, request) => {
    const answer = await this.getManifest(address, reference, request);
    return answer.unchanged ? answer.digest : answer.manifest.digest;
  };

  getConfig: Registry['getConfig'] = async ({ registry, repository }, descriptor) => {
    this.asked.push(`config ${registry}/${repository}`);
    return this.configs.get(descriptor.digest) as Uint8Array;
  };

  listTags: Registry['listTags'] = async ({ registry, repository }) => {
    const where = `${registry}/${repository}`;
    this.asked.push(`tags ${where}`);
    this.check(where);
    const tags = this.tags.get(where);
    if (!tags) throw new RegistryError('REGISTRY_NAME_UNKNOWN', 'name unknown');
    return tags;
  };

  async close(): Promise<void> {}
}

function split(where: string): { repository: string; tag: string } {
  const colon = where.lastIndexOf(':');
  return { repository: where.slice(0, colon), tag: where.slice(colon + 1) };
}
