import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { kindOfObject } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { type SchemaType, type StructType, schemaOf } from './types.ts';

/** What Go's encoder always writes, by struct and field: fields without `omitempty`, and structs that are no pointers. */
const ALWAYS: Readonly<Record<string, JsonObject>> = {
  ObjectMeta: { creationTimestamp: null },
  PodTemplateSpec: { metadata: {}, spec: {} },
  PodSpec: { containers: null },
  Container: { name: '', resources: {} },
  EphemeralContainer: { name: '', resources: {} },
  ContainerPort: { containerPort: 0 },
  EnvVar: { name: '' },
  Volume: { name: '' },
  VolumeMount: { name: '', mountPath: '' },
  PersistentVolumeClaim: { metadata: {}, spec: {}, status: {} },
  PersistentVolumeClaimSpec: { resources: {} },
  DeploymentSpec: { selector: null, template: {}, strategy: {} },
  ReplicaSetSpec: { selector: null, template: {} },
  ReplicaSetStatus: { replicas: 0 },
  ReplicationControllerStatus: { replicas: 0 },
  StatefulSetSpec: { selector: null, template: {}, serviceName: '', updateStrategy: {} },
  StatefulSetStatus: { replicas: 0, availableReplicas: 0 },
  DaemonSetSpec: { selector: null, template: {}, updateStrategy: {} },
  DaemonSetStatus: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  JobSpec: { template: {} },
  CronJobSpec: { schedule: '', jobTemplate: {} },
  JobTemplateSpec: { metadata: {}, spec: {} },
  DeploymentConfigSpec: { strategy: {}, triggers: null, replicas: 0, test: false },
  DeploymentConfigStatus: {
    latestVersion: 0,
    observedGeneration: 0,
    replicas: 0,
    updatedReplicas: 0,
    availableReplicas: 0,
    unavailableReplicas: 0,
  },
  // The one of deployment configs; that of deployments has no such field.
  DeploymentStrategy: { resources: {} },
  DeploymentTriggerImageChangeParams: { from: {} },
  BuildConfigSpec: { nodeSelector: null, output: {}, postCommit: {}, resources: {}, source: {}, strategy: {} },
  BuildConfigStatus: { lastVersion: 0 },
};

/** The groups whose kinds `oc` also knows under the name that they had before there were groups. */
const ONCE_WITHOUT_GROUP = ['apps.openshift.io', 'build.openshift.io'];

/**
 * An object that was read from a file and never sent, as `oc set --local` prints it: as the Go struct that it was read into.
 * Unknown fields and nulls are gone, fields that Go always writes are there, and kinds of OpenShift are of `v1`.
 */
export function clientStruct(object: KubeObject): KubeObject {
  const kind = kindOfObject(object.apiVersion, object.kind);
  const type = kind && schemaOf(kind);
  if (!kind || !type) return object;
  const { apiVersion, kind: name, ...rest } = object;
  const given = Object.entries(rest).filter(([, member]) => member !== null);
  const parts = ['metadata', 'spec', 'status'].filter((field) => type.fields.has(field)).map((field) => [field, {}]);
  return {
    apiVersion: ONCE_WITHOUT_GROUP.includes(kind.group) ? kind.version : apiVersion,
    kind: name,
    ...(ofStruct(Object.fromEntries([...parts, ...given]), type) as Pick<KubeObject, 'metadata'>),
  };
}

function ofStruct(value: JsonObject, type: StructType): JsonObject {
  const always = Object.entries(ALWAYS[type.name] ?? {}).filter(([field]) => type.fields.has(field));
  const present = Object.entries(value).filter(([field, member]) => {
    const of = type.fields.get(field);
    return of && member !== null && (always.some(([name]) => name === field) || !isEmpty(member, of));
  });
  const fields = new Map<string, unknown>([...always, ...present]);
  return Object.fromEntries(
    [...fields].map(([field, member]) => [field, ofType(member, type.fields.get(field) as SchemaType)]),
  );
}

function ofType(value: unknown, type: SchemaType): unknown {
  if (type.is === 'struct') return isJsonObject(value) ? ofStruct(value, type) : value;
  if (type.is === 'list') return Array.isArray(value) ? value.map((item) => ofType(item, type.of)) : value;
  if (type.is !== 'map' || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ofType(item, type.of)]));
}

function isEmpty(value: unknown, { is }: SchemaType): boolean {
  if (is === 'list') return Array.isArray(value) && value.length === 0;
  return is === 'map' && isJsonObject(value) && Object.keys(value).length === 0;
}
