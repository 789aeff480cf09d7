import { parseExactJson, stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { KubeObject } from '../objects/meta.ts';
import { containersOf, podSpecOf } from '../triggers/pod-spec.ts';
import { policiesOf, textOf } from '../triggers/policies.ts';
import { imageTriggerState } from '../triggers/reaction-deployment-config.ts';

// Rollouts of DeploymentConfigs (image-stream model 6.3): each is a ReplicationController that records the configuration.

export const CONFIG_NAME = 'openshift.io/deployment-config.name';
export const CONFIG_VERSION = 'openshift.io/deployment-config.latest-version';
export const ENCODED_CONFIG = 'openshift.io/encoded-deployment-config';
export const PHASE = 'openshift.io/deployment.phase';
export const STATUS_REASON = 'openshift.io/deployment.status-reason';

/** `status.details`: why there was a rollout. */
export interface RolloutDetails {
  message: 'config change' | 'image change' | 'manual change';
  causes: readonly { type: string; imageTrigger?: { from: { kind: string; name: string } } }[];
}

const CONFIG_CHANGE: RolloutDetails = { message: 'config change', causes: [{ type: 'ConfigChange' }] };
export const MANUAL_CHANGE: RolloutDetails = { message: 'manual change', causes: [{ type: 'Manual' }] };

/** The number of the newest rollout; 0 before the first. */
export function latestVersion(config: KubeObject): number {
  const version = ownValue(config.status, 'latestVersion');
  return typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : 0;
}

export function controllerName(config: KubeObject, version: number): string {
  return `${config.metadata.name}-${version}`;
}

export function isPaused(object: KubeObject): boolean {
  return ownValue(object.spec, 'paused') === true;
}

/** Whether a container still waits for an image. */
export function hasBlankImage(object: KubeObject): boolean {
  return containersOf(podSpecOf(object), 'containers').some((container) => textOf(container, 'image').trim() === '');
}

/**
 * Whether triggers start a rollout, and why. Init containers are not compared: their images roll out only as changes of
 * the configuration.
 * @param latest the ReplicationController of the newest rollout; without it nothing new starts
 */
export function rolloutDue(config: KubeObject, latest: KubeObject | undefined): RolloutDetails | undefined {
  if (isPaused(config) || hasBlankImage(config)) return undefined;
  const images = imageTriggerState(config);
  const configChange = policiesOf(config).some((policy) => policy.type === 'ConfigChange');
  if (latestVersion(config) === 0) {
    return (images.any ? images.allTriggered : configChange) ? CONFIG_CHANGE : undefined;
  }
  if (!latest) return undefined;
  const changed = images.any ? changedImages(config, latest) : [];
  if (changed.length > 0) {
    const causes = changed.map((name) => ({
      type: 'ImageChange',
      imageTrigger: { from: { kind: 'DockerImage', name } },
    }));
    return { message: 'image change', causes };
  }
  if (!configChange) return undefined;
  const recorded = recordedConfig(latest);
  return recorded && !sameJson(templateOf(recorded), templateOf(config)) ? CONFIG_CHANGE : undefined;
}

function changedImages(config: KubeObject, latest: KubeObject): string[] {
  const images = (spec: unknown) =>
    containersOf(isJsonObject(spec) ? spec : undefined, 'containers').map((container) => textOf(container, 'image'));
  const known = new Set(images(ownValue(templateOf(latest), 'spec')));
  return [...new Set(images(ownValue(templateOf(config), 'spec')))].filter((image) => !known.has(image));
}

export function templateOf(object: KubeObject): unknown {
  return ownValue(object.spec, 'template');
}

/** The configuration that a ReplicationController was made from; undefined where it is not recorded, or cannot be read. */
export function recordedConfig(controller: KubeObject): KubeObject | undefined {
  try {
    const config: unknown = parseExactJson(controller.metadata.annotations?.[ENCODED_CONFIG] ?? '');
    return isJsonObject(config) && isJsonObject(config.metadata) ? (config as KubeObject) : undefined;
  } catch {
    return undefined;
  }
}

/** The version that a ReplicationController rolled out; 0 for one that is not a DeploymentConfig's. */
export function versionOf(controller: KubeObject): number {
  return Number(controller.metadata.annotations?.[CONFIG_VERSION] ?? 0) || 0;
}

/** The object with the next rollout asked for. */
export function withNextVersion(config: KubeObject, details: RolloutDetails): KubeObject {
  const status = isJsonObject(config.status) ? config.status : {};
  return { ...config, status: { ...status, latestVersion: latestVersion(config) + 1, details } };
}

/**
 * The ReplicationController of an object's newest rollout, as OpenShift makes it. It is complete from the start: here it
 * is the record of what is to run, and whoever runs it is somebody else.
 */
export function replicationControllerOf(config: KubeObject): KubeObject {
  const { name, namespace, uid, labels } = config.metadata;
  const version = latestVersion(config);
  const own = controllerName(config, version);
  const spec = isJsonObject(config.spec) ? config.spec : {};
  const markers = { [CONFIG_NAME]: name, [CONFIG_VERSION]: String(version) };
  const selected = { deployment: own, deploymentconfig: name };
  const message = textOf(ownValue(config.status, 'details'), 'message');
  return {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: {
      name: own,
      ...(namespace ? { namespace } : {}),
      labels: { ...labels, [CONFIG_NAME]: name },
      annotations: {
        ...markers,
        'openshift.io/deployer-pod.name': `${own}-deploy`,
        [PHASE]: 'Complete',
        [STATUS_REASON]: message,
        [ENCODED_CONFIG]: stringifyExactJson(withoutServerFields(config)),
      },
      ...(uid ? { ownerReferences: [ownerReference(config, uid)] } : {}),
    },
    spec: {
      ...(spec.replicas === undefined ? {} : { replicas: spec.replicas }),
      selector: { ...(isJsonObject(spec.selector) ? spec.selector : {}), ...selected },
      template: markedTemplate(spec.template, selected, { ...markers, 'openshift.io/deployment.name': own }),
    },
    status: { replicas: 0 },
  };
}

/** What makes an object go with its owner. */
export function ownerReference({ apiVersion, kind, metadata }: KubeObject, uid: string): JsonObject {
  return { apiVersion, kind, name: metadata.name, uid, controller: true, blockOwnerDeletion: true };
}

function withoutServerFields(config: KubeObject): KubeObject {
  const { resourceVersion: _version, managedFields: _fields, ...metadata } = config.metadata;
  return { ...config, metadata };
}

function markedTemplate(template: unknown, labels: JsonObject, annotations: JsonObject): JsonObject {
  const own = isJsonObject(template) ? template : {};
  const metadata = isJsonObject(own.metadata) ? own.metadata : {};
  return {
    ...own,
    metadata: {
      ...metadata,
      labels: { ...(isJsonObject(metadata.labels) ? metadata.labels : {}), ...labels },
      annotations: { ...(isJsonObject(metadata.annotations) ? metadata.annotations : {}), ...annotations },
    },
  };
}

/**
 * The status after a rollout was recorded: the configuration is observed, and the newest ReplicationController available.
 * @param at RFC 3339
 */
export function withRolloutStatus(config: KubeObject, generation: number | undefined, at: string): KubeObject {
  const status = isJsonObject(config.status) ? config.status : {};
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  const version = latestVersion(config);
  const known = Array.isArray(status.conditions) ? status.conditions : [];
  const message = `replication controller "${controllerName(config, version)}" successfully rolled out`;
  const isProgress = (condition: unknown) => textOf(condition, 'type') === 'Progressing';
  const said = known.some((condition) => isProgress(condition) && textOf(condition, 'message') === message);
  const progress = {
    type: 'Progressing',
    status: 'True',
    reason: 'NewReplicationControllerAvailable',
    message,
    lastTransitionTime: at,
    lastUpdateTime: at,
  };
  const conditions = said || version === 0 ? known : [...known.filter((c) => !isProgress(c)), progress];
  const kept = conditions.length > 0 ? { conditions } : {};
  return { ...config, status: { latestVersion: version, ...status, ...observed, ...kept } };
}
