import { findKind, groupKind, type ResourceKind } from '../../core/kinds/kinds.ts';
import { collectionOf } from '../../core/kinds/places.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { follows } from '../../core/triggers/watched-tags.ts';
import { isAppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamStorage } from '../storage/image-streams.ts';
import type { TriggerTarget } from './trigger-reactions.ts';

/** The kinds whose objects have image triggers. */
export const TRIGGERED_KINDS = [
  'deployment',
  'statefulset',
  'daemonset',
  'cronjob',
  'deploymentconfig',
  'buildconfig',
].map((name) => findKind(name) as ResourceKind);

/**
 * Image change triggers and what they start, as the controllers of a cluster do it: told what was written, it reacts when
 * it is run. What is as it should be is not written; one object's fault does not stop the others.
 */
export interface TriggerController {
  streamWritten(namespace: string, name: string): void;
  /** Kinds without triggers do not count. */
  objectWritten(kind: ResourceKind, namespace: string, name: string): void;
  /** Every object that has triggers is looked at in the next run: who was killed may have left some undone. */
  everythingMayHaveChanged(): void;
  /** What belongs to the object goes with it. */
  objectDeleted(object: KubeObject): void;
  /** Reacts to everything that was written since. What cannot be done is said by `warn`. */
  run(): Promise<void>;
}

export function createTriggerController(context: ApiContext, streams: ImageStreamStorage): TriggerController {
  const changed = new Set<string>();
  const written = new Map<string, TriggerTarget>();
  const deleted: KubeObject[] = [];
  let everything = false;

  /** Objects that wait for one of the streams. Only the folders of six kinds are looked into. */
  async function waiting(streamKeys: ReadonlySet<string>): Promise<TriggerTarget[]> {
    if (streamKeys.size === 0 && !everything) return [];
    const found = await Promise.all(TRIGGERED_KINDS.map(listed));
    const all = found.flat();
    return everything ? all : all.filter(({ object }) => follows(object, streamKeys));
  }

  async function listed(kind: ResourceKind): Promise<(TriggerTarget & { object: KubeObject })[]> {
    try {
      const { items } = await context.store.list(collectionOf(kind));
      return items.map((object) => {
        const { namespace = '', name } = object.metadata;
        return { kind, namespace, name, written: false, object };
      });
    } catch (error) {
      if (!isAppError(error)) throw error;
      context.warn(`cannot look for triggers of ${kind.plural}: ${error.message}`);
      return [];
    }
  }

  return {
    streamWritten(namespace, name) {
      changed.add(`${namespace}/${name}`);
    },

    objectWritten(kind, namespace, name) {
      if (!TRIGGERED_KINDS.includes(kind)) return;
      written.set(`${kind.plural}/${namespace}/${name}`, { kind, namespace, name, written: true });
    },

    everythingMayHaveChanged() {
      everything = true;
    },

    objectDeleted(object) {
      if (OWNERS.includes(groupKind(object))) deleted.push(object);
    },

    async run() {
      const [streamKeys, gone] = [new Set(changed), deleted.splice(0)];
      const targets = new Map(written);
      changed.clear();
      written.clear();
      const found = await waiting(streamKeys);
      everything = false;
      for (const target of found) {
        const key = `${target.kind.plural}/${target.namespace}/${target.name}`;
        if (!targets.has(key)) targets.set(key, target);
      }
      if (targets.size === 0 && gone.length === 0) return;
      const { createTriggerReactions } = await import('./trigger-reactions.ts');
      const reactions = createTriggerReactions(context, streams, streamKeys);
      for (const object of gone) await reactions.removeOwned(object);
      for (const target of targets.values()) await reactions.react(target);
    },
  };
}

/** Kinds that own what their rollouts and builds have made. */
const OWNERS = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps.openshift.io/DeploymentConfig',
  'build.openshift.io/BuildConfig',
];
