import { filled } from '../../core/json/json-object.ts';
import { IMAGE_STREAM_TAG } from '../../core/kinds/kind-names.ts';
import { resourceName } from '../../core/kinds/kinds.ts';
import type { ImageStream, ImageStreamTag } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { splitImageStreamTag } from '../../core/references/names.ts';
import { alreadyExists, badRequest, notFound, refuseInvalid, StatusError } from '../../core/status.ts';
import { imageStreamTagOf, tagsWithImage } from '../../core/stream/derived.ts';
import { putSpecTag, specTag } from '../../core/stream/tag-history.ts';
import { validateImageStreamTag } from '../../core/validation/image-stream.ts';
import { exceptFor, knownRepositories } from '../../core/validation/known-repositories.ts';
import type { RegistryPolicy } from '../../core/validation/registry-policy.ts';
import { imageStreamTagFromUntrusted } from '../../core/validation/shape.ts';
import type { ApiContext } from '../context.ts';
import type { ClusterImageSettings } from '../registries/cluster-image-config.ts';
import { emptyImageStream, type ImageStreamStorage } from './image-streams.ts';
import type { ListView, ResourceStorage } from './storage.ts';
import { readableImage } from './stored-images.ts';
import { deleteTag, tagOfName } from './tag-views.ts';

const RESOURCE = resourceName(IMAGE_STREAM_TAG);

/** ImageStreamTags: views of streams; writing one writes its stream (image-stream model 2.2). */
export function createImageStreamTags(
  context: ApiContext,
  streams: ImageStreamStorage,
  cluster: ClusterImageSettings,
): Required<ResourceStorage> & ListView {
  async function viewOf(stream: ImageStream, tag: string): Promise<ImageStreamTag | undefined> {
    const digest = stream.status.tags?.find((history) => history.tag === tag)?.items?.[0]?.image;
    return imageStreamTagOf(stream, tag, digest ? await readableImage(context, digest) : undefined);
  }

  async function viewsOf(stream: ImageStream): Promise<ImageStreamTag[]> {
    const views: ImageStreamTag[] = [];
    for (const history of tagsWithImage(stream)) {
      const view = await viewOf(stream, history.tag);
      if (view) views.push(view);
    }
    return views;
  }

  return {
    async get(namespace, name) {
      const at = tagOfName(IMAGE_STREAM_TAG, name);
      const stream = await streams.find(namespace, at.stream);
      if (!stream) throw notFound(RESOURCE, at.stream, namespace);
      const view = await viewOf(stream, at.tag);
      if (!view) throw notFound(RESOURCE, name, namespace);
      return view;
    },

    async list(namespace) {
      const list = await streams.list(namespace);
      const items: ImageStreamTag[] = [];
      for (const stream of list.items) for (const view of await viewsOf(stream)) items.push(view);
      return { items, resourceVersion: list.resourceVersion };
    },

    async show(stored) {
      const views: ImageStreamTag[] = [];
      for (const stream of await streams.show(stored)) views.push(...(await viewsOf(stream)));
      return views;
    },

    async create(namespace, object, options) {
      const name = object.metadata.name;
      const at = splitImageStreamTag(name);
      if (!at.ok)
        throw new StatusError({ status: 'Failure', message: `"${name}" must be of the form <stream_name>:<tag>` });
      const sent = checked(object, await cluster.policy());
      const written = await streams.modify(
        namespace,
        at.stream,
        (stream) => {
          if (stream && specTag(stream, at.tag)) throw alreadyExists('imagestreamtag.image.openshift.io', name);
          return withTag(stream ?? emptyImageStream(namespace, at.stream), at.tag, sent);
        },
        options,
      );
      return echo(sent, written);
    },

    async update(namespace, object, options) {
      const name = object.metadata.name;
      const at = tagOfName(IMAGE_STREAM_TAG, name);
      const sent = checked(object, undefined);
      const policy = await cluster.policy();
      const written = await streams.modify(
        namespace,
        at.stream,
        (stream) => {
          if (policy) check(sent, stream ? exceptFor(policy, knownRepositories(stream)) : policy);
          if (!sent.tag && !(stream && specTag(stream, at.tag))) throw notASpecTag(at.tag, namespace, at.stream);
          return withTag(stream ?? emptyImageStream(namespace, at.stream), at.tag, sent);
        },
        options,
      );
      return (await viewOf(written, at.tag)) ?? echo(sent, written);
    },

    async delete(namespace, name, options) {
      const bare = (stream: ImageStream, tag: string) => imageStreamTagOf(stream, tag, undefined);
      const deleted = await deleteTag(streams, IMAGE_STREAM_TAG, { namespace, name }, bare, options);
      return deleted ?? { apiVersion: 'image.openshift.io/v1', kind: 'ImageStreamTag', metadata: { name, namespace } };
    },
  };
}

function checked(object: KubeObject, policy: RegistryPolicy | undefined): ImageStreamTag {
  const tag = imageStreamTagFromUntrusted(object);
  check(tag, policy);
  return tag;
}

function check(tag: ImageStreamTag, policy: RegistryPolicy | undefined): void {
  refuseInvalid('ImageStreamTag.image.openshift.io', tag.metadata.name, validateImageStreamTag(tag, policy));
}

/** PUT replaces the whole spec tag: annotations, policies and `reference` that are not sent again are gone. */
function withTag(stream: ImageStream, name: string, sent: ImageStreamTag): ImageStream {
  if (sent.tag)
    putSpecTag(stream, { ...sent.tag, name, annotations: sent.tag.annotations ?? sent.metadata.annotations ?? null });
  else {
    const known = specTag(stream, name);
    if (known) known.annotations = sent.metadata.annotations ?? null;
  }
  return stream;
}

function notASpecTag(tag: string, namespace: string, stream: string): StatusError {
  return badRequest(`imagestreamtag ${tag} is not a spec tag in imagestream ${namespace}/${stream}, cannot be updated`);
}

/** What is answered for a tag that has no image yet: what was sent, with the stream's metadata. */
function echo(sent: ImageStreamTag, stream: ImageStream): ImageStreamTag {
  const { namespace, uid, resourceVersion, creationTimestamp } = stream.metadata;
  const own = filled({ namespace, uid, resourceVersion, creationTimestamp });
  return { ...sent, metadata: { ...sent.metadata, ...own } };
}
