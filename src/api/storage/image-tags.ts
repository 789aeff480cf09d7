import { IMAGE_TAG } from '../../core/kinds/kind-names.ts';
import { resourceName } from '../../core/kinds/kinds.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { notFound } from '../../core/status.ts';
import { specTag, statusTag } from '../../core/stream/tag-history.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import type { ListView, ResourceStorage } from './storage.ts';
import { deleteTag, tagOfName } from './tag-views.ts';

/** ImageTags: what a tag is meant to be and what it has been, side by side (image-stream model 2.2). */
export function createImageTags(streams: ImageStreamStorage): ResourceStorage & ListView {
  const viewsOf = (stream: ImageStream) => tagNames(stream).map((tag) => viewOf(stream, tag) as KubeObject);

  return {
    async get(namespace, name) {
      const at = tagOfName(IMAGE_TAG, name);
      const stream = await streams.get(namespace, at.stream);
      const view = viewOf(stream, at.tag);
      if (!view) throw notFound(resourceName(IMAGE_TAG), name, namespace);
      return view;
    },

    async list(namespace) {
      const list = await streams.list(namespace);
      return { items: list.items.flatMap(viewsOf), resourceVersion: list.resourceVersion };
    },

    async show(stored) {
      return (await streams.show(stored)).flatMap(viewsOf);
    },

    async delete(namespace, name, options) {
      return (await deleteTag(streams, IMAGE_TAG, { namespace, name }, viewOf, options)) as KubeObject;
    },
  };
}

function viewOf(stream: ImageStream, tag: string): KubeObject | undefined {
  const spec = specTag(stream, tag) ?? null;
  const status = statusTag(stream, tag) ?? null;
  if (!spec && !status) return undefined;
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageTag',
    metadata: { ...stream.metadata, name: `${stream.metadata.name}:${tag}` },
    spec,
    status,
    image: null,
  };
}

function tagNames(stream: ImageStream): string[] {
  const names = [
    ...(stream.spec.tags ?? []).map((tag) => tag.name),
    ...(stream.status.tags ?? []).map((tag) => tag.tag),
  ];
  return [...new Set(names)].sort();
}
