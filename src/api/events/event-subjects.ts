import type { Subjects } from '../../core/events/event-choice.ts';
import {
  type EventSubject,
  objectState,
  type SubjectState,
  tagKey,
  tagState,
  tagStates,
} from '../../core/events/image-change.ts';
import { findKind, groupKind, kindOfObject, type ResourceKind } from '../../core/kinds/kinds.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ObjectName } from '../../core/ports/image-change-log.ts';
import { lastVersion } from '../../core/rollout/build.ts';
import { type FindStream, streamNameOf } from '../../core/triggers/reaction.ts';
import { BUILD_CONFIG, follows, watchedTags } from '../../core/triggers/watched-tags.ts';
import { type ApiContext, ifReadable } from '../context.ts';
import { TRIGGERED_KINDS } from '../controllers/trigger-controller.ts';
import type { ImageStreamStorage } from '../storage/image-streams.ts';

const BUILD = findKind('build') as ResourceKind;

/** Reads from the store what events can be about. Each reading is of its own moment. */
export class EventSubjects {
  readonly #context: ApiContext;
  readonly #streams: ImageStreamStorage;

  constructor(context: ApiContext, streams: ImageStreamStorage) {
    this.#context = context;
    this.#streams = streams;
  }

  async all(): Promise<Subjects> {
    const { items } = await this.#streams.list(undefined);
    return this.#subjects(items.flatMap(tagStates), await this.#objects(), knownStreams(items));
  }

  /**
   * Streams, the objects that follow their tags, and other objects.
   * @param streamNames `namespace/name`
   */
  async around(streamNames: ReadonlySet<string>, objectNames: readonly ObjectName[]): Promise<Subjects> {
    const known = new Map<string, ImageStream | undefined>();
    for (const key of streamNames) known.set(key, await this.#stream(key));
    const objects = new Map<string, KubeObject>();
    if (streamNames.size > 0) {
      for (const object of await this.#objects()) if (follows(object, streamNames)) objects.set(nameOf(object), object);
    }
    for (const name of objectNames) {
      const object = await ifReadable(this.#context, this.#context.store.get(name));
      if (object) objects.set(nameOf(object), object);
    }
    const tags = [...known.values()].flatMap((stream) => (stream ? tagStates(stream) : []));
    return this.#subjects(tags, [...objects.values()], known);
  }

  /** A subject as it is now, with the object to be shown of it; undefined where it is not there any more. */
  async one(subject: EventSubject): Promise<{ state: SubjectState; object: KubeObject } | undefined> {
    const { apiVersion, kind, namespace, name, tag } = subject;
    if (tag !== undefined) {
      const stream = await this.#stream(`${namespace}/${name}`);
      const state = stream && tagState(stream, tag);
      return state && { state, object: stream };
    }
    const resource = kindOfObject(apiVersion, kind);
    const object =
      resource && (await ifReadable(this.#context, this.#context.store.get(keyOf(resource, namespace, name))));
    if (!object) return undefined;
    const state = objectState(object, await this.#finder([object], new Map()));
    return { state, object: (await this.#newestBuild(object)) ?? object };
  }

  /** A build configuration is told of by the build that it has started. */
  async #newestBuild(object: KubeObject): Promise<KubeObject | undefined> {
    if (groupKind(object) !== BUILD_CONFIG) return undefined;
    const { namespace = '', name } = object.metadata;
    return this.#context.store.get(keyOf(BUILD, namespace, `${name}-${lastVersion(object)}`));
  }

  async #subjects(
    tags: readonly SubjectState[],
    objects: readonly KubeObject[],
    known: Map<string, ImageStream | undefined>,
  ): Promise<Subjects> {
    const find = await this.#finder(objects, known);
    const followed = new Set(objects.flatMap((object) => watchedTags(object).map(tagKey)));
    const triggered = objects.filter((object) => watchedTags(object).length > 0);
    return { tags, objects: triggered.map((object) => objectState(object, find)), followed };
  }

  async #finder(objects: readonly KubeObject[], known: Map<string, ImageStream | undefined>): Promise<FindStream> {
    for (const object of objects) {
      for (const from of watchedTags(object)) {
        const key = `${from.namespace}/${streamNameOf(from)}`;
        if (!known.has(key)) known.set(key, await this.#stream(key));
      }
    }
    return (namespace, name) => known.get(`${namespace}/${name}`);
  }

  #stream(key: string): Promise<ImageStream | undefined> {
    const slash = key.indexOf('/');
    return ifReadable(this.#context, this.#streams.find(key.slice(0, slash), key.slice(slash + 1)));
  }

  async #objects(): Promise<KubeObject[]> {
    const lists = await Promise.all(TRIGGERED_KINDS.map((kind) => this.#context.store.list(collectionOf(kind))));
    return lists.flatMap(({ items }) => items);
  }
}

const nameOf = (object: KubeObject) => `${groupKind(object)} ${object.metadata.namespace}/${object.metadata.name}`;

function knownStreams(items: readonly ImageStream[]): Map<string, ImageStream | undefined> {
  return new Map(items.map((stream) => [`${stream.metadata.namespace}/${stream.metadata.name}`, stream]));
}
