import type { KubeObject } from '../../../src/core/objects/meta.ts';
import type { ImageTrigger } from '../../../src/core/triggers/triggers.ts';

const podSpec = () => ({
  initContainers: [{ name: 'init', image: 'busybox' }],
  containers: [
    { name: 'main', image: ' ' },
    { name: 'side', image: 'busybox' },
  ],
});

/** A deployment with the containers main and side, and an init container. */
export function aDeployment(over: { annotations?: Record<string, string>; paused?: boolean } = {}): KubeObject {
  const { annotations, paused } = over;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'demo', ...(annotations ? { annotations } : {}) },
    spec: { ...(paused ? { paused } : {}), template: { spec: podSpec() } },
  };
}

export function aCronJob(): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'app', namespace: 'demo' },
    spec: { jobTemplate: { spec: { template: { spec: podSpec() } } } },
  };
}

/** @param triggers undefined for none at all, which is not the same as an empty list */
export function aDeploymentConfig(triggers?: unknown): KubeObject {
  return {
    apiVersion: 'apps.openshift.io/v1',
    kind: 'DeploymentConfig',
    metadata: { name: 'app', namespace: 'demo' },
    spec: { template: { spec: podSpec() }, ...(triggers === undefined ? {} : { triggers }) },
  };
}

export function aBuildConfig(
  triggers: unknown[],
  from: unknown = { kind: 'ImageStreamTag', name: 'node:16' },
): KubeObject {
  return {
    apiVersion: 'build.openshift.io/v1',
    kind: 'BuildConfig',
    metadata: { name: 'app', namespace: 'demo' },
    spec: { strategy: { type: 'Source', sourceStrategy: { from } }, triggers },
  };
}

export function anImageTrigger(over: Partial<ImageTrigger> = {}): ImageTrigger {
  return { from: 'app:1', namespace: '', containers: ['main'], automatic: true, ...over };
}
