import { KINDS, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { Image } from '../../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';

export const NOW = Date.parse('2026-03-01T10:00:00Z');

/** A time so many minutes before now, as objects have it. */
export const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString().replace('.000Z', 'Z');

export function anImage(
  name: string,
  over: { minutes?: number; managed?: boolean; size?: number; children?: readonly string[] } = {},
): Image {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'Image',
    metadata: {
      name,
      creationTimestamp: ago(over.minutes ?? 600),
      ...(over.managed ? { annotations: { 'openshift.io/image.managed': 'true' } } : {}),
    },
    dockerImageReference: `quay.io/team/app@${name}`,
    ...(over.size === undefined
      ? {}
      : {
          dockerImageMetadata: {
            kind: 'DockerImage',
            apiVersion: 'image.openshift.io/1.0',
            Created: null,
            ContainerConfig: {},
            Size: over.size,
          },
        }),
    ...(over.children
      ? {
          dockerImageManifests: over.children.map((digest) => ({
            digest,
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            manifestSize: 100,
            architecture: 'amd64',
            os: 'linux',
          })),
        }
      : {}),
  };
}

export const kindNamed = (name: string): ResourceKind => KINDS.find((kind) => kind.kind === name) as ResourceKind;

/** Where each kind keeps the spec of its pods. */
const POD_PATHS: Record<string, readonly string[]> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** An object that runs one image. */
export function aWorkload(
  kind: string,
  image: string,
  over: { namespace?: string; init?: boolean; phase?: string; minutes?: number } = {},
): KubeObject {
  const containers = [{ name: 'web', image }];
  let spec: Record<string, unknown> = over.init ? { initContainers: containers, containers: [] } : { containers };
  for (const key of [...(POD_PATHS[kind] ?? ['spec', 'template', 'spec'])].reverse()) spec = { [key]: spec };
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'w', namespace: over.namespace ?? 'demo', creationTimestamp: ago(over.minutes ?? 600) },
    ...spec,
    ...(over.phase === undefined ? {} : { status: { phase: over.phase } }),
  };
}

/** A build, or its configuration, that begins with an image. */
export function aBuild(kind: 'Build' | 'BuildConfig', strategy: string, from: unknown, namespace = 'demo'): KubeObject {
  return {
    apiVersion: 'build.openshift.io/v1',
    kind,
    metadata: { name: 'b', namespace },
    spec: { strategy: { type: 'Any', [strategy]: { from } } },
  };
}
