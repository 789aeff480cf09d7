import type { KubeObject } from '../objects/meta.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Something about an object of the project that its user should know, in the words of `oc status`. */
export interface Concern {
  severity: Severity;
  message: string;
  /** A command line of `oc`, or a sentence. */
  suggestion?: string;
}

/** A concern with its place among the others: those of an object stand together, sorted by key. */
export interface Placed extends Concern {
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
export const placeOf = (kind: string, index: number) => ORDER.indexOf(kind) * 1e9 + index;

export const spaceOf = ({ metadata }: KubeObject) => metadata.namespace ?? '';
