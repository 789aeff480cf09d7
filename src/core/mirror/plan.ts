import { compareBytes } from '../byte-order.ts';
import type { Descriptor, Manifest } from '../images/manifest.ts';
import type { RepositoryAddress } from '../ports/registry.ts';

/** What one repository is going to get. */
export interface PlannedRepository {
  registry: string;
  /** Below the registry. */
  name: string;
  address: RepositoryAddress;
  /** Blobs by where they come from, in the order in which the sources were met. No blob is in two groups. */
  groups: BlobGroup[];
  manifests: PlannedManifest[];
}

export interface BlobGroup {
  /** The source repository as it was typed. */
  from: string;
  address: RepositoryAddress;
  /** By size, then by digest. */
  blobs: Descriptor[];
}

export interface PlannedManifest {
  manifest: Manifest;
  /** Sorted; none for a manifest that is pushed by its digest only. */
  tags: string[];
}

export interface RegistryPlan {
  name: string;
  repositories: PlannedRepository[];
  stats: BlobStats & { bytes: number; uniqueBytes: number };
}

/** Blobs that go to several repositories of one registry, and those that go to one. */
export interface BlobStats {
  shared: number;
  unique: number;
}

/** The whole of a mirroring, sorted by name: what `image mirror` shows before it begins. */
export interface MirrorPlan {
  registries: RegistryPlan[];
}

/** Everything that a source brings to a destination. */
export interface Transfer {
  from: string;
  source: RepositoryAddress;
  registry: string;
  target: RepositoryAddress;
  /** Whose blobs are needed; empty where the destination has them. Then manifests are those that carry the tags. */
  blobsOf: readonly Manifest[];
  /** In an order in which each comes after those that it lists. The last one gets the tags. */
  manifests: readonly Manifest[];
  tags: readonly string[];
}

/** Sorts what is to be brought where, each blob and manifest once per repository. */
export function planMirror(transfers: readonly Transfer[]): MirrorPlan {
  const repositories = new Map<string, PlannedRepository>();
  for (const transfer of transfers) {
    const { registry, target } = transfer;
    const key = `${registry}/${target.repository}`;
    const repository = repositories.get(key) ?? emptyRepository(transfer);
    repositories.set(key, repository);
    addBlobs(repository, transfer);
    addManifests(repository, transfer);
  }
  const registries = new Map<string, PlannedRepository[]>();
  for (const repository of [...repositories.values()].sort((a, b) => compareBytes(a.name, b.name))) {
    repository.groups = repository.groups.filter(({ blobs }) => blobs.length > 0);
    for (const { blobs } of repository.groups) blobs.sort(bySize);
    registries.set(repository.registry, [...(registries.get(repository.registry) ?? []), repository]);
  }
  const names = [...registries.keys()].sort(compareBytes);
  return { registries: names.map((name) => registryPlan(name, registries.get(name) as PlannedRepository[])) };
}

/** How many of a repository's blobs go to other repositories of the registry too. */
export function repositoryStats(repository: PlannedRepository, registry: RegistryPlan): BlobStats {
  const counts = usesOf(registry.repositories);
  const digests = blobsOf(repository).map(({ digest }) => digest);
  const shared = digests.filter((digest) => (counts.get(digest)?.uses ?? 0) > 1).length;
  return { shared, unique: digests.length - shared };
}

export function blobsOf({ groups }: PlannedRepository): Descriptor[] {
  return groups.flatMap(({ blobs }) => blobs);
}

/** PUTs of manifests: one for each tag, and one for each manifest without a tag. */
export function manifestCount({ manifests }: PlannedRepository): number {
  return manifests.reduce((sum, { tags }) => sum + Math.max(1, tags.length), 0);
}

function emptyRepository({ registry, target }: Transfer): PlannedRepository {
  return { registry, name: target.repository, address: target, groups: [], manifests: [] };
}

function addBlobs({ groups }: PlannedRepository, { from, source, blobsOf: holders }: Transfer): void {
  let group = groups.find((candidate) => candidate.from === from);
  if (!group) {
    group = { from, address: source, blobs: [] };
    groups.push(group);
  }
  const known = new Set(groups.flatMap(({ blobs }) => blobs.map(({ digest }) => digest)));
  for (const holder of holders) {
    if (holder.type === 'index') continue;
    for (const blob of [...holder.layers, holder.config]) {
      if (known.has(blob.digest)) continue;
      known.add(blob.digest);
      group.blobs.push(blob);
    }
  }
}

function addManifests({ manifests: planned }: PlannedRepository, { manifests, tags }: Transfer): void {
  for (const [at, manifest] of manifests.entries()) {
    const own = at === manifests.length - 1 ? tags : [];
    const known = planned.find((entry) => entry.manifest.digest === manifest.digest);
    if (known) known.tags = [...new Set([...known.tags, ...own])].sort(compareBytes);
    else planned.push({ manifest, tags: [...new Set(own)].sort(compareBytes) });
  }
}

const bySize = (a: Descriptor, b: Descriptor) => a.size - b.size || compareBytes(a.digest, b.digest);

function registryPlan(name: string, repositories: PlannedRepository[]): RegistryPlan {
  const stats = { shared: 0, unique: 0, bytes: 0, uniqueBytes: 0 };
  for (const { uses, size } of usesOf(repositories).values()) {
    stats.bytes += size;
    if (uses > 1) stats.shared++;
    else {
      stats.unique++;
      stats.uniqueBytes += size;
    }
  }
  return { name, repositories, stats };
}

/** By digest: how many repositories get a blob. */
function usesOf(repositories: readonly PlannedRepository[]): Map<string, { uses: number; size: number }> {
  const counts = new Map<string, { uses: number; size: number }>();
  for (const { digest, size } of repositories.flatMap(blobsOf)) {
    counts.set(digest, { uses: (counts.get(digest)?.uses ?? 0) + 1, size });
  }
  return counts;
}
