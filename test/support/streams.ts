import type { ImageStream, NamedTagEventList, TagEvent, TagReference } from '../../src/core/objects/image-stream.ts';

/** A stream for tests: only what the test is about has to be written. */
export function aStream(
  over: { name?: string; namespace?: string; tags?: TagReference[]; history?: NamedTagEventList[] } = {},
): ImageStream {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: over.name ?? 'app', namespace: over.namespace ?? 'demo', generation: 1 },
    spec: { lookupPolicy: { local: false }, ...(over.tags ? { tags: over.tags } : {}) },
    status: { dockerImageRepository: '', ...(over.history ? { tags: over.history } : {}) },
  };
}

export function aTag(name: string, over: Partial<TagReference> = {}): TagReference {
  return {
    name,
    annotations: null,
    from: { kind: 'DockerImage', name: `quay.io/team/app:${name}` },
    generation: 1,
    importPolicy: { importMode: 'Legacy' },
    referencePolicy: { type: 'Source' },
    ...over,
  };
}

export const digestA = `sha256:${'a'.repeat(64)}`;
export const digestB = `sha256:${'b'.repeat(64)}`;
export const digestC = `sha256:${'c'.repeat(64)}`;

export function anEvent(image: string, over: Partial<TagEvent> = {}): TagEvent {
  return {
    created: '2026-01-01T00:00:00Z',
    dockerImageReference: `quay.io/team/app@${image}`,
    image,
    generation: 1,
    ...over,
  };
}
