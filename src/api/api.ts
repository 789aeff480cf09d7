import {
  CLUSTER_IMAGE_CONFIG,
  IMAGE,
  IMAGE_STREAM,
  IMAGE_STREAM_HISTORY,
  IMAGE_STREAM_IMAGE,
  IMAGE_STREAM_TAG,
  IMAGE_TAG,
  SECRET,
  SERVICE_ACCOUNT,
} from '../core/kinds/kind-names.ts';
import { apiVersionOf, type ResourceKind } from '../core/kinds/kinds.ts';
import type { ImageStream } from '../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../core/objects/image-stream-import.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { CredentialSource } from '../core/ports/credential-source.ts';
import type { Collection, ObjectList } from '../core/ports/object-store.ts';
import type { Registry } from '../core/ports/registry.ts';
import { MIRROR_SET_KINDS, validateMirrorSet } from '../core/registries/mirror-sets.ts';
import { routeRegistry } from '../core/registries/routed-registry.ts';
import { failure, isStatusError, methodNotAllowed, StatusError } from '../core/status.ts';
import { importDue } from '../core/stream/import-controller.ts';
import type { ApiContext } from './context.ts';
import type { ImageStreamImports, ImportOptions } from './imports/image-stream-imports.ts';
import type { ImportAnswers } from './imports/import-answers.ts';
import { createClusterImageSettings } from './registries/cluster-image-config.ts';
import { createRegistryRules } from './registries/registry-rules.ts';
import { createCheckedObjects, createClusterImageConfigs } from './storage/cluster-objects.ts';
import { decodeNulls } from './storage/decode-nulls.ts';
import { createImageStreamHistories } from './storage/image-stream-histories.ts';
import { createImageStreamImages } from './storage/image-stream-images.ts';
import { updateImageStreamStatus } from './storage/image-stream-status.ts';
import { createImageStreamTags } from './storage/image-stream-tags.ts';
import { createImageStreams } from './storage/image-streams.ts';
import { createImageTags } from './storage/image-tags.ts';
import { createImages } from './storage/images.ts';
import { type ObjectChange, objectChanges } from './storage/object-changes.ts';
import { createPlainObjects } from './storage/plain-objects.ts';
import { createSecrets } from './storage/secrets.ts';
import { createServiceAccounts } from './storage/service-accounts.ts';
import type { ListView, ReadOptions, ResourceStorage, WriteOptions } from './storage/storage.ts';
import { createStreamHistories } from './storage/stream-histories.ts';
import { createWorkloads } from './storage/workloads.ts';
import { createTriggerController } from './triggers/trigger-controller.ts';

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
  /**
   * Does what a cluster's controllers would do a moment after the writes of this API: imports tags whose spec is newer
   * than what was imported, and then follows the image triggers of workloads. A failed import is a condition in its
   * stream; what a trigger cannot do is a warning.
   */
  settle(): Promise<void>;
  /** A stream was changed by somebody else, who may not have settled. */
  changedElsewhere(namespace: string, stream: string): void;
  /** Anything may have been changed by somebody who was killed before it was settled. */
  everythingMayHaveChanged(): void;
}

/** How often an import is computed again because somebody else wrote its stream in between. */
const ATTEMPTS = 100;

export function createImageApi(given: ApiContext): ImageApi {
  const cluster = given.cluster ?? createClusterImageSettings(given);
  const rules = given.rules ?? createRegistryRules(given, cluster);
  const context = given.rules ? given : withRegistry(given, routeRegistry(given.registry, rules));
  const histories = createStreamHistories(context);
  const streams = createImageStreams(context, cluster, histories);
  const own = new Map<ResourceKind, ResourceStorage & Partial<ListView>>([
    [IMAGE_STREAM, streams],
    [IMAGE_STREAM_TAG, createImageStreamTags(context, streams, cluster)],
    [IMAGE_STREAM_IMAGE, createImageStreamImages(context, streams)],
    [IMAGE_TAG, createImageTags(streams)],
    [IMAGE, createImages(context, streams)],
    [IMAGE_STREAM_HISTORY, createImageStreamHistories(context, streams)],
    [CLUSTER_IMAGE_CONFIG, createClusterImageConfigs(context, cluster.forget)],
    ...MIRROR_SET_KINDS.map((set): [ResourceKind, ResourceStorage] => [
      set.kind,
      createCheckedObjects(context, set.kind, (object) => validateMirrorSet(object, set), rules.forget),
    ]),
    [SECRET, createSecrets(context)],
    [SERVICE_ACCOUNT, createServiceAccounts(context)],
  ]);
  const triggers = createTriggerController(context, streams);
  let opened: Promise<ImageStreamImports> | undefined;
  const imports = () => {
    opened ??= import('./imports/image-stream-imports.ts').then(({ createImageStreamImports }) =>
      createImageStreamImports(context, streams, cluster, rules, histories),
    );
    return opened;
  };
  const unsettled = new Map<string, { namespace: string; name: string }>();

  function storageOf(kind: ResourceKind): ResourceStorage & Partial<ListView> {
    const known = own.get(kind);
    if (known) return known;
    const workloads = createWorkloads(createPlainObjects(context, kind), streams, cluster);
    own.set(kind, workloads);
    return workloads;
  }

  function streamWritten(namespace: string, name: string): void {
    triggers.streamWritten(namespace, name);
    context.changes?.touchedStream(namespace, name);
  }

  function touched(kind: ResourceKind, namespace: string, name: string, options: WriteOptions): void {
    if (options.dryRun) return;
    triggers.objectWritten(kind, namespace, name);
    context.changes?.touchedObject({ group: kind.group, resource: kind.plural, namespace, name });
    if (kind === IMAGE_TAG) streamWritten(namespace, name.split(':')[0] as string);
    if (kind !== IMAGE_STREAM && kind !== IMAGE_STREAM_TAG) return;
    const stream = name.split(':')[0] as string;
    streamWritten(namespace, stream);
    unsettled.set(`${namespace}/${stream}`, { namespace, name: stream });
  }

  async function importWhatIsDue(namespace: string, name: string): Promise<void> {
    let answers: ImportAnswers | undefined;
    for (let attempt = 1; ; attempt++) {
      const stream = await streams.find(namespace, name);
      const request = stream && importDue(stream);
      if (!request) return;
      answers ??= new (await import('./imports/import-answers.ts')).ImportAnswers();
      try {
        await (await imports()).create(namespace, request, { answers });
        return;
      } catch (error) {
        // What the stream may keep, it may not import: on a cluster nobody but the controller would know.
        if (isStatusError(error, 'Invalid')) return context.warn(error.message);
        const raced = isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound');
        if (!raced || attempt >= ATTEMPTS) throw error;
      }
    }
  }

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
      const collection = collectionOf(kind, namespace);
      if (show && collection.resource === kind.plural) return context.store.keys(collection);
      return (await list(namespace)).items.map(({ metadata }) => metadata);
    },
    watch(kind, namespace, known, signal) {
      const { list, show } = storageOf(kind);
      if (!list) throw cannotList(kind);
      return objectChanges(
        context.store,
        collectionOf(kind, namespace),
        { list: () => list(namespace), show },
        known,
        signal,
      );
    },
    async create<T extends KubeObject>(kind: ResourceKind, namespace: string, object: T, options: WriteOptions = {}) {
      const { create } = storageOf(kind);
      if (!create) throw methodNotAllowed();
      const created = (await create(namespace, await decodeNulls(kind, object), options)) as T;
      touched(kind, namespace, object.metadata.name, options);
      return created;
    },
    async update<T extends KubeObject>(kind: ResourceKind, namespace: string, object: T, options: WriteOptions = {}) {
      const { update } = storageOf(kind);
      if (!update) throw methodNotAllowed();
      const updated = (await update(namespace, await decodeNulls(kind, object), options)) as T;
      touched(kind, namespace, object.metadata.name, options);
      return updated;
    },
    async delete<T extends KubeObject>(
      kind: ResourceKind,
      namespace: string,
      name: string,
      options: WriteOptions = {},
    ) {
      const storage = storageOf(kind);
      if (!storage.delete) throw methodNotAllowed();
      const deleted = (await storage.delete(namespace, name, options)) as T;
      if (!options.dryRun) triggers.objectDeleted(deleted);
      return deleted;
    },
    updateStatus: (namespace, stream, options) => updateImageStreamStatus(context, streams, namespace, stream, options),
    async importImages(namespace, request, options) {
      const done = await (await imports()).create(namespace, request, options);
      if (request.spec.import) streamWritten(namespace, request.metadata.name);
      return done;
    },
    credentials(namespace) {
      let source: Promise<CredentialSource> | undefined;
      const open = async () =>
        (await import('./registries/namespace-credentials.ts')).namespaceCredentials(context, namespace);
      return {
        async find(...args) {
          source ??= open();
          return (await source).find(...args);
        },
      };
    },
    changedElsewhere: streamWritten,
    everythingMayHaveChanged: triggers.everythingMayHaveChanged,
    async settle() {
      const due = [...unsettled.values()];
      unsettled.clear();
      for (const { namespace, name } of due) await importWhatIsDue(namespace, name);
      await triggers.run();
    },
  };
}

/** The same context, whose signal may still change. */
function withRegistry(context: ApiContext, registry: Registry): ApiContext {
  return Object.create(context, { registry: { value: registry, enumerable: true } }) as ApiContext;
}

/** Where the objects of a list lie. Tags are views of streams: they change where their streams do. */
function collectionOf(kind: ResourceKind, namespace: string | undefined): Collection {
  const { group, plural, namespaced } = kind === IMAGE_STREAM_TAG || kind === IMAGE_TAG ? IMAGE_STREAM : kind;
  return { group, resource: plural, ...(namespaced && namespace ? { namespace } : {}) };
}

/** Views that exist one by one, such as the images of a stream's history, have no list. */
function cannotList(kind: ResourceKind): StatusError {
  const resource = `${apiVersionOf(kind)}, Resource=${kind.plural}`;
  const message = `Unable to list "${resource}": the server could not find the requested resource`;
  return new StatusError(failure('NotFound', message));
}
