import { ownValue } from '../../core/json/json-object.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { WorkloadGroup } from '../../core/project-status/groups.ts';
import { locationIn } from '../../core/project-status/image-location.ts';
import { lineName, numberOf } from '../../core/project-status/project-objects.ts';
import { annotatedSource, podTemplateOf, writtenImages } from '../../core/project-status/workload-images.ts';
import { textOf } from '../../core/triggers/policies.ts';
import { buildDetail, sourceText } from './build-lines.ts';
import { podSummary, podsOf, recordLines } from './rollout-lines.ts';
import { elapsed, type StatusView } from './view.ts';

/** Lines longer than this are broken at the build that an image comes from. */
const LONG = 120;

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** @param namespace of the line: tags of the object's own namespace are named without it */
export function deploymentConfigLines(group: WorkloadGroup, namespace: string | undefined, view: StatusView): string[] {
  const { object: config, images, active } = group;
  const own = config.metadata.namespace;
  const verb = ownValue(config.spec, 'test') === true ? 'test deploys' : 'deploys';
  const triggers = ownValue(config.spec, 'triggers');
  const trigger = Array.isArray(triggers) && triggers.length > 0 ? '' : '(manual)';
  const begin = `${lineName(config, namespace)} ${verb}`;
  const details = images.map(({ build }) => indented(buildDetail(build, active === undefined, view)));
  const records = recordLines(group, view);
  const [only] = images;
  if (images.length === 1 && only) {
    return [...broken(`${begin} ${sourceText(only, own)} ${trigger}`), ...(details[0] ?? []), ...records];
  }
  // As `oc` has it, the rollouts stand below each image.
  const each = images.flatMap((image, at) => [sourceText(image, own), ...(details[at] ?? []), ...records]);
  return [`${begin} ${trigger}`, ...each];
}

export function deploymentLines(group: WorkloadGroup, namespace: string | undefined, view: StatusView): string[] {
  return [...imageLines(group, 'deploys', namespace, view, ' '), ...recordLines(group, view)];
}

export function statefulSetLines(group: WorkloadGroup, namespace: string | undefined, view: StatusView): string[] {
  const { metadata, spec, status } = group.object;
  const running = numberOf(status, 'replicas');
  const pods = podSummary({ ready: running, actual: running, wanted: numberOf(spec, 'replicas', 1) });
  const line = `created ${elapsed(metadata.creationTimestamp, view)} ago${isCounted(group.object, view) ? pods : ''}`;
  return [...imageLines(group, 'manages', namespace, view), line];
}

export function daemonSetLines(group: WorkloadGroup, namespace: string | undefined, view: StatusView): string[] {
  const { metadata, status } = group.object;
  const since = elapsed(metadata.creationTimestamp, view);
  const counts = {
    ready: numberOf(status, 'numberReady'),
    actual: numberOf(status, 'numberAvailable'),
    wanted: numberOf(status, 'desiredNumberScheduled'),
  };
  const line = isCounted(group.object, view)
    ? `generation #${metadata.generation ?? 0} running for ${since}${podSummary(counts)}`
    : `created ${since} ago`;
  return [...imageLines(group, 'manages', namespace, view), line];
}

export function jobLines(group: WorkloadGroup, namespace: string | undefined, view: StatusView): string[] {
  const { metadata, spec, status } = group.object;
  const wanted = numberOf(spec, 'completions', -1);
  const done = `${numberOf(status, 'succeeded')}/${wanted} completed ${numberOf(status, 'active')} running`;
  const created = `created ${elapsed(metadata.creationTimestamp, view)} ago`;
  const line = wanted < 0 ? '' : `${created} ${done}`;
  return [...imageLines(group, 'manages', namespace, view), view.asOc || status ? line : created];
}

/** `oc` does not draw them. */
export function cronJobLines(object: KubeObject, namespace: string | undefined): string[] {
  const source = annotatedSource(object);
  const images = source ? locationIn(source, object.metadata.namespace) : writtenImages(object).join(', ');
  const when = textOf(object.spec, 'schedule');
  return [`${lineName(object, namespace)} runs ${images}${when ? ` (${when})` : ''}`];
}

/** ReplicationControllers and ReplicaSets that nothing else stands for. */
export function setLines(object: KubeObject, namespace: string | undefined, view: StatusView): string[] {
  if (!podTemplateOf(object)) return [];
  const { metadata } = object;
  const name = lineName(object, metadata.namespace);
  const pods = isCounted(object, view) ? podsOf(object) : '';
  return [...podLines(object, namespace), `${name} created ${elapsed(metadata.creationTimestamp, view)} ago${pods}`];
}

export function podLines(object: KubeObject, namespace: string | undefined): string[] {
  return [`${lineName(object, namespace)} runs ${writtenImages(object).join(', ')}`];
}

/** The first line, and more where there is more than one image. @param end what `oc` writes behind a single image */
function imageLines(
  { object, images }: WorkloadGroup,
  verb: string,
  namespace: string | undefined,
  view: StatusView,
  end = '',
): string[] {
  const begin = `${lineName(object, namespace)} ${verb}`;
  const [only] = images;
  if (!only) return [`${begin} ${writtenImages(object).join(',')}`];
  return [
    ...broken(`${begin} ${sourceText(only, object.metadata.namespace)}${end}`),
    ...indented(buildDetail(only.build, false, view)),
  ];
}

function broken(line: string): string[] {
  const arrow = line.indexOf(' <- ');
  if (line.length <= LONG || arrow < 0) return [line];
  return [line.slice(0, arrow + 3), line.slice(arrow + 4)];
}

/** Whether pods are counted: by `oc` always, here where a cluster has observed the object. */
function isCounted({ status }: KubeObject, { asOc }: StatusView): boolean {
  return asOc || ownValue(status, 'observedGeneration') !== undefined;
}
