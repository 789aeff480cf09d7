import { ChangeSignal } from '../../core/concurrency/change-signal.ts';
import type { Subjects } from '../../core/events/event-choice.ts';
import { objectState, type SubjectState, tagState } from '../../core/events/image-change.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { EventSink, LedgerPlace } from '../../core/ports/event-sinks.ts';
import type { ImageChangeLog, ObjectName } from '../../core/ports/image-change-log.ts';
import { isStatusError } from '../../core/status.ts';
import type { FindStream } from '../../core/triggers/reaction.ts';
import { interrupted, isAppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import { TRIGGERED_KINDS } from '../controllers/trigger-controller.ts';
import { createClusterImageSettings } from '../registries/cluster-image-config.ts';
import { createImageStreams } from '../storage/image-streams.ts';
import { createStreamHistories } from '../storage/stream-histories.ts';
import { EventSubjects } from './event-subjects.ts';
import { SinkTeller, type Told } from './sink-teller.ts';

export interface SinkDispatcherOptions {
  sinks: readonly EventSink[];
  place: LedgerPlace;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

/** How long a store that cannot be read is left alone, in milliseconds. */
const READ_AGAIN = 5000;
/** The longest sleep, in milliseconds: a clock that was set, or a machine that slept, is noticed after it. */
const LONGEST_SLEEP = 60_000;

/**
 * Tells sinks of moved tags and changed objects (at least once, and never again what a sink took with success). It is told of
 * changes before they are written, and looks afterwards what has become of them.
 */
export class SinkDispatcher implements ImageChangeLog {
  readonly #context: ApiContext;
  readonly #options: SinkDispatcherOptions;
  readonly #subjects: EventSubjects;
  readonly #tellers: readonly SinkTeller[];
  #streams = new Set<string>();
  #objects = new Map<string, ObjectName>();
  #namespace: string | undefined;
  /** Something has to be looked at that is not in the two sets. */
  #everything = false;
  readonly #touched = new ChangeSignal();

  /** @param say told of every try */
  constructor(context: ApiContext, options: SinkDispatcherOptions, say: (told: Told) => void) {
    this.#context = context;
    this.#options = options;
    const cluster = context.cluster ?? createClusterImageSettings(context);
    this.#subjects = new EventSubjects(context, createImageStreams(context, cluster, createStreamHistories(context)));
    const { sinks, place, random } = options;
    const now = () => context.now().getTime();
    this.#tellers = sinks.map((sink) => new SinkTeller(sink, { subjects: this.#subjects, place, now, random, say }));
  }

  async beforeStream(previous: ImageStream | undefined, next: ImageStream): Promise<void> {
    const tags = (next.status.tags ?? []).flatMap(({ tag }): SubjectState[] => {
      const after = tagState(next, tag);
      const before = previous && tagState(previous, tag);
      if (!after || after.images[0]?.image === before?.images[0]?.image) return [];
      return [before ?? { ...after, images: [], history: [] }];
    });
    await this.#begin({ tags, objects: [], followed: new Set() });
  }

  async beforeObject(object: KubeObject, find: FindStream): Promise<void> {
    await this.#begin({ tags: [], objects: [objectState(object, find)], followed: new Set() });
  }

  touchedStream(namespace: string, name: string): void {
    this.#streams.add(`${namespace}/${name}`);
    this.#touched.notify();
  }

  touchedObject(object: ObjectName): void {
    if (!TRIGGERED_KINDS.some(({ group, plural }) => group === object.group && plural === object.resource)) return;
    this.#objects.set(JSON.stringify(object), object);
    this.#touched.notify();
  }

  /** Looks at what was touched since the last time. */
  async notice(): Promise<void> {
    const [streams, objects, everything] = [this.#streams, [...this.#objects.values()], this.#everything];
    if (streams.size === 0 && objects.length === 0 && !everything) return;
    this.#streams = new Set();
    this.#objects = new Map();
    this.#everything = false;
    await this.#notice(await (everything ? this.#subjects.all() : this.#subjects.around(streams, objects)));
  }

  /**
   * Tells what was touched by a command, each thing so often at most. What still fails then was said. Fails with INTERRUPTED
   * when the signal aborts before everything is told.
   */
  async tellTouched(signal: AbortSignal, mostTries: number): Promise<void> {
    await this.notice();
    await this.tellAll(signal, mostTries);
    if (signal.aborted && this.#tellers.some(({ due }) => Number.isFinite(due))) throw interrupted();
  }

  /** Tells what is untold, until nothing is left that is to be tried again, or the signal aborts. */
  async tellAll(signal: AbortSignal, mostTries: number): Promise<void> {
    await Promise.all(
      this.#tellers.map(async (teller) => {
        for (;;) {
          await teller.tellDue(signal, mostTries);
          const wait = teller.due - this.#now();
          if (!Number.isFinite(wait) || signal.aborted) return;
          await this.#options.sleep(Math.max(0, wait), signal);
        }
      }),
    );
  }

  /**
   * Begins to watch the whole store: what there is counts as told where nobody was told of anything before; where somebody was,
   * what is untold is to be told.
   * @param namespace of what sinks are told of; undefined for all
   */
  async begin(namespace: string | undefined): Promise<void> {
    this.#namespace = namespace;
    const all = await this.#subjects.all();
    for (const teller of this.#tellers) await teller.begin(this.#within(all), true);
    this.#everythingTouched();
  }

  /**
   * Tells of everything that is touched, by whomever, until the signal aborts, and then ends what it is at.
   * Fails where it cannot be kept what was told.
   */
  async follow(signal: AbortSignal): Promise<void> {
    const telling = new Map<SinkTeller, Promise<void>>();
    let failure: { error: unknown } | undefined;
    const following = TRIGGERED_KINDS.map((kind) => this.#followObjects(kind, signal));
    while (!signal.aborted && !failure) {
      const seen = this.#touched.count;
      await this.#noticeAgain(signal);
      for (const teller of this.#tellers) {
        if (telling.has(teller) || teller.due > this.#now()) continue;
        const told = teller.tellDue(signal).catch((error) => {
          failure ??= { error };
        });
        telling.set(teller, told);
        void told.then(() => {
          telling.delete(teller);
          this.#touched.notify();
        });
      }
      const idle = this.#tellers.filter((teller) => !telling.has(teller));
      const wait = Math.min(...idle.map(({ due }) => due)) - this.#now();
      if (wait > 0) await this.#touched.changedWithin(Math.min(wait, LONGEST_SLEEP), seen, this.#options.sleep, signal);
    }
    await Promise.all([...telling.values(), ...(failure ? [] : following)]);
    if (failure && !signal.aborted) throw failure.error;
  }

  /** An object that cannot be read is told of when it can. */
  async #noticeAgain(signal: AbortSignal): Promise<void> {
    try {
      await this.notice();
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.#context.warn(error.message);
      void this.#options.sleep(READ_AGAIN, signal).then(() => this.#everythingTouched());
    }
  }

  async #followObjects({ group, plural: resource }: ResourceKind, signal: AbortSignal): Promise<void> {
    const { store, warn } = this.#context;
    while (!signal.aborted) {
      try {
        const { items, resourceVersion } = await store.list({ group, resource });
        for (const object of items) this.#touchedObject({ group, resource }, object);
        for await (const event of store.watch({ group, resource }, resourceVersion, signal)) {
          if (event.type === 'ADDED' || event.type === 'MODIFIED')
            this.#touchedObject({ group, resource }, event.object);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!isAppError(error)) throw error;
        if (isStatusError(error, 'Expired')) continue;
        warn(error.message);
        await this.#options.sleep(READ_AGAIN, signal);
      }
    }
  }

  #touchedObject(collection: { group: string; resource: string }, { metadata }: KubeObject): void {
    this.touchedObject({ ...collection, namespace: metadata.namespace ?? '', name: metadata.name });
  }

  #everythingTouched(): void {
    this.#everything = true;
    this.#touched.notify();
  }

  async #begin(subjects: Subjects): Promise<void> {
    for (const teller of this.#tellers) await teller.begin(this.#within(subjects), false);
  }

  async #notice(subjects: Subjects): Promise<void> {
    for (const teller of this.#tellers) await teller.notice(this.#within(subjects));
  }

  #within(subjects: Subjects): Subjects {
    const namespace = this.#namespace;
    if (namespace === undefined) return subjects;
    const isIn = ({ subject }: SubjectState) => subject.namespace === namespace;
    return { ...subjects, tags: subjects.tags.filter(isIn), objects: subjects.objects.filter(isIn) };
  }

  #now(): number {
    return this.#context.now().getTime();
  }
}
