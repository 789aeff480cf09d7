import { isJsonObject, type JsonObject } from '../../core/json/json-object.ts';
import { groupKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { lastVersion } from '../../core/rollout/build.ts';
import { latestVersion } from '../../core/rollout/deployment-config.ts';
import { hasImagePolicy, localImage, localNames } from '../../core/triggers/image-policy.ts';
import { keptTriggeredImages } from '../../core/triggers/reaction-deployment-config.ts';
import { BUILD_CONFIG, DEPLOYMENT_CONFIG } from '../../core/triggers/watched-tags.ts';
import type { ClusterImageSettings } from '../registries/cluster-image-config.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import type { ListView, ResourceStorage } from './storage.ts';

/**
 * Kinds that run images, over their plain storage: bare image names are looked up in the namespace's streams when they
 * are written (image-stream model 6.5), and what triggers and rollouts have recorded is not the user's to change.
 */
export function createWorkloads(
  plain: Required<ResourceStorage> & ListView,
  streams: ImageStreamStorage,
  cluster: ClusterImageSettings,
): Required<ResourceStorage> & ListView {
  async function withLocalImages(namespace: string, sent: KubeObject, previous: KubeObject | undefined) {
    if (!hasImagePolicy(sent)) return sent;
    const object = structuredClone(sent);
    const names = localNames(object, previous);
    for (const name of names) {
      const stream = await streams.find(namespace, name.stream);
      const hasRegistry = stream !== undefined && Boolean((await cluster.hosts()).internal);
      const image = localImage(name, stream, { hasRegistry });
      if (image !== undefined) name.holder[name.key] = image;
    }
    return object;
  }

  return {
    ...plain,

    async create(namespace, sent, options) {
      const object = groupKind(sent) === DEPLOYMENT_CONFIG ? withoutStatus(sent) : sent;
      return plain.create(namespace, await withLocalImages(namespace, object, undefined), options);
    },

    async update(namespace, sent, options) {
      if (!hasImagePolicy(sent) && groupKind(sent) !== BUILD_CONFIG) return plain.update(namespace, sent, options);
      const previous = await plain.get(namespace, sent.metadata.name);
      const object = withRecords(sent, previous);
      return plain.update(namespace, await withLocalImages(namespace, object, previous), options);
    },
  };
}

function withoutStatus({ status: _status, ...object }: KubeObject): KubeObject {
  return object;
}

/** The object with what the API keeps of its status: the number of rollouts goes up by one, of builds up, or not at all. */
function withRecords(sent: KubeObject, previous: KubeObject): KubeObject {
  const kind = groupKind(sent);
  const before = isJsonObject(previous.status) ? previous.status : undefined;
  const status = isJsonObject(sent.status) ? sent.status : {};
  if (kind === DEPLOYMENT_CONFIG) {
    const asked = latestVersion(sent) === latestVersion(previous) + 1;
    const details = asked ? { latestVersion: latestVersion(sent), details: status.details } : {};
    return withStatus(keptTriggeredImages(sent, previous), before || asked ? { ...before, ...details } : undefined);
  }
  if (kind !== BUILD_CONFIG || !before) return sent;
  return withStatus(sent, { ...before, ...status, lastVersion: Math.max(lastVersion(sent), lastVersion(previous)) });
}

function withStatus(object: KubeObject, status: JsonObject | undefined): KubeObject {
  return status ? { ...object, status } : withoutStatus(object);
}
