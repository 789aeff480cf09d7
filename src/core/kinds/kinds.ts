import type { KubeObject } from '../objects/meta.ts';

/** One kind of object that the product knows: its names on the command line, in files and in messages. */
export interface ResourceKind {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  /** The plural in lower case: what messages and store folders use. */
  plural: string;
  singular: string;
  shortNames: readonly string[];
  namespaced: boolean;
  /** Member of the category `all`. */
  inAll?: boolean;
}

const IMAGE = 'image.openshift.io';

const kind = (
  group: string,
  version: string,
  name: string,
  plural: string,
  shortNames: readonly string[],
  options: { namespaced?: boolean; inAll?: boolean } = {},
): ResourceKind => ({
  group,
  version,
  kind: name,
  plural,
  singular: name.toLowerCase(),
  shortNames,
  namespaced: options.namespaced ?? true,
  ...(options.inAll ? { inAll: true } : {}),
});

/** Every kind, in the order in which `get all` prints those of its category. */
export const KINDS: readonly ResourceKind[] = [
  kind('', 'v1', 'Pod', 'pods', ['po'], { inAll: true }),
  kind('', 'v1', 'ReplicationController', 'replicationcontrollers', ['rc'], { inAll: true }),
  kind('', 'v1', 'Service', 'services', ['svc'], { inAll: true }),
  kind('apps', 'v1', 'DaemonSet', 'daemonsets', ['ds'], { inAll: true }),
  kind('apps', 'v1', 'Deployment', 'deployments', ['deploy'], { inAll: true }),
  kind('apps', 'v1', 'ReplicaSet', 'replicasets', ['rs'], { inAll: true }),
  kind('apps', 'v1', 'StatefulSet', 'statefulsets', ['sts'], { inAll: true }),
  kind('apps.openshift.io', 'v1', 'DeploymentConfig', 'deploymentconfigs', ['dc'], { inAll: true }),
  kind('apps', 'v1', 'ControllerRevision', 'controllerrevisions', []),
  kind('batch', 'v1', 'CronJob', 'cronjobs', ['cj'], { inAll: true }),
  kind('batch', 'v1', 'Job', 'jobs', [], { inAll: true }),
  kind('build.openshift.io', 'v1', 'BuildConfig', 'buildconfigs', ['bc'], { inAll: true }),
  kind('build.openshift.io', 'v1', 'Build', 'builds', [], { inAll: true }),
  kind(IMAGE, 'v1', 'ImageStream', 'imagestreams', ['is'], { inAll: true }),
  kind(IMAGE, 'v1', 'ImageStreamTag', 'imagestreamtags', ['istag']),
  kind(IMAGE, 'v1', 'ImageStreamImage', 'imagestreamimages', ['isimage']),
  kind(IMAGE, 'v1', 'ImageTag', 'imagetags', ['itag']),
  kind(IMAGE, 'v1', 'Image', 'images', [], { namespaced: false }),
  kind(IMAGE, 'v1', 'ImageStreamImport', 'imagestreamimports', []),
  // Ours alone: what OpenShift's own kinds have no place for.
  kind('imagestream.dev', 'v1', 'ImageStreamHistory', 'imagestreamhistories', ['ishistory']),
  kind('', 'v1', 'Secret', 'secrets', []),
  kind('', 'v1', 'ConfigMap', 'configmaps', ['cm']),
  kind('', 'v1', 'ServiceAccount', 'serviceaccounts', ['sa']),
  kind('', 'v1', 'Namespace', 'namespaces', ['ns'], { namespaced: false }),
  kind('project.openshift.io', 'v1', 'Project', 'projects', [], { namespaced: false }),
  kind('config.openshift.io', 'v1', 'Image', 'images', [], { namespaced: false }),
  kind('config.openshift.io', 'v1', 'ImageDigestMirrorSet', 'imagedigestmirrorsets', ['idms'], { namespaced: false }),
  kind('config.openshift.io', 'v1', 'ImageTagMirrorSet', 'imagetagmirrorsets', ['itms'], { namespaced: false }),
  kind('operator.openshift.io', 'v1alpha1', 'ImageContentSourcePolicy', 'imagecontentsourcepolicies', [], {
    namespaced: false,
  }),
];

/** `plural.group`, or the plural alone for the core group: how statuses name a resource. */
export function resourceName(kind: ResourceKind): string {
  return kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
}

/** The same with the kind in place of the plural, as some errors name it. */
export function kindName(kind: ResourceKind): string {
  return kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
}

/** `group/version`, or the version alone for the core group. */
export function apiVersionOf(kind: ResourceKind): string {
  return kind.group ? `${kind.group}/${kind.version}` : kind.version;
}

/** `group/Kind`, without the version. */
export function groupKind({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string {
  return `${apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0))}/${kind}`;
}

/** The kind of an object read from a file, or undefined when it is not one of ours. */
export function kindOfObject(apiVersion: string, name: string): ResourceKind | undefined {
  return KINDS.find((k) => k.kind === name && apiVersionOf(k) === apiVersion);
}

/**
 * The kind that a word on the command line means: singular, plural, short name or kind in any case, each also
 * followed by `.group` or `.version.group`. Where two groups share a name, the first in `KINDS` is meant.
 */
export function findKind(word: string): ResourceKind | undefined {
  const lower = word.toLowerCase();
  const named = (name: string, candidates: readonly ResourceKind[]) =>
    candidates.find((k) => k.plural === name || k.singular === name || k.shortNames.includes(name));
  const dot = lower.indexOf('.');
  if (dot < 0) return named(lower, KINDS);
  const [name, rest] = [lower.slice(0, dot), lower.slice(dot + 1)];
  return named(
    name,
    KINDS.filter((k) => k.group !== '' && (rest === k.group || rest === `${k.version}.${k.group}`)),
  );
}
