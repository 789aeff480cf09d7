import type { KubeObject } from '../objects/meta.ts';
import { podSpecIn } from '../objects/pod-template.ts';
import { containersOf } from '../triggers/pod-spec.ts';

/** The image that a container is to have. `*` is every container. */
export interface ContainerImage {
  container: string;
  image: string;
}

/**
 * The object with other images in its containers and init containers, and the names that no container has. Undefined for
 * an object without a pod spec.
 */
export function withImages(
  object: KubeObject,
  images: readonly ContainerImage[],
): { object: KubeObject; missing: string[] } | undefined {
  const next = structuredClone(object);
  const spec = podSpecIn(next);
  if (!spec) return undefined;
  const containers = [...containersOf(spec, 'initContainers'), ...containersOf(spec, 'containers')];
  const missing: string[] = [];
  for (const { container: name, image } of images) {
    const named = containers.filter((container) => container && (name === '*' || container.name === name));
    for (const container of named) if (container) container.image = image;
    if (named.length === 0) missing.push(name);
  }
  return { object: next, missing };
}
