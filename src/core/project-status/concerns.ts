import { ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { statusTag } from '../stream/tag-history.ts';
import { textOf } from '../triggers/policies.ts';
import { buildCycles } from './build-cycles.ts';
import { type BuildPipeline, type BuildPipelines, type StreamsByName, streamOf } from './build-pipelines.ts';
import { configOf, deploymentOf } from './groups.ts';
import { type ImageLocation, locationText } from './image-location.ts';
import { keyOfObject, lineName, type ProjectObjects, withNamespace } from './project-objects.ts';
import { deploymentConfigSources, mainContainers, podTemplateOf } from './workload-images.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Something about an object of the project that its user should know, in the words of `oc status`. */
export interface Concern {
  severity: Severity;
  message: string;
  /** A command line of `oc`, or a sentence. */
  suggestion?: string;
}

/** A concern with its place among the others: those of an object stand together, sorted by key. */
interface Placed extends Concern {
  order: number;
  key: string;
  /** The namespaces that it is about. */
  namespaces: readonly string[];
}

/** In the order in which `oc status` loads kinds; a tag that is not there comes last. */
const ORDER = [
  'ReplicationController',
  'Pod',
  'Job',
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'BuildConfig',
  'Build',
  'DeploymentConfig',
  'ImageStreamTag',
];
const placeOf = (kind: string, index: number) => ORDER.indexOf(kind) * 1e9 + index;

/** What `oc status` finds to be wrong, or missing. What reaches into other namespaces is left out where one is shown. */
export function findConcerns(objects: ProjectObjects, pipelines: BuildPipelines, streams: StreamsByName): Concern[] {
  const { namespace } = objects;
  const found = [
    ...outputConcerns(objects, pipelines, streams),
    ...inputConcerns(objects, pipelines, streams),
    ...cycleConcerns(objects, pipelines),
    ...pendingTagConcerns(objects, pipelines, streams),
    ...triggerConcerns(objects, pipelines, streams),
    ...probeConcerns(objects),
    ...secretConcerns(objects),
  ];
  return found
    .filter(({ namespaces }) => namespace === undefined || namespaces.every((name) => name === namespace))
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ severity, message, suggestion }) => ({ severity, message, ...(suggestion ? { suggestion } : {}) }));
}

const spaceOf = ({ metadata }: KubeObject) => metadata.namespace ?? '';

function tagName(location: Exclude<ImageLocation, { type: 'registry' }>, namespace: string | undefined): string {
  const kind = location.type === 'tag' ? 'istag' : 'isi';
  return withNamespace(`${kind}/${location.name}`, location.namespace, namespace);
}

/** Builds that cannot push what they make. */
function outputConcerns({ namespace }: ProjectObjects, { all }: BuildPipelines, streams: StreamsByName): Placed[] {
  return all.flatMap(({ config, output }, index): Placed[] => {
    if (output?.type !== 'tag') return [];
    const stream = streamOf(output, streams);
    if (stream?.status.dockerImageRepository) return [];
    const pushes = `${lineName(config, namespace)} is pushing to ${tagName(output, namespace)}`;
    const placed = {
      severity: 'error',
      order: placeOf('BuildConfig', index),
      namespaces: [spaceOf(config), output.namespace],
    } as const;
    if (!stream) {
      const message = `${pushes}, but the image stream for that tag does not exist.`;
      return [{ ...placed, key: 'MissingOutputImageStream', message }];
    }
    const message = `${pushes}, but the administrator has not configured the integrated container image registry.`;
    return [{ ...placed, key: 'MissingRequiredRegistry', message, suggestion: 'oc registry -h' }];
  });
}

/** Builds that start from what is not there. */
function inputConcerns({ namespace }: ProjectObjects, { all, into }: BuildPipelines, streams: StreamsByName): Placed[] {
  return all.flatMap(({ config, base }, index): Placed[] => {
    if (base === undefined || base.type === 'registry' || isThere(base, streams)) return [];
    const what = base.type === 'tag' ? 'image stream tag' : 'image stream image';
    const makers = into(base).map((maker) => lineName(maker.config, namespace));
    return [
      {
        severity: 'warning',
        key: 'MissingImageStreamImage',
        order: placeOf('BuildConfig', index),
        namespaces: [spaceOf(config), base.namespace],
        message: `${lineName(config, namespace)} builds from ${tagName(base, namespace)}, but the ${what} does not exist.`,
        suggestion: inputSuggestion(makers, tagName(base, namespace)),
      },
    ];
  });
}

function inputSuggestion(makers: readonly string[], base: string): string {
  if (makers.length === 0) return `${base} needs to be imported.`;
  if (makers.length === 1) return `oc start-build ${makers[0]}`;
  return `\`oc start-build\` with one of these: ${makers.join(',')}.`;
}

function isThere(location: Exclude<ImageLocation, { type: 'registry' }>, streams: StreamsByName): boolean {
  const stream = streamOf(location, streams);
  if (!stream) return false;
  const part = location.name.slice(location.name.search(/[:@]/) + 1);
  if (location.type === 'tag') return statusTag(stream, part) !== undefined;
  return (stream.status.tags ?? []).some(({ items }) =>
    items?.some(({ image }) => part !== '' && image.includes(part)),
  );
}

function cycleConcerns({ namespace }: ProjectObjects, pipelines: BuildPipelines): Placed[] {
  return buildCycles(pipelines).map((cycle): Placed => {
    const names = cycle.flatMap(({ config, output }) => [
      lineName(config, namespace),
      output?.type === 'tag' ? tagName(output, namespace) : '',
    ]);
    return {
      severity: 'warning',
      key: 'CyclicBuildConfig',
      order: placeOf('BuildConfig', pipelines.all.indexOf(cycle[0] as BuildPipeline)),
      namespaces: cycle.map(({ config }) => spaceOf(config)),
      message: `Cycle detected in build configurations: ${[...names, names[0]].join(' -> ')}`,
    };
  });
}

/** Tags that builds are to make and that were never there. */
function pendingTagConcerns(objects: ProjectObjects, pipelines: BuildPipelines, streams: StreamsByName): Placed[] {
  const { namespace, of } = objects;
  const outputs = new Map<string, Extract<ImageLocation, { type: 'tag' }>>();
  for (const { output } of pipelines.all) {
    if (output?.type === 'tag' && !isThere(output, streams)) outputs.set(locationText(output), output);
  }
  return [...outputs.values()].flatMap((output, index): Placed[] => {
    const makers = pipelines.into(output);
    const namespaces = [output.namespace, ...makers.map(({ config }) => spaceOf(config))];
    const failed = makers.flatMap(({ config, latest }): Placed[] => {
      if (!latest || textOf(latest.status, 'phase') !== 'Failed') return [];
      return [
        {
          severity: 'error',
          key: 'LatestBuildFailed',
          order: placeOf('Build', of.build.indexOf(latest)),
          namespaces,
          message: `${lineName(latest, namespace)} has failed.`,
          suggestion: `Inspect the build failure with 'oc logs -f bc/${config.metadata.name}'`,
        },
      ];
    });
    if (makers.some(({ latest }) => latest)) return failed;
    const runs = makers.map(({ config }) => `oc start-build ${config.metadata.name}`).join(', ');
    return [
      {
        severity: 'warning',
        key: 'ImageStreamTagNotAvailable',
        order: placeOf('ImageStreamTag', index),
        namespaces,
        message: `${tagName(output, namespace)} needs to be imported or created by a build.`,
        suggestion: makers.length > 1 ? `Run one of the following commands: ${runs}` : runs,
      },
    ];
  });
}

/** Deployment configurations whose first missing tag keeps their image trigger from working. */
function triggerConcerns(
  { namespace, of }: ProjectObjects,
  pipelines: BuildPipelines,
  streams: StreamsByName,
): Placed[] {
  return of.deploymentconfig.flatMap((config, index): Placed[] => {
    const tag = deploymentConfigSources(config).find((source) => source.type === 'tag' && !isThere(source, streams));
    if (tag?.type !== 'tag') return [];
    const stream = streamOf(tag, streams);
    const isComing = pipelines.into(tag).some(({ latest, active }) => latest && active.includes(latest));
    if (stream && isComing) return [];
    const placed = {
      order: placeOf('DeploymentConfig', index),
      namespaces: [spaceOf(config), tag.namespace],
    };
    const trigger = `The image trigger for ${lineName(config, namespace)} will have no effect`;
    if (!stream) {
      const missing = withNamespace(`is/${tag.name.slice(0, tag.name.indexOf(':'))}`, tag.namespace, namespace);
      const message = `${trigger} because ${missing} does not exist.`;
      return [{ ...placed, severity: 'error', key: 'MissingImageStream', message }];
    }
    const message = `${trigger} until ${tagName(tag, namespace)} is imported or created by a build.`;
    return [{ ...placed, severity: 'warning', key: 'MissingImageStreamTag', message }];
  });
}

/** Workloads that nothing watches over: without a readiness probe (DeploymentConfigs) or a liveness probe. */
function probeConcerns({ namespace, of }: ProjectObjects): Placed[] {
  const lacks = (object: KubeObject, probe: string) =>
    !mainContainers(object).some((container) => ownValue(container, probe) !== undefined && container[probe] !== null);
  const configs = new Set(of.deploymentconfig.map(keyOfObject));
  const deployments = new Set(of.deployment.map(keyOfObject));
  const lists = [
    of.replicationcontroller.filter((object) => !configs.has(configOf(object) ?? '')),
    of.job,
    of.statefulset,
    of.deployment,
    of.replicaset.filter((object) => !deployments.has(deploymentOf(object) ?? '')),
    of.daemonset,
    of.deploymentconfig,
  ];
  return lists.flatMap((list) =>
    list.flatMap((object, index): Placed[] => {
      if (!podTemplateOf(object)) return [];
      const name = lineName(object, namespace);
      const placed = { severity: 'info', order: placeOf(object.kind, index), namespaces: [spaceOf(object)] } as const;
      const isConfig = object.kind === 'DeploymentConfig' && mainContainers(object).length > 0;
      const readiness: Placed = {
        ...placed,
        key: 'MissingReadinessProbe',
        message: `${name} has no readiness probe to verify pods are ready to accept traffic or ensure deployment is successful.`,
        suggestion: `oc set probe ${name} --readiness ...`,
      };
      const liveness: Placed = {
        ...placed,
        order: placed.order + 0.5,
        key: 'MissingLivenessProbe',
        message: `${name} has no liveness probe to verify pods are still running.`,
        suggestion: `oc set probe ${name} --liveness ...`,
      };
      return [
        ...(isConfig && lacks(object, 'readinessProbe') ? [readiness] : []),
        ...(lacks(object, 'livenessProbe') ? [liveness] : []),
      ];
    }),
  );
}

/** Secrets that pods are to mount and that are not there. */
function secretConcerns({ namespace, of, secrets }: ProjectObjects): Placed[] {
  const lists = [
    of.replicationcontroller,
    of.pod,
    of.job,
    of.statefulset,
    of.deployment,
    of.replicaset,
    of.daemonset,
    of.deploymentconfig,
  ];
  return lists.flatMap((list) =>
    list.flatMap((object, index) =>
      mountedSecrets(object)
        .filter((name) => !secrets.has(`${spaceOf(object)}/${name}`))
        .map((name): Placed => {
          const secret = withNamespace(`secret/${name}`, object.metadata.namespace, namespace);
          return {
            severity: 'warning',
            key: 'UnmountableSecret',
            order: placeOf(object.kind, index) + 0.5,
            namespaces: [spaceOf(object)],
            message: `${lineName(object, namespace)} is attempting to mount a missing secret ${secret}`,
          };
        }),
    ),
  );
}

function mountedSecrets(object: KubeObject): string[] {
  const volumes = ownValue(ownValue(podTemplateOf(object), 'spec'), 'volumes');
  const names = (Array.isArray(volumes) ? volumes : []).map((volume) =>
    textOf(ownValue(volume, 'secret'), 'secretName'),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}
