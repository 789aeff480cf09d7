import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { pullSpecOf } from '../stream/pull-spec.ts';
import { STRATEGIES } from '../triggers/build-config.ts';
import { isStreamTag, textOf } from '../triggers/policies.ts';
import { type FindStream, referenceOf, resolveTag, streamNameOf } from '../triggers/reaction.ts';
import { ownerReference } from './deployment-config.ts';

// Builds as the generator of OpenShift makes them from a BuildConfig (image-stream model 6.3).

/** Why a build was started, an entry of `spec.triggeredBy`. */
export interface BuildCause {
  message: 'Image change' | 'Build configuration change' | 'Manually triggered';
  imageChangeBuild?: { imageID: string; fromRef: JsonObject };
}

/** A build, or why there can be none. */
export type NewBuild = { ok: true; build: KubeObject } | { ok: false; field: string; message: string };

/** What a Build takes over from its BuildConfig as it is. */
const COPIED = [
  'source',
  'revision',
  'resources',
  'postCommit',
  'completionDeadlineSeconds',
  'nodeSelector',
  'mountTrustedCA',
];

/** How many builds a configuration has started. */
export function lastVersion(config: KubeObject): number {
  const version = ownValue(config.status, 'lastVersion');
  return typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : 0;
}

/**
 * The next build of a configuration: the images that it starts from resolved, the place that its image goes to named
 * where it can be. Phase New: nothing runs yet.
 */
export function nextBuild(config: KubeObject, causes: readonly BuildCause[], find: FindStream): NewBuild {
  const spec = isJsonObject(config.spec) ? config.spec : {};
  const inputs = resolvedInputs(spec, config.metadata.namespace, find);
  if (!inputs.ok) return inputs;
  const { name, namespace, uid, labels } = config.metadata;
  const version = lastVersion(config) + 1;
  const copied = COPIED.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]] as const]));
  const output = isJsonObject(spec.output) ? spec.output : {};
  const build: KubeObject = {
    apiVersion: 'build.openshift.io/v1',
    kind: 'Build',
    metadata: {
      name: `${name}-${version}`,
      ...(namespace ? { namespace } : {}),
      labels: {
        ...labels,
        buildconfig: name,
        'openshift.io/build-config.name': name,
        'openshift.io/build.start-policy': textOf(spec, 'runPolicy') || 'Serial',
      },
      annotations: { 'openshift.io/build-config.name': name, 'openshift.io/build.number': String(version) },
      ...(uid ? { ownerReferences: [ownerReference(config, uid)] } : {}),
    },
    spec: {
      serviceAccount: textOf(spec, 'serviceAccount') || 'builder',
      ...structuredClone(Object.fromEntries(copied)),
      ...inputs.fields,
      output: structuredClone(output),
      triggeredBy: causes.map((cause) => ({ ...cause })),
    },
    status: {
      phase: 'New',
      ...outputStatus(output, namespace, find),
      config: { kind: 'BuildConfig', name, ...(namespace ? { namespace } : {}) },
    },
  };
  return { ok: true, build };
}

type Inputs = { ok: true; fields: JsonObject } | { ok: false; field: string; message: string };

/** Strategy and source images, tags and images of streams in them replaced by pull specs. */
function resolvedInputs(spec: JsonObject, own: string | undefined, find: FindStream): Inputs {
  const strategy = structuredClone(isJsonObject(spec.strategy) ? spec.strategy : {});
  const source = isJsonObject(spec.source) ? structuredClone(spec.source) : undefined;
  const places: { holder: JsonObject; field: string }[] = [];
  for (const name of STRATEGIES) {
    const holder = strategy[name];
    if (isJsonObject(holder)) places.push({ holder, field: `spec.strategy.${name}.from` });
  }
  const images = Array.isArray(source?.images) ? source.images : [];
  images.forEach((holder, index) => {
    if (isJsonObject(holder)) places.push({ holder, field: `spec.source.images[${index}].from` });
  });
  for (const { holder, field } of places) {
    if (!isJsonObject(holder.from)) continue;
    const resolved = resolveInput(holder.from, own, find);
    if (resolved.message !== undefined) return { ok: false, field, message: resolved.message };
    holder.from = { kind: 'DockerImage', name: resolved.image };
  }
  return { ok: true, fields: { strategy, ...(source ? { source } : {}) } };
}

type Resolved = { image: string; message?: undefined } | { message: string };

function resolveInput(from: JsonObject, own: string | undefined, find: FindStream): Resolved {
  const reference = referenceOf(from, own);
  const { namespace, name } = reference;
  const kind = textOf(from, 'kind');
  if (kind === 'ImageStreamTag') {
    const image = resolveTag(find, reference);
    const why = 'unable to find latest tagged image';
    return image ? { image } : { message: `Error resolving ImageStreamTag ${name} in namespace ${namespace}: ${why}` };
  }
  if (kind !== 'ImageStreamImage') return { image: name };
  const image = imageOfStream(find, namespace, streamNameOf(reference), name.slice(name.indexOf('@') + 1));
  const why = 'the stream has no such image';
  return image ? { image } : { message: `Error resolving ImageStreamImage ${name} in namespace ${namespace}: ${why}` };
}

function imageOfStream(find: FindStream, namespace: string, name: string, digest: string): string | undefined {
  const stream = find(namespace, name);
  for (const { tag, items } of stream?.status.tags ?? []) {
    const event = items?.find(({ image }) => image === digest);
    if (stream && event) return pullSpecOf(stream, tag, event);
  }
  return undefined;
}

/** Where the image of a build is pushed to; a reason where that cannot be said. */
function outputStatus(output: JsonObject, own: string | undefined, find: FindStream): JsonObject {
  const { to } = output;
  if (!isJsonObject(to)) return { output: {} };
  const { namespace, name } = referenceOf(to, own);
  if (textOf(to, 'kind') === 'DockerImage') return { output: {}, outputDockerImageReference: name };
  const colon = name.indexOf(':');
  const repository = isStreamTag(name)
    ? find(namespace, name.slice(0, colon))?.status.dockerImageRepository
    : undefined;
  if (repository) return { output: {}, outputDockerImageReference: `${repository}${name.slice(colon)}` };
  return { output: {}, reason: 'InvalidOutputReference', message: 'Output image could not be resolved.' };
}
