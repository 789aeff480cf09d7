import { statusTag } from '../stream/tag-history.ts';
import { textOf } from '../triggers/policies.ts';
import { buildCycles } from './build-cycles.ts';
import { type BuildPipeline, type BuildPipelines, type StreamsByName, streamOf } from './build-pipelines.ts';
import { type Placed, placeOf, spaceOf } from './concern.ts';
import { type ImageLocation, locationText } from './image-location.ts';
import { lineName, type ProjectObjects, withNamespace } from './project-objects.ts';
import { deploymentConfigSources } from './workload-images.ts';

/** What is wrong between builds, tags, and the deployment configurations that wait for them. */
export function buildConcerns(objects: ProjectObjects, pipelines: BuildPipelines, streams: StreamsByName): Placed[] {
  return [
    ...outputConcerns(objects, pipelines, streams),
    ...inputConcerns(objects, pipelines, streams),
    ...cycleConcerns(objects, pipelines),
    ...pendingTagConcerns(objects, pipelines, streams),
    ...triggerConcerns(objects, pipelines, streams),
  ];
}

function tagName(location: Exclude<ImageLocation, { type: 'registry' }>, namespace: string | undefined): string {
  const kind = location.type === 'tag' ? 'istag' : 'isi';
  return withNamespace(`${kind}/${location.name}`, location.namespace, namespace);
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
