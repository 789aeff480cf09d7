import type { ImageStream, TagEvent } from '../objects/image-stream.ts';
import { specTag } from './tag-history.ts';

/**
 * The pull spec handed out for an event of a tag (image-stream model 6.4): policy Local points to the image's place in
 * the integrated registry, where there is one and the event names an image; else the event's own.
 */
export function pullSpecOf(stream: ImageStream, tag: string, event: TagEvent): string {
  const local = specTag(stream, tag)?.referencePolicy.type === 'Local';
  const repository = stream.status.dockerImageRepository;
  return local && repository && event.image ? `${repository}@${event.image}` : event.dockerImageReference;
}

export interface RegistryHosts {
  /** Host of the integrated registry, `host[:port]`. */
  internal?: string | undefined;
  /** The first of the integrated registry's public names. */
  external?: string | undefined;
}

/** Recomputes the repositories that a stream's status names; done at every read (image-stream model 2.1). Changes `stream`. */
export function nameRepositories(stream: ImageStream, hosts: RegistryHosts): void {
  const path = `${stream.metadata.namespace ?? ''}/${stream.metadata.name}`;
  stream.status.dockerImageRepository = hosts.internal
    ? `${hosts.internal}/${path}`
    : (stream.spec.dockerImageRepository ?? '');
  if (hosts.external) stream.status.publicDockerImageRepository = `${hosts.external}/${path}`;
  else delete stream.status.publicDockerImageRepository;
}
