import { untilNoRace } from '../../core/concurrency/races.ts';
import { sameJson } from '../../core/json/json-value.ts';
import { findKind, groupKind, type ResourceKind } from '../../core/kinds/kinds.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import { nextGeneration } from '../../core/objects/generation.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { recordRevision } from '../../core/rollout/controller-revision.ts';
import { isOwnedBy, ownReplicaSets, type RecordChanges, rollOutDeployment } from '../../core/rollout/deployment.ts';
import {
  controllerName,
  latestVersion,
  replicationControllerOf,
  rolloutDue,
  withNextVersion,
  withRolloutStatus,
} from '../../core/rollout/deployment-config.ts';
import { ifFound, isStatusError } from '../../core/status.ts';
import {
  type FindStream,
  type StreamReference,
  streamNameOf,
  type TriggerProblem,
} from '../../core/triggers/reaction.ts';
import { reactToAnnotation } from '../../core/triggers/reaction-annotation.ts';
import { reactToBuildTriggers } from '../../core/triggers/reaction-build-config.ts';
import { reactToImageChanges } from '../../core/triggers/reaction-deployment-config.ts';
import { BUILD_CONFIG, DEPLOYMENT_CONFIG, referencedTags } from '../../core/triggers/watched-tags.ts';
import { isAppError } from '../../errors.ts';
import { type ApiContext, timestamp } from '../context.ts';
import type { ImageStreamStorage } from '../storage/image-streams.ts';
import { createPlainObjects } from '../storage/plain-objects.ts';

const REPLICATION_CONTROLLER = findKind('replicationcontroller') as ResourceKind;
const REPLICA_SET = findKind('replicaset') as ResourceKind;
const CONTROLLER_REVISION = findKind('controllerrevision') as ResourceKind;
const BUILD = findKind('build') as ResourceKind;

/** An object that triggers are to be looked at for. */
export interface TriggerTarget {
  kind: ResourceKind;
  namespace: string;
  name: string;
  /** The object itself was written, and not only a stream that it names: all that is wrong with it is new. */
  written: boolean;
}

export interface TriggerReactions {
  /** Brings one object, its rollouts and builds to where its triggers want them. Does not fail for what is wrong with it. */
  react(target: TriggerTarget): Promise<void>;
  /** Removes what rollouts and builds of a deleted object have left. */
  removeOwned(owner: KubeObject): Promise<void>;
}

/** @param changed `namespace/name` of the streams that were written: problems with others were told before */
export function createTriggerReactions(
  context: ApiContext,
  streams: ImageStreamStorage,
  changed: ReadonlySet<string>,
): TriggerReactions {
  const { store } = context;
  const known = new Map<string, ImageStream | undefined>();
  const find: FindStream = (namespace, name) => known.get(`${namespace}/${name}`);
  const storage = (kind: ResourceKind) => createPlainObjects(context, kind);

  async function load(references: readonly StreamReference[]): Promise<void> {
    for (const reference of references) {
      const name = streamNameOf(reference);
      const key = `${reference.namespace}/${name}`;
      if (name && !known.has(key)) known.set(key, await streams.find(reference.namespace, name));
    }
  }

  /** One attempt. Fails with Status Conflict where the object was written meanwhile. */
  async function reactOnce({ kind, namespace, name }: TriggerTarget): Promise<readonly TriggerProblem[]> {
    const object = await store.get<KubeObject>(keyOf(kind, namespace, name));
    if (!object) return [];
    await load(referencedTags(object));
    switch (groupKind(object)) {
      case DEPLOYMENT_CONFIG:
        return reactDeploymentConfig(kind, namespace, object);
      case BUILD_CONFIG:
        return reactBuildConfig(kind, namespace, object);
      default:
        return reactWorkload(kind, namespace, object);
    }
  }

  async function write(kind: ResourceKind, namespace: string, before: KubeObject, after: KubeObject) {
    if (sameJson(before, after)) return before;
    await context.changes?.beforeObject(before, find);
    return storage(kind).update(namespace, after, {});
  }

  async function reactDeploymentConfig(kind: ResourceKind, namespace: string, object: KubeObject) {
    const { object: filled, problems } = reactToImageChanges(object, find);
    const due = rolloutDue(filled, await controllerOf(namespace, filled));
    const next = due ? withNextVersion(filled, due) : filled;
    const generation = generationAfter(object, next);
    const written = await write(kind, namespace, object, withRolloutStatus(next, generation, timestamp(context.now())));
    // Also where the version was raised by somebody else, or a rollout was cut short after its first write.
    if (latestVersion(written) > 0 && !(await controllerOf(namespace, written))) {
      await createOnce(REPLICATION_CONTROLLER, namespace, replicationControllerOf(written));
    }
    return problems;
  }

  async function controllerOf(namespace: string, config: KubeObject): Promise<KubeObject | undefined> {
    const version = latestVersion(config);
    if (version === 0) return undefined;
    return store.get(keyOf(REPLICATION_CONTROLLER, namespace, controllerName(config, version)));
  }

  async function reactBuildConfig(kind: ResourceKind, namespace: string, object: KubeObject) {
    const { object: next, problems, build } = reactToBuildTriggers(object, find, timestamp(context.now()));
    // The number is taken first: two who react at once do not both start a build.
    await write(kind, namespace, object, next);
    if (build) await createOnce(BUILD, namespace, build);
    return problems;
  }

  async function reactWorkload(kind: ResourceKind, namespace: string, object: KubeObject) {
    const { object: next, problems } = reactToAnnotation(object, find);
    const records = OWNED[groupKind(object)];
    if (!records) {
      await write(kind, namespace, object, next);
      return problems;
    }
    const { items } = await store.list(collectionOf(records, namespace));
    if (records === REPLICA_SET) {
      const rollout = rollOutDeployment(next, ownReplicaSets(object, items));
      await write(kind, namespace, object, rollout.deployment);
      await record(records, namespace, rollout);
    } else {
      await record(records, namespace, recordRevision(await write(kind, namespace, object, next), items));
    }
    return problems;
  }

  async function record(kind: ResourceKind, namespace: string, changes: RecordChanges): Promise<void> {
    for (const object of changes.create) await createOnce(kind, namespace, object);
    for (const object of changes.update) await storage(kind).update(namespace, object, {});
    for (const object of changes.delete) await remove(kind, object);
  }

  async function createOnce(kind: ResourceKind, namespace: string, object: KubeObject): Promise<void> {
    try {
      await storage(kind).create(namespace, object, {});
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    }
  }

  async function remove(kind: ResourceKind, { metadata }: KubeObject): Promise<void> {
    const { namespace = '', name } = metadata;
    await ifFound(store.delete(keyOf(kind, namespace, name)));
  }

  /** A tag that stays without image is news to who wrote the object, or to who wrote that stream. */
  function isNews(problem: TriggerProblem, { written }: TriggerTarget): boolean {
    const { from } = problem;
    return written || from === undefined || changed.has(`${from.namespace}/${streamNameOf(from)}`);
  }

  return {
    async react(target) {
      const name = `${target.kind.singular}${target.kind.group && `.${target.kind.group}`}/${target.name}`;
      try {
        const problems = await untilNoRace(
          () => reactOnce(target),
          (error) => isStatusError(error, 'Conflict'),
        );
        for (const problem of problems.filter((each) => isNews(each, target))) {
          context.warn(`${name} ${problem.field}: ${problem.message}`);
        }
      } catch (error) {
        if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
        context.warn(`the triggers of ${name} could not be followed: ${error.message}`);
      }
    },

    async removeOwned(owner) {
      const { uid, namespace = '' } = owner.metadata;
      const kind = OWNED[groupKind(owner)];
      if (!uid || !kind) return;
      const { items } = await store.list(collectionOf(kind, namespace));
      for (const object of items) if (isOwnedBy(object, uid)) await remove(kind, object);
    },
  };
}

const OWNED: Readonly<Record<string, ResourceKind>> = {
  'apps/Deployment': REPLICA_SET,
  'apps/StatefulSet': CONTROLLER_REVISION,
  'apps/DaemonSet': CONTROLLER_REVISION,
  [DEPLOYMENT_CONFIG]: REPLICATION_CONTROLLER,
  [BUILD_CONFIG]: BUILD,
};

/** The generation that an object has once it is written. */
function generationAfter(before: KubeObject, after: KubeObject): number | undefined {
  const { generation } = before.metadata;
  if (generation === undefined) return undefined;
  return sameJson(before.spec, after.spec) ? generation : nextGeneration(generation);
}
