import type { BlobTransfer } from '../ports/blob-transfer.ts';
import type { RepositoryAddress } from '../ports/registry.ts';
import { pullSources } from './pull-sources.ts';
import type { RoutingOptions } from './routed-registry.ts';

/**
 * Copies between the registries that are named, never by way of a mirror, and insecurely where the configuration allows
 * it. Sources are read where the configuration has moved them to; destinations are where they are written.
 */
export function routeTransfer(transfer: BlobTransfer, { rules }: Pick<RoutingOptions, 'rules'>): BlobTransfer {
  const own = async (address: RepositoryAddress, digest: string) =>
    pullSources(await rules(), address, digest).find((source) => source.mirrorOf === undefined)?.address ?? address;
  const target = async (address: RepositoryAddress, digest: string): Promise<RepositoryAddress> => {
    const { insecure, insecureBy } = await own(address, digest);
    return { ...address, insecure, ...(insecureBy === undefined ? {} : { insecureBy }) };
  };
  return {
    hasManifest: async (address, digest, request) =>
      transfer.hasManifest(await target(address, digest), digest, request),
    copyBlob: async (copy, request) => {
      const { digest } = copy.blob;
      const [from, to] = [await own(copy.source, digest), await target(copy.target, digest)];
      return transfer.copyBlob({ ...copy, source: from, target: to }, request);
    },
    putManifest: async (address, reference, manifest, request) =>
      transfer.putManifest(await target(address, manifest.digest), reference, manifest, request),
  };
}
