import { type ResourceKind, resourceName } from '../../../core/kinds/kinds.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import type { Columns } from './columns.ts';
import {
  CONFIG_MAP_COLUMNS,
  NAME_AND_AGE,
  NAMESPACE_COLUMNS,
  PROJECT_COLUMNS,
  SECRET_COLUMNS,
  SERVICE_ACCOUNT_COLUMNS,
  SERVICE_COLUMNS,
} from './core-tables.ts';
import {
  IMAGE_COLUMNS,
  IMAGE_STREAM_COLUMNS,
  IMAGE_STREAM_IMAGE_COLUMNS,
  IMAGE_STREAM_TAG_COLUMNS,
  IMAGE_TAG_COLUMNS,
} from './image-tables.ts';
import { BUILD_COLUMNS, BUILD_CONFIG_COLUMNS, DEPLOYMENT_CONFIG_COLUMNS } from './openshift-tables.ts';
import type { Table } from './table.ts';
import {
  CRON_JOB_COLUMNS,
  DAEMON_SET_COLUMNS,
  DEPLOYMENT_COLUMNS,
  JOB_COLUMNS,
  POD_COLUMNS,
  REPLICA_SET_COLUMNS,
  REPLICATION_CONTROLLER_COLUMNS,
  STATEFUL_SET_COLUMNS,
} from './workload-tables.ts';

/** By `plural.group`, as statuses name a resource. Each entry reads the fields of its own kind and no others. */
const COLUMNS: Readonly<Record<string, Columns<never>>> = {
  'imagestreams.image.openshift.io': IMAGE_STREAM_COLUMNS,
  'imagestreamtags.image.openshift.io': IMAGE_STREAM_TAG_COLUMNS,
  'imagestreamimages.image.openshift.io': IMAGE_STREAM_IMAGE_COLUMNS,
  'imagetags.image.openshift.io': IMAGE_TAG_COLUMNS,
  'images.image.openshift.io': IMAGE_COLUMNS,
  namespaces: NAMESPACE_COLUMNS,
  'projects.project.openshift.io': PROJECT_COLUMNS,
  secrets: SECRET_COLUMNS,
  configmaps: CONFIG_MAP_COLUMNS,
  serviceaccounts: SERVICE_ACCOUNT_COLUMNS,
  services: SERVICE_COLUMNS,
  pods: POD_COLUMNS,
  replicationcontrollers: REPLICATION_CONTROLLER_COLUMNS,
  'deployments.apps': DEPLOYMENT_COLUMNS,
  'statefulsets.apps': STATEFUL_SET_COLUMNS,
  'daemonsets.apps': DAEMON_SET_COLUMNS,
  'replicasets.apps': REPLICA_SET_COLUMNS,
  'jobs.batch': JOB_COLUMNS,
  'cronjobs.batch': CRON_JOB_COLUMNS,
  'deploymentconfigs.apps.openshift.io': DEPLOYMENT_CONFIG_COLUMNS,
  'buildconfigs.build.openshift.io': BUILD_CONFIG_COLUMNS,
  'builds.build.openshift.io': BUILD_COLUMNS,
};

/**
 * What `get` shows of objects of one kind, in their order (oc-cli.md 7); NAME and AGE for kinds without a table of
 * their own. The columns are those of the server that a cluster would answer with.
 */
export function tableOf(kind: ResourceKind, objects: readonly KubeObject[], now: Date): Table {
  const { columns, cells }: Columns<KubeObject> = COLUMNS[resourceName(kind)] ?? NAME_AND_AGE;
  return { kind, columns, rows: objects.map((object) => ({ cells: cells(object, now), object })) };
}
