import { isJsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { revisionOf } from '../rollout/deployment.ts';
import { CONFIG_NAME, latestVersion, versionOf } from '../rollout/deployment-config.ts';
import type { BuildPipeline, BuildPipelines } from './build-pipelines.ts';
import type { ImageLocation } from './image-location.ts';
import { grouped, keyOfObject, type ProjectObjects } from './project-objects.ts';
import { selectedBy } from './service-selection.ts';
import { annotatedSource, deploymentConfigSources } from './workload-images.ts';

/** An image that a workload follows or names, with the build that makes it. */
export interface ImageSource {
  location: ImageLocation;
  build?: BuildPipeline | undefined;
}

/** A workload with where its images come from, and the records of its rollouts. */
export interface WorkloadGroup {
  object: KubeObject;
  images: readonly ImageSource[];
  /** The record of the newest rollout; absent where there is none, or it is an older one. */
  active?: KubeObject | undefined;
  /** Newest first. */
  inactive: readonly KubeObject[];
}

/** What the same selector selects. */
export interface ServiceGroup {
  /** The first one of them last. */
  services: readonly KubeObject[];
  configs: readonly WorkloadGroup[];
  statefulSets: readonly WorkloadGroup[];
  deployments: readonly WorkloadGroup[];
  daemonSets: readonly WorkloadGroup[];
  /** Those that no workload above owns. */
  replicaSets: readonly KubeObject[];
  replicationControllers: readonly KubeObject[];
  pods: readonly KubeObject[];
}

/** The objects of a project as `oc status` arranges them: what services select, then what stands alone. */
export interface Arrangement {
  services: readonly ServiceGroup[];
  configs: readonly WorkloadGroup[];
  deployments: readonly WorkloadGroup[];
  statefulSets: readonly WorkloadGroup[];
  builds: readonly BuildPipeline[];
  replicationControllers: readonly KubeObject[];
  replicaSets: readonly KubeObject[];
  daemonSets: readonly WorkloadGroup[];
  jobs: readonly WorkloadGroup[];
  pods: readonly KubeObject[];
}

export function arrange(objects: ProjectObjects, pipelines: BuildPipelines): Arrangement {
  const { of } = objects;
  const groups = workloadGroups(objects, pipelines);
  const shown = new Set<unknown>();
  const cover = (group: WorkloadGroup) => {
    shown.add(group.object);
    for (const record of [group.active, ...group.inactive]) shown.add(record);
    for (const { build } of group.images) shown.add(build);
  };
  const services = serviceGroups(objects, groups);
  for (const group of services) {
    const { configs, statefulSets, deployments, daemonSets, replicaSets, replicationControllers, pods } = group;
    for (const workload of [...configs, ...statefulSets, ...deployments, ...daemonSets]) cover(workload);
    for (const object of [...replicaSets, ...replicationControllers, ...pods]) shown.add(object);
  }
  const alone = (list: readonly KubeObject[]) => {
    const rest = list.filter((object) => !shown.has(object)).map((object) => groups.get(object) as WorkloadGroup);
    rest.forEach(cover);
    return rest;
  };
  const rest = (list: readonly KubeObject[]) => list.filter((object) => !shown.has(object));
  const configs = alone(of.deploymentconfig);
  const deployments = alone(of.deployment);
  const statefulSets = alone(of.statefulset);
  return {
    services,
    configs,
    deployments,
    statefulSets,
    replicationControllers: rest(of.replicationcontroller),
    replicaSets: rest(of.replicaset),
    builds: pipelines.all.filter((pipeline) => !shown.has(pipeline)),
    daemonSets: alone(of.daemonset),
    jobs: alone(of.job),
    pods: rest(of.pod).filter(isOnItsOwn),
  };
}

/** Every workload with its group, by the object itself. */
function workloadGroups(objects: ProjectObjects, pipelines: BuildPipelines): Map<KubeObject, WorkloadGroup> {
  const { of } = objects;
  const source = (location: ImageLocation): ImageSource => ({ location, build: pipelines.into(location).at(-1) });
  const controllers = grouped(of.replicationcontroller, configOf);
  const sets = grouped(of.replicaset, deploymentOf);
  const groups = new Map<KubeObject, WorkloadGroup>();
  for (const object of of.deploymentconfig) {
    const records = newestFirst(controllers.get(keyOfObject(object)) ?? [], versionOf);
    const images = deploymentConfigSources(object).map(source);
    groups.set(object, { object, images, ...splitRecords(records, versionOf, latestVersion(object)) });
  }
  for (const object of of.deployment) {
    const records = newestFirst(sets.get(keyOfObject(object)) ?? [], revisionOf);
    groups.set(object, { object, images: annotated(object), ...splitRecords(records, revisionOf, revisionOf(object)) });
  }
  for (const object of [...of.statefulset, ...of.job])
    groups.set(object, { object, images: annotated(object), inactive: [] });
  for (const object of of.daemonset) groups.set(object, { object, images: [], inactive: [] });
  return groups;

  function annotated(object: KubeObject): ImageSource[] {
    const location = annotatedSource(object);
    return location ? [source(location)] : [];
  }
}

const newestFirst = (records: readonly KubeObject[], number: (record: KubeObject) => number) =>
  [...records].sort((a, b) => number(b) - number(a));

function splitRecords(records: readonly KubeObject[], number: (record: KubeObject) => number, newest: number) {
  const [first, ...older] = records;
  return first && number(first) === newest ? { active: first, inactive: older } : { inactive: records };
}

/** The DeploymentConfig that a ReplicationController records a rollout of, as `namespace/name`. */
export function configOf({ metadata: { namespace = '', annotations } }: KubeObject): string | undefined {
  const config = annotations?.[CONFIG_NAME];
  return config === undefined ? undefined : `${namespace}/${config}`;
}

/** The Deployment that a ReplicaSet belongs to, as `namespace/name`. */
export function deploymentOf({ metadata: { namespace = '', ownerReferences } }: KubeObject): string | undefined {
  const owners = Array.isArray(ownerReferences) ? ownerReferences : [];
  const owner = owners.find((reference) => ownValue(reference, 'kind') === 'Deployment');
  return owner === undefined ? undefined : `${namespace}/${String(ownValue(owner, 'name'))}`;
}

function serviceGroups({ of }: ProjectObjects, groups: ReadonlyMap<KubeObject, WorkloadGroup>): ServiceGroup[] {
  const selected = selectedBy([
    ...of.deploymentconfig,
    ...of.statefulset,
    ...of.deployment,
    ...of.daemonset,
    ...of.replicaset,
    ...of.replicationcontroller,
    ...of.pod,
  ]);
  return [...grouped(of.service, selectorKey).values()].map((services) => {
    const [first, ...others] = services as [KubeObject, ...KubeObject[]];
    const found = selected(first);
    const workloads = (kind: string) =>
      found.filter((object) => object.kind === kind).map((object) => groups.get(object) as WorkloadGroup);
    const [configs, deployments] = [workloads('DeploymentConfig'), workloads('Deployment')];
    const free = (
      kind: string,
      owners: readonly WorkloadGroup[],
      owner: (object: KubeObject) => string | undefined,
    ) => {
      const names = new Set(owners.map(({ object }) => keyOfObject(object)));
      return found.filter((object) => object.kind === kind && !names.has(owner(object) ?? ''));
    };
    return {
      services: [...others, first],
      configs,
      deployments,
      statefulSets: workloads('StatefulSet'),
      daemonSets: workloads('DaemonSet'),
      replicaSets: free('ReplicaSet', deployments, deploymentOf),
      replicationControllers: free('ReplicationController', configs, configOf),
      pods: found.filter((object) => object.kind === 'Pod' && !isControlled(object)),
    };
  });
}

/** Services with the same selector stand together, and those without one. */
function selectorKey({ metadata, spec }: KubeObject): string {
  const selector = ownValue(spec, 'selector');
  const pairs = isJsonObject(selector) ? Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  return JSON.stringify([metadata.namespace ?? '', pairs]);
}

function isControlled({ metadata: { ownerReferences } }: KubeObject): boolean {
  return Array.isArray(ownerReferences) && ownerReferences.some((owner) => ownValue(owner, 'controller') === true);
}

/** Not for a rollout or a build, not over, and of no controller. */
function isOnItsOwn(pod: KubeObject): boolean {
  const { labels, annotations } = pod.metadata;
  const isHelper = labels?.['openshift.io/deployer-pod-for.name'] ?? annotations?.['openshift.io/build.name'];
  const isOver = ['Succeeded', 'Failed'].includes(String(ownValue(pod.status, 'phase')));
  return isHelper === undefined && !isOver && !isControlled(pod);
}
