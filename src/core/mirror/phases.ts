import { blobsOf, type MirrorPlan, type PlannedRepository, type RegistryPlan, repositoryStats } from './plan.ts';

/** What can go on at the same time: repositories that do not send the same blob. */
export interface Phase {
  units: Unit[];
}

export interface Unit {
  repository: PlannedRepository;
  shared: number;
  blobs: number;
  /** Blobs that an earlier phase has brought to another repository of the registry, and that can be mounted from there. */
  mounts: number;
}

/**
 * Orders the repositories so that a shared blob is sent once and mounted by the others: in each phase, all that share
 * nothing, then those that share most and do not meet in a blob that is not there yet.
 */
export function planPhases({ registries }: MirrorPlan): Phase[] {
  const waiting = registries.map((registry) => ({
    there: new Set<string>(),
    units: registry.repositories.map((repository) => unitOf(repository, registry)),
  }));
  const phases: Phase[] = [];
  while (waiting.some(({ units }) => units.length > 0)) {
    const units = waiting.flatMap((registry) => {
      const taken = take(registry.units, registry.there);
      registry.units = registry.units.filter((unit) => !taken.includes(unit));
      const counted = taken.map((unit) => ({ ...unit, mounts: countIn(unit, registry.there) }));
      for (const digest of taken.flatMap(digestsOf)) registry.there.add(digest);
      return counted;
    });
    phases.push({ units });
  }
  return phases;
}

function unitOf(repository: PlannedRepository, registry: RegistryPlan): Unit {
  const { shared, unique } = repositoryStats(repository, registry);
  return { repository, shared, blobs: shared + unique, mounts: 0 };
}

function take(units: readonly Unit[], there: ReadonlySet<string>): Unit[] {
  const taken = units.filter(({ shared }) => shared === 0);
  const sent = new Set<string>();
  for (const unit of units.filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared)) {
    const digests = digestsOf(unit);
    if (digests.some((digest) => sent.has(digest))) continue;
    for (const digest of digests) if (!there.has(digest)) sent.add(digest);
    taken.push(unit);
  }
  return taken;
}

function digestsOf({ repository }: Unit): string[] {
  return blobsOf(repository).map(({ digest }) => digest);
}

function countIn(unit: Unit, there: ReadonlySet<string>): number {
  return digestsOf(unit).filter((digest) => there.has(digest)).length;
}
