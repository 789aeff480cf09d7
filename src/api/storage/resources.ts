import {
  CLUSTER_IMAGE_CONFIG,
  IMAGE,
  IMAGE_STREAM,
  IMAGE_STREAM_HISTORY,
  IMAGE_STREAM_IMAGE,
  IMAGE_STREAM_TAG,
  IMAGE_TAG,
  NAMESPACE,
  PROJECT,
  SECRET,
  SERVICE_ACCOUNT,
} from '../../core/kinds/kind-names.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import { MIRROR_SET_KINDS, validateMirrorSet } from '../../core/registries/mirror-sets.ts';
import type { ApiContext } from '../context.ts';
import type { ClusterImageSettings } from '../registries/cluster-image-config.ts';
import type { RegistryRuleBook } from '../registries/registry-rules.ts';
import { createCheckedObjects, createClusterImageConfigs } from './cluster-objects.ts';
import { createImageStreamHistories } from './image-stream-histories.ts';
import { createImageStreamImages } from './image-stream-images.ts';
import { createImageStreamTags } from './image-stream-tags.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import { createImageTags } from './image-tags.ts';
import { createImages } from './images.ts';
import { createNamespaces } from './namespaces.ts';
import { createPlainObjects } from './plain-objects.ts';
import { createProjects } from './projects.ts';
import { createSecrets } from './secrets.ts';
import { createServiceAccounts } from './service-accounts.ts';
import type { ListView, ResourceStorage } from './storage.ts';
import { createWorkloads } from './workloads.ts';

/** The storage of each kind. Those without rules of their own are kept as workloads are. */
export function createResources(
  context: ApiContext,
  streams: ImageStreamStorage,
  cluster: ClusterImageSettings,
  rules: RegistryRuleBook,
  deleteObject: (kind: ResourceKind, namespace: string, name: string) => Promise<unknown>,
): (kind: ResourceKind) => ResourceStorage & Partial<ListView> {
  const namespaces = createNamespaces(context, deleteObject);
  const storages = new Map<ResourceKind, ResourceStorage & Partial<ListView>>([
    [IMAGE_STREAM, streams],
    [IMAGE_STREAM_TAG, createImageStreamTags(context, streams, cluster)],
    [IMAGE_STREAM_IMAGE, createImageStreamImages(context, streams)],
    [IMAGE_TAG, createImageTags(streams)],
    [IMAGE, createImages(context, streams)],
    [IMAGE_STREAM_HISTORY, createImageStreamHistories(context, streams)],
    [CLUSTER_IMAGE_CONFIG, createClusterImageConfigs(context, cluster.forget)],
    ...MIRROR_SET_KINDS.map((set): [ResourceKind, ResourceStorage] => [
      set.kind,
      createCheckedObjects(context, set.kind, (object) => validateMirrorSet(object, set), rules.forget),
    ]),
    [SECRET, createSecrets(context)],
    [SERVICE_ACCOUNT, createServiceAccounts(context)],
    [NAMESPACE, namespaces],
    [PROJECT, createProjects(namespaces)],
  ]);
  return (kind) => {
    const known = storages.get(kind);
    if (known) return known;
    const workloads = createWorkloads(createPlainObjects(context, kind), streams, cluster);
    storages.set(kind, workloads);
    return workloads;
  };
}
