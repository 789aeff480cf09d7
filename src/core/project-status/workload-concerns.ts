import { ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { textOf } from '../triggers/policies.ts';
import { type Placed, placeOf, spaceOf } from './concern.ts';
import { configOf, deploymentOf } from './groups.ts';
import { keyOfObject, lineName, type ProjectObjects, withNamespace } from './project-objects.ts';
import { mainContainers, podTemplateOf } from './workload-images.ts';

/** What workloads lack: probes, and secrets that they mount. */
export function workloadConcerns(objects: ProjectObjects): Placed[] {
  return [...probeConcerns(objects), ...secretConcerns(objects)];
}

/** Workloads that nothing watches over: without a readiness probe (DeploymentConfigs) or a liveness probe. */
function probeConcerns({ namespace, of }: ProjectObjects): Placed[] {
  const lacks = (object: KubeObject, probe: string) =>
    !mainContainers(object).some((container) => ownValue(container, probe) !== undefined && container[probe] !== null);
  const configs = new Set(of.deploymentconfig.map(keyOfObject));
  const deployments = new Set(of.deployment.map(keyOfObject));
  const lists = [
    of.replicationcontroller.filter((object) => !configs.has(configOf(object) ?? '')),
    of.job,
    of.statefulset,
    of.deployment,
    of.replicaset.filter((object) => !deployments.has(deploymentOf(object) ?? '')),
    of.daemonset,
    of.deploymentconfig,
  ];
  return lists.flatMap((list) =>
    list.flatMap((object, index): Placed[] => {
      if (!podTemplateOf(object)) return [];
      const name = lineName(object, namespace);
      const placed = { severity: 'info', order: placeOf(object.kind, index), namespaces: [spaceOf(object)] } as const;
      const isConfig = object.kind === 'DeploymentConfig' && mainContainers(object).length > 0;
      const readiness: Placed = {
        ...placed,
        key: 'MissingReadinessProbe',
        message: `${name} has no readiness probe to verify pods are ready to accept traffic or ensure deployment is successful.`,
        suggestion: `oc set probe ${name} --readiness ...`,
      };
      const liveness: Placed = {
        ...placed,
        order: placed.order + 0.5,
        key: 'MissingLivenessProbe',
        message: `${name} has no liveness probe to verify pods are still running.`,
        suggestion: `oc set probe ${name} --liveness ...`,
      };
      return [
        ...(isConfig && lacks(object, 'readinessProbe') ? [readiness] : []),
        ...(lacks(object, 'livenessProbe') ? [liveness] : []),
      ];
    }),
  );
}

/** Secrets that pods are to mount and that are not there. */
function secretConcerns({ namespace, of, secrets }: ProjectObjects): Placed[] {
  const lists = [
    of.replicationcontroller,
    of.pod,
    of.job,
    of.statefulset,
    of.deployment,
    of.replicaset,
    of.daemonset,
    of.deploymentconfig,
  ];
  return lists.flatMap((list) =>
    list.flatMap((object, index) =>
      mountedSecrets(object)
        .filter((name) => !secrets.has(`${spaceOf(object)}/${name}`))
        .map((name): Placed => {
          const secret = withNamespace(`secret/${name}`, object.metadata.namespace, namespace);
          return {
            severity: 'warning',
            key: 'UnmountableSecret',
            order: placeOf(object.kind, index) + 0.5,
            namespaces: [spaceOf(object)],
            message: `${lineName(object, namespace)} is attempting to mount a missing secret ${secret}`,
          };
        }),
    ),
  );
}

function mountedSecrets(object: KubeObject): string[] {
  const volumes = ownValue(ownValue(podTemplateOf(object), 'spec'), 'volumes');
  const names = (Array.isArray(volumes) ? volumes : []).map((volume) =>
    textOf(ownValue(volume, 'secret'), 'secretName'),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}
