import type { KubeObject } from '../../core/objects/meta.ts';
import type { BuildPipeline } from '../../core/project-status/build-pipelines.ts';
import type { Arrangement, ServiceGroup, WorkloadGroup } from '../../core/project-status/groups.ts';
import { type ImageLocation, locationIn, locationText } from '../../core/project-status/image-location.ts';
import { grouped } from '../../core/project-status/project-objects.ts';
import { buildDetail, buildText } from './build-lines.ts';
import { serviceLine } from './service-lines.ts';
import type { StatusView } from './view.ts';
import {
  cronJobLines,
  daemonSetLines,
  deploymentConfigLines,
  deploymentLines,
  jobLines,
  podLines,
  setLines,
  statefulSetLines,
} from './workload-lines.ts';

/** The objects of a project in the order of `oc status`, each block of lines with what belongs to it. */
export function projectBlocks(arrangement: Arrangement, cronJobs: readonly KubeObject[], view: StatusView): string[][] {
  const { namespace } = view;
  const blocks = <T>(list: readonly T[], lines: (item: T) => string[]) => list.map((item) => nested(lines(item), 0));
  return [
    ...arrangement.services.map((group) => serviceBlock(group, view)),
    ...blocks(arrangement.configs, (group) => deploymentConfigLines(group, namespace, view)),
    ...blocks(arrangement.deployments, (group) => deploymentLines(group, namespace, view)),
    ...blocks(arrangement.statefulSets, (group) => statefulSetLines(group, namespace, view)),
    ...buildBlocks(arrangement.builds, view),
    ...blocks(arrangement.replicationControllers, (object) => setLines(object, namespace, view)),
    ...blocks(arrangement.replicaSets, (object) => setLines(object, namespace, view)),
    ...blocks(arrangement.daemonSets, (group) => daemonSetLines(group, namespace, view)),
    ...blocks(arrangement.jobs, (group) => jobLines(group, namespace, view)),
    ...blocks(view.asOc ? [] : cronJobs, (object) => cronJobLines(object, namespace)),
    ...blocks(arrangement.pods, (object) => podLines(object, namespace)),
  ];
}

/** Lines below a first one are indented once more than that. */
function nested(lines: readonly string[], depth: number): string[] {
  return lines.map((line, index) => '  '.repeat(index === 0 ? depth : depth + 1) + line);
}

function serviceBlock(group: ServiceGroup, view: StatusView): string[] {
  const below = (lines: string[]) => nested(lines, 1);
  const workloads = (
    groups: readonly WorkloadGroup[],
    lines: (group: WorkloadGroup, namespace: string | undefined, view: StatusView) => string[],
  ) => groups.flatMap((workload) => below(lines(workload, workload.object.metadata.namespace, view)));
  const own = group.services[0]?.metadata.namespace;
  return [
    ...group.services.map((service) => serviceLine(service, view)),
    ...workloads(group.configs, deploymentConfigLines),
    ...workloads(group.statefulSets, statefulSetLines),
    ...workloads(group.deployments, deploymentLines),
    ...workloads(group.daemonSets, daemonSetLines),
    ...group.replicaSets.flatMap((object) => below(setLines(object, own, view))),
    ...group.replicationControllers.flatMap((object) => below(setLines(object, own, view))),
    ...group.pods.flatMap((object) => below(podLines(object, own))),
  ];
}

/** Builds that no workload above has its image from; their bases name those among them that make these. */
function buildBlocks(builds: readonly BuildPipeline[], view: StatusView): string[][] {
  const keyOf = (location: ImageLocation | undefined) => location && locationText(location);
  const byOutput = grouped(builds, ({ output }) => keyOf(output));
  return builds.map((build) => {
    const makers = build.base ? (byOutput.get(locationText(build.base)) ?? []) : [];
    const names = makers.map(({ config }) => config.metadata.name);
    const pushes = build.output ? [`-> ${locationIn(build.output, view.namespace)}`] : [];
    return nested([buildText(build, view.namespace, names), ...pushes, ...buildDetail(build, true, view)], 0);
  });
}
