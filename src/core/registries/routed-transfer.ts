import { isRegistryError } from '../../errors.ts';
import type { BlobTransfer } from '../ports/blob-transfer.ts';
import type { RepositoryAddress } from '../ports/registry.ts';
import { pullSources } from './pull-sources.ts';
import type { RoutingOptions } from './routed-registry.ts';

/**
 * Copies between the registries that are named, never by way of a mirror, and insecurely where the configuration allows
 * it. Sources are read where the configuration has moved them to; destinations are where they are written. What is read and
 * copied nowhere may come from a mirror.
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
    async *readBlob(address, blob, request) {
      const sources = pullSources(await rules(), address, blob.digest).map((source) => source.address);
      const last = sources.pop() ?? address;
      for (const source of sources) {
        let begun = false;
        try {
          for await (const piece of transfer.readBlob(source, blob, request)) {
            begun = true;
            yield piece;
          }
          return;
        } catch (error) {
          // What has begun cannot begin anew elsewhere.
          if (begun || !isRegistryError(error)) throw error;
        }
      }
      yield* transfer.readBlob(last, blob, request);
    },
    putBlob: async (put, request) =>
      transfer.putBlob({ ...put, target: await target(put.target, put.blob.digest) }, request),
    putManifest: async (address, reference, manifest, request) =>
      transfer.putManifest(await target(address, manifest.digest), reference, manifest, request),
  };
}
