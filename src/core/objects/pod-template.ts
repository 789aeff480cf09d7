const TEMPLATE = ['spec', 'template'];

/** Where each kind that runs pods keeps what has metadata and a pod spec, by `group/Kind`; in the order of `prune`'s messages. */
export const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [],
  '/ReplicationController': TEMPLATE,
  'apps.openshift.io/DeploymentConfig': TEMPLATE,
  'apps/ReplicaSet': TEMPLATE,
  'apps/Deployment': TEMPLATE,
  'apps/DaemonSet': TEMPLATE,
  'apps/StatefulSet': TEMPLATE,
  'batch/Job': TEMPLATE,
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};
