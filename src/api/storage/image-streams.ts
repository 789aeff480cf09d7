import { untilNoRace } from '../../core/concurrency/races.ts';
import { falseClaims } from '../../core/consistency/false-claims.ts';
import type { Finding } from '../../core/consistency/finding.ts';
import { filled } from '../../core/json/json-object.ts';
import { copyJson } from '../../core/json/json-value.ts';
import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import { resourceName } from '../../core/kinds/kinds.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ObjectList } from '../../core/ports/object-store.ts';
import { isStatusError, notFound, refuseInvalid } from '../../core/status.ts';
import {
  dropEmptyHistories,
  prepareCreate,
  prepareUpdate,
  type StreamContext,
  sourceStreams,
} from '../../core/stream/life-cycle.ts';
import { pinnedTags } from '../../core/stream/pin.ts';
import { nameRepositories } from '../../core/stream/pull-spec.ts';
import { specTag } from '../../core/stream/tag-history.ts';
import { validateImageStream, validateImageStreamUpdate } from '../../core/validation/image-stream.ts';
import { normalizeImageStream } from '../../core/validation/normalize.ts';
import { imageStreamFromUntrusted } from '../../core/validation/shape.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type ApiContext, timestamp } from '../context.ts';
import type { ClusterImageSettings } from '../registries/cluster-image-config.ts';
import type { ListView, ReadOptions, ResourceStorage, WriteOptions } from './storage.ts';
import type { StreamHistories } from './stream-histories.ts';

const RESOURCE = resourceName(IMAGE_STREAM);
const KIND = 'ImageStream.image.openshift.io';
/**
 * ImageStreams: the only stored objects behind istags and imports. "Public" writes keep the stored status, as a user's
 * PUT does; "internal" ones bring their own (image-stream model 3.1).
 */
export interface ImageStreamStorage extends Required<ResourceStorage>, ListView {
  get(namespace: string, name: string): Promise<ImageStream>;
  find(namespace: string, name: string): Promise<ImageStream | undefined>;
  list(namespace: string | undefined, options?: ReadOptions): Promise<ObjectList<ImageStream>>;
  show(stored: KubeObject): Promise<ImageStream[]>;
  /** Stores a stream with the status that it brings. What is given is changed. */
  createInternal(stream: ImageStream, options?: WriteOptions): Promise<ImageStream>;
  /**
   * Replaces `previous`, as it was read, by `next` with its status. `next` shares nothing with it, and is changed. Fails with
   * Conflict when the stream was written since.
   */
  updateInternal(previous: ImageStream, next: ImageStream, options?: WriteOptions): Promise<ImageStream>;
  /**
   * Reads, changes and writes a stream until nobody else wrote in between. `change` gets a copy, or undefined when there
   * is no stream, and returns what is to be stored.
   */
  modify(
    namespace: string,
    name: string,
    change: (stream: ImageStream | undefined) => ImageStream,
    options?: WriteOptions,
  ): Promise<ImageStream>;
}

export function createImageStreams(
  context: ApiContext,
  cluster: ClusterImageSettings,
  histories: StreamHistories,
): ImageStreamStorage {
  const { store } = context;
  const { hosts } = cluster;

  async function read(stored: KubeObject): Promise<ImageStream> {
    const stream = imageStreamFromUntrusted(stored);
    const [first] = falseClaims(stream);
    if (first) throw falsified(stream, first);
    nameRepositories(stream, await hosts());
    return stream;
  }

  /** One of several streams: where it cannot be read, that is said, and the others are looked at all the same. */
  async function readable(stored: KubeObject): Promise<ImageStream | undefined> {
    try {
      return await read(stored);
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { namespace, name } = stored.metadata;
      const why = isStatusError(error) ? `the image stream ${namespace}/${name} cannot be read: ${error.message}` : '';
      context.unreadable(why ? new AppError('STORE_BROKEN', why, { cause: error }) : error);
      return undefined;
    }
  }

  /** The status that depends on settings is not stored: another machine would see it change. */
  function toStore(stream: ImageStream): ImageStream {
    const { publicDockerImageRepository: _public, ...status } = stream.status;
    return { ...stream, status: { ...status, dockerImageRepository: '' } };
  }

  async function rulesFor(previous: ImageStream | undefined, next: ImageStream): Promise<StreamContext> {
    const loaded = new Map<string, ImageStream>();
    for (const source of sourceStreams(previous, next)) {
      const key = `${source.namespace}/${source.stream}`;
      if (loaded.has(key)) continue;
      const found = await storage.find(source.namespace, source.stream);
      if (found) loaded.set(key, found);
    }
    return {
      now: timestamp(context.now()),
      internalRegistry: (await hosts()).internal,
      findStream: (namespace, name) => loaded.get(`${namespace}/${name}`),
    };
  }

  /** Whoever points a pinned tag elsewhere may not know that it was pinned. */
  function warnOfDroppedPins(previous: ImageStream, next: ImageStream): void {
    if (context.origin?.cause === 'unpin') return;
    const is = pinnedTags(next);
    for (const [tag, image] of pinnedTags(previous)) {
      if (is.has(tag) || !specTag(next, tag)) continue;
      context.warn(`the tag ${next.metadata.name}:${tag} was pinned to ${image}, and is not any more`);
    }
  }

  const storage: ImageStreamStorage = {
    async find(namespace, name) {
      const stored = await store.get(keyOf(IMAGE_STREAM, namespace, name));
      return stored && read(stored);
    },

    async get(namespace, name) {
      const found = await storage.find(namespace, name);
      if (!found) throw notFound(RESOURCE, name, namespace);
      return found;
    },

    async list(namespace, { whole = false } = {}) {
      const list = await store.list(collectionOf(IMAGE_STREAM, namespace), { whole });
      const items: ImageStream[] = [];
      for (const stored of list.items) {
        const stream = whole ? await read(stored) : await readable(stored);
        if (stream) items.push(stream);
      }
      return { ...list, items };
    },

    async show(stored) {
      const stream = await readable(stored);
      return stream ? [stream] : [];
    },

    async create(namespace, object, options = {}) {
      const stream = imageStreamFromUntrusted(copyJson(object));
      stream.metadata = { ...stream.metadata, namespace };
      stream.status = { dockerImageRepository: '' };
      return storage.createInternal(stream, options);
    },

    async createInternal(stream, options = {}) {
      const next = normalizeImageStream(stream);
      const { resourceVersion: _version, ...metadata } = next.metadata;
      next.metadata = { ...metadata, uid: context.newUid(), creationTimestamp: timestamp(context.now()) };
      const rules = await rulesFor(undefined, next);
      prepareCreate(next, rules);
      refuseInvalid(KIND, next.metadata.name, validateImageStream(next, await cluster.policy()));
      nameRepositories(next, await hosts());
      if (options.dryRun) return next;
      await context.changes?.beforeStream(undefined, next);
      const { metadata: stored } = await store.create(
        keyOf(IMAGE_STREAM, next.metadata.namespace ?? '', next.metadata.name),
        toStore(next),
      );
      const created = { ...next, metadata: stored };
      await histories.record(undefined, created);
      return created;
    },

    async update(namespace, object, options = {}) {
      const sent = imageStreamFromUntrusted(object);
      const previous = await storage.get(namespace, sent.metadata.name);
      const next = copyJson({ ...sent, status: previous.status });
      return storage.updateInternal(previous, next, options);
    },

    async updateInternal(previous, next, options = {}) {
      const stream = normalizeImageStream(next);
      const { uid, creationTimestamp, namespace } = previous.metadata;
      stream.metadata = {
        ...stream.metadata,
        ...filled({ namespace, uid, creationTimestamp }),
      };
      dropEmptyHistories(stream);
      prepareUpdate(previous, stream, await rulesFor(previous, stream));
      const causes = validateImageStreamUpdate(stream, previous, await cluster.policy());
      refuseInvalid(KIND, stream.metadata.name, causes);
      nameRepositories(stream, await hosts());
      if (options.dryRun) return stream;
      await context.changes?.beforeStream(previous, stream);
      const written = await store.update(keyOf(IMAGE_STREAM, namespace ?? '', stream.metadata.name), toStore(stream));
      const updated = { ...stream, metadata: written.metadata };
      warnOfDroppedPins(previous, updated);
      await histories.record(previous, updated);
      return updated;
    },

    modify(namespace, name, change, options = {}) {
      let previous: ImageStream | undefined;
      const attempt = async () => {
        previous = await storage.find(namespace, name);
        const next = change(previous && copyJson(previous));
        if (!previous) return storage.createInternal(next, options);
        next.metadata.resourceVersion = previous.metadata.resourceVersion as string;
        return storage.updateInternal(previous, next, options);
      };
      const raced = (error: unknown) =>
        isStatusError(error, 'Conflict') || (!previous && isStatusError(error, 'AlreadyExists'));
      return untilNoRace(attempt, raced);
    },

    async delete(namespace, name, options = {}) {
      const stream = await storage.get(namespace, name);
      if (options.dryRun) return stream;
      await store.delete(keyOf(IMAGE_STREAM, namespace, name));
      await histories.remove(namespace, name);
      return stream;
    },
  };
  return storage;
}

/** Whoever acted on such a stream would act on what nobody has decided: a merge by lines has written it. */
function falsified({ metadata: { namespace, name } }: ImageStream, { what }: Finding): AppError {
  return new AppError('STORE_BROKEN', `the image stream ${namespace}/${name} was falsified: ${what}`, {
    hint: 'Run "imagestream git check --fix", or restore its file from version control',
  });
}

/** A stream with nothing in it, as a tag or an import makes one. */
export function emptyImageStream(namespace: string, name: string): ImageStream {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name, namespace },
    spec: { lookupPolicy: { local: false } },
    status: { dockerImageRepository: '' },
  };
}
