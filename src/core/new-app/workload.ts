import type { KubeObject } from '../objects/meta.ts';
import { printFieldTriggers, TRIGGERS_ANNOTATION } from '../triggers/annotation.ts';
import { containerPath } from '../triggers/field-path.ts';
import { type AppComponent, containerName, imageOf, pullSpecOf, tagOf } from './component.ts';
import type { EnvironmentVariable } from './environment.ts';
import { type ImagePort, portsOf, volumesOf } from './image-config.ts';
import { serviceName, volumeBaseName } from './names.ts';

/** What is deployed together: the containers of one pod. */
export interface Workload {
  name: string;
  components: readonly AppComponent[];
  environment: readonly EnvironmentVariable[];
  /** Labels that the user asked for; they select the pods too. */
  labels: Readonly<Record<string, string>>;
}

/** What writes image references that a trigger fills in: a text that is not empty, and no image. */
const TO_BE_FILLED_IN = ' ';

/** A Deployment of apps/v1 in the form in which `oc` makes it, fields in the order of the Go structs. */
export function deploymentObject(workload: Workload): KubeObject {
  const selector = selectorOf('deployment', workload);
  const triggers = workload.components.flatMap((component) => {
    const from = tagOf(component);
    const fieldPath = containerPath('spec.template.spec', containerName(component));
    return from ? [{ from, fieldPath }] : [];
  });
  const imageText = (component: AppComponent) => (tagOf(component) ? TO_BE_FILLED_IN : pullSpecOf(component));
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: {
      name: workload.name,
      creationTimestamp: null,
      ...(triggers.length > 0 ? { annotations: { [TRIGGERS_ANNOTATION]: printFieldTriggers(triggers) } } : {}),
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: templateOf(workload, selector, imageText),
      strategy: {},
    },
    status: {},
  };
}

/**
 * A DeploymentConfig of apps.openshift.io/v1.
 * @param options.asTest scaled down again after it was deployed
 */
export function deploymentConfigObject(workload: Workload, { asTest }: { asTest: boolean }): KubeObject {
  const selector = selectorOf('deploymentconfig', workload);
  const imageChanges = workload.components.flatMap((component) => {
    const from = tagOf(component);
    if (!from) return [];
    const imageChangeParams = { automatic: true, containerNames: [containerName(component)], from };
    return [{ type: 'ImageChange', imageChangeParams }];
  });
  return {
    kind: 'DeploymentConfig',
    apiVersion: 'apps.openshift.io/v1',
    metadata: { name: workload.name, creationTimestamp: null },
    spec: {
      strategy: { resources: {} },
      triggers: [{ type: 'ConfigChange' }, ...imageChanges],
      replicas: 1,
      test: asTest,
      selector,
      template: templateOf(workload, selector, pullSpecOf),
    },
    status: {
      latestVersion: 0,
      observedGeneration: 0,
      replicas: 0,
      updatedReplicas: 0,
      availableReplicas: 0,
      unavailableReplicas: 0,
    },
  };
}

const selectorOf = (key: string, { name, labels }: Workload) => ({ ...labels, [key]: name });

function templateOf(workload: Workload, labels: Record<string, string>, image: (component: AppComponent) => string) {
  const containers = workload.components.map((component) => containerOf(component, image(component), workload));
  const volumes = containers.flatMap(({ volumeMounts = [] }) =>
    volumeMounts.map(({ name }) => ({ name, emptyDir: {} })),
  );
  return {
    metadata: { creationTimestamp: null, labels: { ...labels } },
    spec: { ...(volumes.length > 0 ? { volumes } : {}), containers },
  };
}

function containerOf(component: AppComponent, image: string, { environment }: Workload) {
  const name = containerName(component);
  const config = imageOf(component)?.Config;
  const { ports } = portsOf(config);
  const paths = volumesOf(config);
  const base = volumeBaseName(name, paths.length);
  const volumeMounts = paths.map((mountPath, index) => ({ name: `${base}-${index + 1}`, mountPath }));
  return {
    name,
    image,
    ...(ports.length > 0 ? { ports } : {}),
    ...(environment.length > 0 ? { env: environment.map((variable) => ({ ...variable })) } : {}),
    resources: {},
    ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
  };
}

/** The Service in front of a workload, or undefined where its images expose no ports. */
export function serviceObject(
  workload: Workload,
  selectorKey: 'deployment' | 'deploymentconfig',
): KubeObject | undefined {
  const ports = servicePorts(workload.components.flatMap((component) => portsOf(imageOf(component)?.Config).ports));
  if (ports.length === 0) return undefined;
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name: serviceName(workload.name), creationTimestamp: null },
    spec: { ports, selector: selectorOf(selectorKey, workload) },
    status: { loadBalancer: {} },
  };
}

/** By number; of ports with the same name the first. */
function servicePorts(ports: readonly ImagePort[]) {
  const named = new Map<string, { name: string; protocol: string; port: number; targetPort: number }>();
  for (const { containerPort: port, protocol } of [...ports].sort((a, b) => a.containerPort - b.containerPort)) {
    const name = `${port}-${protocol.toLowerCase()}`;
    if (!named.has(name)) named.set(name, { name, protocol, port, targetPort: port });
  }
  return [...named.values()];
}
