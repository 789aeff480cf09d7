import { CLUSTER_IMAGE_CONFIG } from '../../core/kinds/kind-names.ts';
import { apiVersionOf, type ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { validateClusterImageConfig } from '../../core/registries/cluster-image-config.ts';
import { isStatusError, refuseInvalid, type StatusCause } from '../../core/status.ts';
import type { ApiContext } from '../context.ts';
import { createPlainObjects } from './plain-objects.ts';
import type { ListView, ResourceStorage } from './storage.ts';

/** What decides whether an object of a kind may be written. */
type Validate = (object: KubeObject) => StatusCause[];

/** Plain objects with a rule for their content, and somebody to be told that they were written. */
export function createCheckedObjects(
  context: ApiContext,
  kind: ResourceKind,
  validate: Validate,
  written: () => void,
): Required<ResourceStorage> & ListView {
  const plain = createPlainObjects(context, kind);
  const check = (object: KubeObject) =>
    refuseInvalid(`${kind.kind}.${kind.group}`, object.metadata.name, validate(object));
  return {
    ...plain,
    async create(namespace, object, options) {
      check(object);
      const created = await plain.create(namespace, object, options);
      written();
      return created;
    },
    async update(namespace, object, options) {
      check(object);
      const updated = await plain.update(namespace, object, options);
      written();
      return updated;
    },
    async delete(namespace, name, options) {
      const deleted = await plain.delete(namespace, name, options);
      written();
      return deleted;
    },
  };
}

/**
 * `image.config.openshift.io`: the one object `cluster`, which every cluster has. It is there before it was ever
 * written, without a resourceVersion; the first write creates it.
 */
export function createClusterImageConfigs(context: ApiContext, written: () => void): Required<ResourceStorage> {
  const kind = CLUSTER_IMAGE_CONFIG;
  // The list has an object that need not be stored.
  const { show: _, ...stored } = createCheckedObjects(context, kind, validateClusterImageConfig, written);
  const unwritten = (): KubeObject => ({
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: { name: 'cluster' },
    spec: {},
  });
  return {
    ...stored,
    async get(namespace, name) {
      try {
        return await stored.get(namespace, name);
      } catch (error) {
        if (name !== 'cluster' || !isStatusError(error, 'NotFound')) throw error;
        return unwritten();
      }
    },
    async list(namespace) {
      const list = await stored.list(namespace);
      return list.items.length > 0 ? list : { ...list, items: [unwritten()] };
    },
    async update(namespace, object, options) {
      try {
        return await stored.update(namespace, object, options);
      } catch (error) {
        if (object.metadata.name !== 'cluster' || !isStatusError(error, 'NotFound')) throw error;
        return stored.create(namespace, object, options);
      }
    },
  };
}
