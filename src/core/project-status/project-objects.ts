import { ownValue } from '../json/json-object.ts';
import type { ImageStream } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';

/** The kinds that the overview of a project is drawn from, beside streams, by the words of `findKind`. */
export const DRAWN_KINDS = [
  'service',
  'pod',
  'replicationcontroller',
  'replicaset',
  'deployment',
  'statefulset',
  'daemonset',
  'job',
  'cronjob',
  'deploymentconfig',
  'buildconfig',
  'build',
] as const;

export type DrawnKind = (typeof DRAWN_KINDS)[number];

/** What is stored of a project, each list in the order of names. */
export interface ProjectObjects {
  /** Undefined for all namespaces. */
  namespace: string | undefined;
  streams: readonly ImageStream[];
  /** Streams of other namespaces that tags or triggers of these objects name. */
  others: readonly ImageStream[];
  /** `namespace/name` of every secret. */
  secrets: ReadonlySet<string>;
  of: Readonly<Record<DrawnKind, readonly KubeObject[]>>;
}

/** How lines call an object. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  Service: 'svc',
  ReplicationController: 'rc',
  ReplicaSet: 'rs',
  DeploymentConfig: 'dc',
  BuildConfig: 'bc',
  ImageStream: 'is',
};

/** `dc/web`, with `[NAMESPACE]` behind it where that is another one than the line is about. */
export function lineName({ kind, metadata }: KubeObject, namespace: string | undefined): string {
  return withNamespace(`${SHORT_NAMES[kind] ?? kind.toLowerCase()}/${metadata.name}`, metadata.namespace, namespace);
}

/** The name, with `[NAMESPACE]` behind it where that is another one than the line is about. */
export function withNamespace(name: string, own: string | undefined, namespace: string | undefined): string {
  return !own || own === namespace ? name : `${name}[${own}]`;
}

/** `namespace/name`. */
export function keyOfObject({ metadata: { namespace = '', name } }: Pick<KubeObject, 'metadata'>): string {
  return `${namespace}/${name}`;
}

/** A whole number of a spec or a status; the other number where there is none. */
export function numberOf(holder: unknown, key: string, otherwise = 0): number {
  const value = ownValue(holder, key);
  return typeof value === 'number' && Number.isInteger(value) ? value : otherwise;
}

/** Objects by a key; those without one are left out. */
export function grouped<T>(items: readonly T[], key: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
