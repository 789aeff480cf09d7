import { printYaml } from '../../codec/yaml.ts';
import type { StatusResult } from '../../commands/status.ts';
import { present } from '../../core/json/json-object.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { BuildPipeline } from '../../core/project-status/build-pipelines.ts';
import { locationText } from '../../core/project-status/image-location.ts';
import { type TagState, tagKey } from '../../core/project-status/tag-state.ts';
import { mainContainers } from '../../core/project-status/workload-images.ts';
import { textOf } from '../../core/triggers/policies.ts';
import { printJson } from '../formats/document.ts';

/** The whole of a status for programs: nothing is left out, whatever the text has room for. */
export function printStatusDocument(result: StatusResult, format: 'json' | 'yaml', now: Date): string {
  const { namespace, store, objects, tags, followers, concerns, arrangement } = result;
  const { of } = objects;
  const workloads = [
    ...of.deploymentconfig,
    ...of.deployment,
    ...of.statefulset,
    ...of.daemonset,
    ...of.job,
    ...of.cronjob,
  ];
  const following = new Map<KubeObject, object[]>();
  for (const { object, tag, containers, automatic } of followers) {
    const entry = {
      tag,
      automatic,
      ...(containers.length > 0 ? { containers: containers.map(({ name }) => name) } : {}),
    };
    following.set(object, [...(following.get(object) ?? []), entry]);
  }
  const builds = [...arrangement.configs, ...arrangement.deployments].flatMap(({ images }) =>
    images.flatMap(({ build }) => build ?? []),
  );
  const document = {
    ...(namespace === undefined ? {} : { namespace }),
    store,
    tags: tags.map((tag) => tagDocument(tag, now)),
    workloads: workloads.map((object) => ({
      ...nameDocument(object),
      containers: mainContainers(object).map((c) => ({ name: textOf(c, 'name'), image: textOf(c, 'image') })),
      follows: following.get(object) ?? [],
    })),
    builds: [...new Set([...arrangement.builds, ...builds])].map((build) => ({
      ...buildDocument(build),
      follows: following.get(build.config) ?? [],
    })),
    concerns: [...concerns],
  };
  return format === 'json' ? printJson(document) : printYaml(document);
}

function nameDocument({ kind, metadata }: KubeObject) {
  return { kind, ...(metadata.namespace ? { namespace: metadata.namespace } : {}), name: metadata.name };
}

function tagDocument({ due, pin, ...state }: TagState, now: Date) {
  const { namespace, stream, tag, image, reference, from, waiting, ...rest } = state;
  const isDue = due !== undefined && due <= now.getTime();
  const at = due !== undefined && due > 0 && Number.isFinite(due) ? { due: new Date(due).toISOString() } : {};
  return present({
    name: tagKey(namespace, stream, tag),
    namespace,
    stream,
    tag,
    image: image || undefined,
    dockerImageReference: reference || undefined,
    from: from.type === 'push' ? undefined : from,
    ...rest,
    ...at,
    overdue: isDue || undefined,
    waiting: waiting || undefined,
    pinned: pin && present({ at: pin.at || undefined, by: pin.by, job: pin.job, reason: pin.reason }),
  });
}

function buildDocument({ config, base, output, lastSuccessful, lastUnsuccessful, active }: BuildPipeline) {
  const name = (build: KubeObject | undefined) => build?.metadata.name;
  return present({
    ...nameDocument(config),
    from: base && locationText(base),
    to: output && locationText(output),
    lastSuccessful: name(lastSuccessful),
    lastUnsuccessful: name(lastUnsuccessful),
    active: active.length > 0 ? active.map((build) => build.metadata.name) : undefined,
  });
}
