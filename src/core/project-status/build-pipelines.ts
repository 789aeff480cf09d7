import { ownValue } from '../json/json-object.ts';
import type { ImageStream } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';
import { specTag } from '../stream/tag-history.ts';
import { strategyFrom } from '../triggers/build-config.ts';
import { textOf } from '../triggers/policies.ts';
import { type ImageLocation, locationOf, locationText } from './image-location.ts';
import { grouped, keyOfObject, type ProjectObjects } from './project-objects.ts';

/** A build configuration with what it starts from, where its image goes, and what its builds have come to. */
export interface BuildPipeline {
  config: KubeObject;
  base?: ImageLocation | undefined;
  /** Whether the base is looked up on a schedule. */
  scheduled: boolean;
  output?: ImageLocation | undefined;
  /** Whether the stream that it pushes to has a repository. */
  canPush: boolean;
  lastSuccessful?: KubeObject | undefined;
  lastUnsuccessful?: KubeObject | undefined;
  /** Builds that are not over, newest first. */
  active: readonly KubeObject[];
  /** The build that was made last, whatever came of it. */
  latest?: KubeObject | undefined;
}

export interface BuildPipelines {
  /** In the order of names. */
  all: readonly BuildPipeline[];
  /** Those whose image goes there. */
  into(location: ImageLocation): readonly BuildPipeline[];
}

/** Finds a stream by `namespace/name`. */
export type StreamsByName = ReadonlyMap<string, ImageStream>;

export function buildPipelines(objects: ProjectObjects, streams: StreamsByName): BuildPipelines {
  const builds = buildsByConfig(objects.of.build);
  const all = objects.of.buildconfig.map((config) =>
    pipelineOf(config, builds.get(keyOfObject(config)) ?? [], streams),
  );
  const byOutput = grouped(all, ({ output }) => output && locationText(output));
  return { all, into: (location) => byOutput.get(locationText(location)) ?? [] };
}

const OVER_BADLY = ['Failed', 'Cancelled', 'Error'];

function pipelineOf(config: KubeObject, builds: readonly KubeObject[], streams: StreamsByName): BuildPipeline {
  const own = config.metadata.namespace;
  const base = locationOf(strategyFrom(config), own);
  const output = locationOf(ownValue(ownValue(config.spec, 'output'), 'to'), own);
  const recent = [...builds].sort((a, b) => createdAt(b) - createdAt(a));
  const phase = (build: KubeObject) => textOf(build.status, 'phase');
  const isOver = (build: KubeObject) => phase(build) === 'Complete' || OVER_BADLY.includes(phase(build));
  return {
    config,
    base,
    scheduled: base !== undefined && isScheduled(base, streams),
    output,
    canPush: Boolean(output && streamOf(output, streams)?.status.dockerImageRepository),
    lastSuccessful: recent.find((build) => phase(build) === 'Complete'),
    lastUnsuccessful: recent.find((build) => OVER_BADLY.includes(phase(build))),
    active: recent.filter((build) => !isOver(build)),
    latest: recent[0],
  };
}

const createdAt = ({ metadata }: KubeObject) => Date.parse(metadata.creationTimestamp ?? '') || 0;

/** The stream that a location is in. */
export function streamOf(location: ImageLocation, streams: StreamsByName): ImageStream | undefined {
  if (location.type === 'registry') return undefined;
  return streams.get(`${location.namespace}/${/^[^:@]*/.exec(location.name)?.[0] ?? ''}`);
}

function isScheduled(base: ImageLocation, streams: StreamsByName): boolean {
  const stream = streamOf(base, streams);
  if (base.type !== 'tag' || !stream) return false;
  return specTag(stream, base.name.slice(base.name.indexOf(':') + 1))?.importPolicy.scheduled === true;
}

/** A build belongs to the configuration that its annotation names, else to that of its labels. */
function buildsByConfig(builds: readonly KubeObject[]): Map<string, KubeObject[]> {
  return grouped(builds, ({ metadata: { namespace = '', labels, annotations } }) => {
    if (!labels) return undefined;
    const key = 'openshift.io/build-config.name';
    const config = annotations?.[key] || labels[key] || labels.buildconfig;
    return config && `${namespace}/${config}`;
  });
}
