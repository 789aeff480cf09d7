import { once, whenAsked } from '../core/concurrency/when-asked.ts';
import { IMAGE_STREAM, IMAGE_STREAM_TAG, IMAGE_TAG } from '../core/kinds/kind-names.ts';
import { apiVersionOf, type ResourceKind } from '../core/kinds/kinds.ts';
import { collectionOf } from '../core/kinds/places.ts';
import type { ImageStream } from '../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../core/objects/image-stream-import.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { CredentialSource } from '../core/ports/credential-source.ts';
import type { Collection, ObjectList } from '../core/ports/object-store.ts';
import type { Registry } from '../core/ports/registry.ts';
import { routeRegistry } from '../core/registries/routed-registry.ts';
import { failure, methodNotAllowed, StatusError } from '../core/status.ts';
import type { ApiContext } from './context.ts';
import { type Controllers, createControllers } from './controllers/controllers.ts';
import type { ImportOptions } from './imports/image-stream-imports.ts';
import { createClusterImageSettings } from './registries/cluster-image-config.ts';
import { createRegistryRules } from './registries/registry-rules.ts';
import { decodeNulls } from './storage/decode-nulls.ts';
import { updateImageStreamStatus } from './storage/image-stream-status.ts';
import { createImageStreams } from './storage/image-streams.ts';
import { type ObjectChange, objectChanges } from './storage/object-changes.ts';
import { createResources } from './storage/resources.ts';
import type { ReadOptions, WriteOptions } from './storage/storage.ts';
import { createStreamHistories } from './storage/stream-histories.ts';

/**
 * The image API: what the API server is to `oc`. Commands speak to it through this interface alone, so that it could
 * as well stand behind HTTP. Every method fails with a `StatusError` worded as the API server words it.
 */
export interface ImageApi {
  get<T extends KubeObject>(kind: ResourceKind, namespace: string, name: string, options?: ReadOptions): Promise<T>;
  /** @param namespace undefined for all namespaces */
  list<T extends KubeObject>(
    kind: ResourceKind,
    namespace: string | undefined,
    options?: ReadOptions,
  ): Promise<ObjectList<T>>;
  /** What a list names. The objects are not read where their files tell their names; then broken ones are among them. */
  names(kind: ResourceKind, namespace: string | undefined): Promise<{ namespace?: string; name: string }[]>;
  /** What becomes of a list that was read before, until the signal aborts (`object-changes.ts`). */
  watch(
    kind: ResourceKind,
    namespace: string | undefined,
    known: readonly KubeObject[],
    signal: AbortSignal,
  ): AsyncIterable<ObjectChange>;
  create<T extends KubeObject>(kind: ResourceKind, namespace: string, object: T, options?: WriteOptions): Promise<T>;
  update<T extends KubeObject>(kind: ResourceKind, namespace: string, object: T, options?: WriteOptions): Promise<T>;
  delete<T extends KubeObject>(kind: ResourceKind, namespace: string, name: string, options?: WriteOptions): Promise<T>;
  /** Replaces the status of a stream and nothing else, as the pruner does (`image-stream-status.ts`). Imports nothing. */
  updateStatus(namespace: string, stream: ImageStream, options?: WriteOptions): Promise<ImageStream>;
  importImages(namespace: string, request: ImageStreamImport, options?: ImportOptions): Promise<ImageStreamImport>;
  /** The logins for images of a namespace: its secrets, then the user's own. */
  credentials(namespace: string): CredentialSource;
  /** What follows from the writes of this API, and of others. */
  readonly controllers: Controllers;
}

export function createImageApi(given: ApiContext): ImageApi {
  const cluster = given.cluster ?? createClusterImageSettings(given);
  const rules = given.rules ?? createRegistryRules(given, cluster);
  const context = given.rules ? given : withRegistry(given, routeRegistry(given.registry, rules));
  const histories = createStreamHistories(context);
  const streams = createImageStreams(context, cluster, histories);
  const deleteObject: ImageApi['delete'] = async <T extends KubeObject>(
    kind: ResourceKind,
    namespace: string,
    name: string,
    options: WriteOptions = {},
  ) => {
    const storage = storageOf(kind);
    if (!storage.delete) throw methodNotAllowed();
    const deleted = (await storage.delete(namespace, name, options)) as T;
    if (!options.dryRun) controllers.objectDeleted(deleted);
    return deleted;
  };
  const storageOf = createResources(context, streams, cluster, rules, deleteObject);
  const imports = once(async () => {
    const { createImageStreamImports } = await import('./imports/image-stream-imports.ts');
    return createImageStreamImports(context, streams, cluster, rules, histories);
  });
  const controllers = createControllers(context, streams, imports);

  const writing =
    (verb: 'create' | 'update'): ImageApi['create'] =>
    async <T extends KubeObject>(kind: ResourceKind, namespace: string, object: T, options: WriteOptions = {}) => {
      const write = storageOf(kind)[verb];
      if (!write) throw methodNotAllowed();
      const written = (await write(namespace, await decodeNulls(kind, object), options)) as T;
      if (!options.dryRun) controllers.objectWritten(kind, namespace, object.metadata.name);
      return written;
    };

  return {
    async get<T extends KubeObject>(kind: ResourceKind, namespace: string, name: string, options?: ReadOptions) {
      return (await storageOf(kind).get(namespace, name, options)) as T;
    },
    async list<T extends KubeObject>(kind: ResourceKind, namespace: string | undefined, options?: ReadOptions) {
      const { list } = storageOf(kind);
      if (!list) throw cannotList(kind);
      return (await list(namespace, options)) as ObjectList<T>;
    },
    async names(kind, namespace) {
      const { list, show } = storageOf(kind);
      if (!list) throw cannotList(kind);
      const collection = placeOf(kind, namespace);
      if (show && collection.resource === kind.plural) return context.store.keys(collection);
      return (await list(namespace)).items.map(({ metadata }) => metadata);
    },
    watch(kind, namespace, known, signal) {
      const { list, show } = storageOf(kind);
      if (!list) throw cannotList(kind);
      return objectChanges(
        context.store,
        placeOf(kind, namespace),
        { list: () => list(namespace), show },
        known,
        signal,
      );
    },
    create: writing('create'),
    update: writing('update'),
    delete: deleteObject,
    updateStatus: (namespace, stream, options) => updateImageStreamStatus(context, streams, namespace, stream, options),
    async importImages(namespace, request, options) {
      const done = await (await imports()).create(namespace, request, options);
      if (request.spec.import) controllers.imagesChanged(namespace, request.metadata.name);
      return done;
    },
    credentials(namespace) {
      const open = async () =>
        (await import('./registries/namespace-credentials.ts')).namespaceCredentials(context, namespace);
      return whenAsked(open, ['find']);
    },
    controllers,
  };
}

/** The same context, whose signal may still change. */
function withRegistry(context: ApiContext, registry: Registry): ApiContext {
  return Object.create(context, { registry: { value: registry, enumerable: true } }) as ApiContext;
}

/** Where the objects of a list lie. Tags are views of streams: they change where their streams do. */
function placeOf(kind: ResourceKind, namespace: string | undefined): Collection {
  return collectionOf(kind === IMAGE_STREAM_TAG || kind === IMAGE_TAG ? IMAGE_STREAM : kind, namespace);
}

/** Views that exist one by one, such as the images of a stream's history, have no list. */
function cannotList(kind: ResourceKind): StatusError {
  const resource = `${apiVersionOf(kind)}, Resource=${kind.plural}`;
  const message = `Unable to list "${resource}": the server could not find the requested resource`;
  return new StatusError(failure('NotFound', message));
}
