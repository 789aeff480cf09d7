import type { DockerImageMetadata, ImportMode, TagReference } from '../objects/image-stream.ts';
import type { KubeObject, ObjectReference } from '../objects/meta.ts';
import { exact, parseReference, type Reference } from '../references/reference.ts';
import { latestEvent } from '../stream/tag-history.ts';
import type { FoundImage } from './candidate.ts';

/** One image of an application. */
export interface AppComponent {
  /** The argument that means it. */
  value: string;
  found: FoundImage;
  /** The name of what is made for it. */
  name: string;
}

export function imageOf({ found }: AppComponent): DockerImageMetadata | undefined {
  return found.type === 'missing' ? undefined : found.image;
}

/** The container is named after the stream, whatever the application's name (oc CLI 10). */
export function containerName({ found, name }: AppComponent): string {
  return found.type === 'stream' ? found.stream.metadata.name : name;
}

/** Where the image is, as far as that can be said without its digest. */
export function referenceOf({ found }: AppComponent): Reference {
  if (found.type !== 'stream') return parseReference(found.pullSpec);
  const { stream, tag } = found;
  const text = stream.status.dockerImageRepository || latestEvent(stream, tag)?.dockerImageReference || '';
  const nowhere = { registry: '', namespace: '', name: '', tag: '', id: '' };
  return { ...(text ? parseReference(text) : nowhere), tag };
}

export const pullSpecOf = (component: AppComponent): string => exact(referenceOf(component));

/** The tag that triggers follow: an existing one, or the one that is made with the application. */
export function tagOf(component: AppComponent): ObjectReference | undefined {
  const { found, name } = component;
  if (found.type === 'missing') return undefined;
  if (found.type === 'registry') return { kind: 'ImageStreamTag', name: `${name}:${ownTag(component)}` };
  const { stream, tag } = found;
  const { namespace } = stream.metadata;
  return { kind: 'ImageStreamTag', ...(namespace ? { namespace } : {}), name: `${stream.metadata.name}:${tag}` };
}

const ownTag = (component: AppComponent) => referenceOf(component).tag || 'latest';

/** The stream that is made for an image of a registry. */
export function streamObject(component: AppComponent): KubeObject {
  return {
    kind: 'ImageStream',
    apiVersion: 'image.openshift.io/v1',
    metadata: { name: component.name, creationTimestamp: null },
    spec: {
      lookupPolicy: { local: false },
      tags: [{ ...specTagOf(component), annotations: { [IMPORTED_FROM]: pullSpecOf(component) } }],
    },
    status: { dockerImageRepository: '' },
  };
}

/** The tag that is made where the stream exists. */
export function streamTagObject(component: AppComponent): KubeObject {
  const { found } = component;
  const namespace = found.type === 'stream' ? found.stream.metadata.namespace : undefined;
  return {
    kind: 'ImageStreamTag',
    apiVersion: 'image.openshift.io/v1',
    metadata: {
      name: `${containerName(component)}:${ownTag(component)}`,
      ...(namespace ? { namespace } : {}),
      creationTimestamp: null,
      annotations: { [IMPORTED_FROM]: pullSpecOf(component) },
    },
    tag: specTagOf(component),
    generation: 0,
    lookupPolicy: { local: false },
    image: { metadata: { creationTimestamp: null }, dockerImageMetadata: null, dockerImageLayers: null },
  };
}

const IMPORTED_FROM = 'openshift.io/imported-from';

function specTagOf(component: AppComponent): TagReference {
  const { found } = component;
  const importMode: ImportMode = found.type === 'registry' ? found.importMode : 'Legacy';
  const insecure = found.type === 'registry' && found.insecure;
  return {
    name: ownTag(component),
    annotations: null,
    from: { kind: 'DockerImage', name: pullSpecOf(component) },
    generation: null,
    importPolicy: { ...(insecure ? { insecure } : {}), importMode },
    referencePolicy: { type: '' },
  };
}
