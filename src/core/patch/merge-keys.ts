import type { ResourceKind } from '../kinds/kinds.ts';

/**
 * How parts of an object are merged, where that is not the rule of JSON merge patches: the `patchStrategy` and
 * `patchMergeKey` of the API types. What is not mentioned is merged as JSON: objects by member, lists replaced.
 */
export interface MergeRules {
  fields?: Readonly<Record<string, MergeRules>>;
  /** The value is a list of objects that are the same when this field is; `item` are the rules inside of them. */
  key?: string;
  item?: MergeRules;
  /** The value is a list of plain values, each of which counts once. */
  set?: true;
  /** The value is replaced whole. */
  replace?: true;
  /** Members exclude one another (a volume's source): those that are not written any more go. */
  retainKeys?: true;
}

const keyed = (key: string, item: MergeRules = {}): MergeRules => ({ key, item });
const fields = (members: Record<string, MergeRules>): MergeRules => ({ fields: members });

const METADATA = fields({ finalizers: { set: true }, ownerReferences: keyed('uid') });

const CONTAINER = fields({
  env: keyed('name'),
  ports: keyed('containerPort'),
  volumeMounts: keyed('mountPath'),
  volumeDevices: keyed('devicePath'),
});

const POD = fields({
  containers: keyed('name', CONTAINER),
  initContainers: keyed('name', CONTAINER),
  ephemeralContainers: keyed('name', CONTAINER),
  volumes: keyed('name', { retainKeys: true }),
  imagePullSecrets: keyed('name'),
  hostAliases: keyed('ip'),
  resourceClaims: keyed('name'),
  schedulingGates: keyed('name'),
  topologySpreadConstraints: keyed('topologyKey'),
});

const TEMPLATE = fields({ metadata: METADATA, spec: POD });
const STATUS = fields({ conditions: keyed('type') });
const workload = (spec: Record<string, MergeRules> = {}) => ({
  spec: fields({ template: TEMPLATE, ...spec }),
  status: STATUS,
});

const IMAGE = {
  dockerImageMetadata: { replace: true },
  signatures: keyed('name', fields({ conditions: keyed('type') })),
} as const;

/** By `kind.group`. */
const RULES: Readonly<Record<string, Record<string, MergeRules>>> = {
  'Pod.': { spec: POD, status: STATUS },
  'ReplicationController.': workload(),
  'Service.': { spec: fields({ ports: keyed('port') }), status: STATUS },
  'ServiceAccount.': { secrets: keyed('name') },
  'DaemonSet.apps': workload(),
  'Deployment.apps': workload({ strategy: { retainKeys: true } }),
  'ReplicaSet.apps': workload(),
  'StatefulSet.apps': workload(),
  'DeploymentConfig.apps.openshift.io': workload(),
  'CronJob.batch': {
    spec: fields({ jobTemplate: fields({ metadata: METADATA, spec: fields({ template: TEMPLATE }) }) }),
  },
  'Job.batch': workload(),
  'BuildConfig.build.openshift.io': {},
  'Build.build.openshift.io': { status: STATUS },
  'ImageStream.image.openshift.io': {
    spec: fields({ tags: keyed('name') }),
    status: fields({ tags: keyed('tag') }),
  },
  'ImageStreamTag.image.openshift.io': { image: fields(IMAGE) },
  'Image.image.openshift.io': IMAGE,
};

/** The rules for objects of a kind. A kind that has none of its own is merged as JSON, but for its metadata. */
export function mergeRules(kind: Pick<ResourceKind, 'kind' | 'group'>): MergeRules {
  return fields({ metadata: METADATA, ...RULES[`${kind.kind}.${kind.group}`] });
}
