import type { IndexEntry } from './manifest.ts';

export interface PlatformPreference {
  /** `importer.image.openshift.io/prefer-arch` of the spec tag. */
  architecture?: string | undefined;
  /** `importer.image.openshift.io/prefer-os` of the spec tag. */
  os?: string | undefined;
}

export const PREFER_ARCH = 'importer.image.openshift.io/prefer-arch';
export const PREFER_OS = 'importer.image.openshift.io/prefer-os';

/**
 * The entry of an index that a Legacy import takes: the preferred platform (what is not preferred is the host's), then
 * linux/amd64, then the first entry. Attestations (`unknown/unknown`) are passed over while another entry exists, which
 * is where this differs from OpenShift. Variants are ignored (image-stream model 4.3, registry client IM1).
 *
 * @returns undefined for an empty index
 */
export function choosePlatform(
  entries: readonly IndexEntry[],
  preference: PlatformPreference,
  host: { architecture: string; os: string },
): IndexEntry | undefined {
  const images = entries.filter((entry) => !isAttestation(entry));
  const candidates = images.length > 0 ? images : entries;
  const find = (architecture: string, os: string) =>
    candidates.find((entry) => entry.platform?.architecture === architecture && entry.platform.os === os);
  return (
    find(preference.architecture || host.architecture, preference.os || host.os) ??
    find('amd64', 'linux') ??
    candidates[0]
  );
}

/** BuildKit's provenance and SBOM manifests stand in an index as children of an unknown platform. */
export function isAttestation(entry: IndexEntry): boolean {
  return entry.platform?.architecture === 'unknown' && entry.platform.os === 'unknown';
}
