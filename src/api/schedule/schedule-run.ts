import type { ImageImportStatus, ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Lease } from '../../core/ports/watch-place.ts';
import { Agenda, type Turn } from '../../core/schedule/agenda.ts';
import { believedDigest, type Look, type LookMemory, withoutFuture } from '../../core/schedule/look-memory.ts';
import { RateLimit } from '../../core/schedule/rate-limit.ts';
import { RegistryGates } from '../../core/schedule/registry-gates.ts';
import type { ScheduledStream, ScheduledTag } from '../../core/schedule/scheduled-stream.ts';
import type { StreamWatchEvent, TagPlace, WatchCounters } from '../../core/schedule/watch-event.ts';
import { isStatusError } from '../../core/status.ts';
import { interrupted, isAppError } from '../../errors.ts';
import { createImageApi, type ImageApi } from '../api.ts';
import { type ApiContext, timestamp } from '../context.ts';
import { SinkDispatcher } from '../events/sink-dispatcher.ts';
import type { Told } from '../events/sink-teller.ts';
import type { Freshness } from '../imports/image-lookup.ts';
import type { HeldImage } from '../imports/import-cooldown.ts';
import { SharedLookups } from '../imports/shared-lookups.ts';
import type { SchedulerContext, WatchOptions } from './scheduler-context.ts';
import { StreamIndex } from './stream-index.ts';

/** What was looked at is written down at most this often, in milliseconds: a process that is killed loses no more. */
const SAVE_INTERVAL = 10_000;
/** What happens within so many milliseconds is looked at together: a store may have thousands of streams. */
const TOGETHER = 50;
/** The longest sleep, in milliseconds: a clock that was set, or a machine that slept, is noticed after it. */
const LONGEST_SLEEP = 60_000;
/** The first pause of a registry that failed; the longest one is the interval, and no less than this. */
const FIRST_PAUSE = 30_000;

type Say = (event: StreamWatchEvent) => void;
/** An event without its time. */
type Untimed<T> = T extends unknown ? Omit<T, 'time'> : never;

/** One process' watch over a store, from taking the lease to giving it back. */
export class ScheduleRun {
  readonly #scheduler: SchedulerContext;
  readonly #options: WatchOptions;
  readonly #lease: Lease;
  readonly #say: Say;
  readonly #gates: RegistryGates;
  readonly #counters: WatchCounters = { looked: 0, changed: 0, failed: 0, postponed: 0 };
  #looks: LookMemory = new Map();
  #agenda!: Agenda;
  #index!: StreamIndex;
  #lookups!: SharedLookups;
  #api!: ImageApi;
  #running = 0;
  #news = false;
  #reported = '';
  #unsaved = false;
  #savedAt = 0;
  #failure: { error: unknown } | undefined;
  #sinks: SinkDispatcher | undefined;
  /** Of streams that this process wrote, the version that it wrote. */
  readonly #own = new Map<string, string | undefined>();
  #wake: () => void = () => {};

  constructor(scheduler: SchedulerContext, options: WatchOptions, lease: Lease, say: Say) {
    const { interval } = options;
    this.#scheduler = scheduler;
    this.#options = options;
    this.#lease = lease;
    this.#say = say;
    const first = Math.min(FIRST_PAUSE, interval);
    this.#gates = new RegistryGates({ first, longest: Math.max(first, interval), random: scheduler.random });
  }

  async run(): Promise<void> {
    const { signal, once } = this.#options;
    await this.#open();
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    await this.#sinks?.begin(this.#options.namespace);
    this.#api.controllers.everythingMayHaveChanged();
    await this.#settle();
    const { version, pinned } = await this.#index.load();
    this.#tell({
      event: 'watching',
      streams: this.#agenda.streams,
      tags: this.#agenda.tags,
      pinned,
    });
    if (!once) {
      this.#index
        .follow(version, either, (object) => this.#changedElsewhere(object))
        .catch((error) => this.#fail(error));
    }
    const telling = once ? undefined : this.#sinks?.follow(either).catch((error) => this.#fail(error));
    const started = this.#now();
    try {
      await this.#loop(started);
      if (once) await this.#sinks?.tellTouched(signal, 1 + (this.#options.retries ?? 0));
    } finally {
      done.abort();
      await telling;
      await this.#save();
    }
    if (signal.aborted) throw interrupted();
    if (once) this.#finish(started);
  }

  /** Somebody else wrote a stream, or many: its triggers may be to be followed. */
  #changedElsewhere(object: KubeObject | undefined): void {
    this.#wakeUp();
    if (object) {
      const { namespace = '', name, resourceVersion } = object.metadata;
      if (this.#own.get(`${namespace}/${name}`) === resourceVersion) return;
      this.#api.controllers.imagesChanged(namespace, name);
    } else this.#api.controllers.everythingMayHaveChanged();
    this.#settle().catch((error) => this.#fail(error));
  }

  async #open(): Promise<void> {
    const { context, place, parseCron, sleep } = this.#scheduler;
    const { namespace, interval, perMinute } = this.#options;
    const { store } = context;
    this.#looks = withoutFuture(await place.read(), this.#now());
    this.#agenda = new Agenda(new RateLimit(perMinute), this.#gates, this.#looks);
    const warn = (message: string, where = {}) => this.#tell({ event: 'warning', message, ...where });
    this.#index = new StreamIndex({
      store,
      agenda: this.#agenda,
      namespace,
      interval,
      parseCron,
      warn,
      unreadable: context.unreadable,
      sleep,
    });
    this.#lookups = new SharedLookups({
      registry: context.registry,
      gates: this.#gates,
      now: () => this.#now(),
      onDown: (registry, { message }) => {
        const retry = timestamp(new Date(this.#gates.opensAt(registry, this.#now())));
        this.#tell({ event: 'registry-down', registry, message, retry });
      },
      onUp: (registry) => {
        this.#tell({ event: 'registry-up', registry });
        this.#wakeUp();
      },
    });
    const { sinks } = this.#scheduler;
    if (sinks) this.#sinks = new SinkDispatcher(context, sinks, (told) => this.#tellOfTelling(told));
    // The same context, but for lookups, which are shared, for progress, which is this loop's, and for who is told of changes.
    const shared: ApiContext = Object.create(context, {
      registry: { value: this.#lookups, enumerable: true },
      changes: { value: this.#sinks, enumerable: true },
      report: { value: () => {}, enumerable: true },
      warn: { value: (message: string) => warn(message), enumerable: true },
    });
    this.#api = createImageApi(shared);
  }

  /** Until the signal aborts or, for a single pass, until nothing is left that can be done. */
  async #loop(started: number): Promise<void> {
    const { once, signal, interval } = this.#options;
    while (!this.#failure) {
      this.#news = false;
      if (signal.aborted) {
        if (this.#running === 0) return;
        await this.#nextEvent(LONGEST_SLEEP, undefined);
        continue;
      }
      this.#lease.assertHeld();
      const now = this.#now();
      const dueBy = once ? started : now;
      this.#lookups.keepFor = this.#agenda.shortestInterval(interval) / 4;
      if (this.#running === 0) this.#lookups.forgetOld();
      for (const turn of this.#agenda.take(now, dueBy)) void this.#take(turn);
      if (once && this.#running === 0 && !this.#agenda.hasStartable(now, dueBy)) return;
      const wakeAt = this.#agenda.wakeAt(now);
      this.#report(wakeAt);
      if (this.#unsaved && Math.abs(now - this.#savedAt) >= SAVE_INTERVAL) await this.#save();
      await this.#nextEvent(Math.max(0, Math.min(wakeAt - this.#now(), LONGEST_SLEEP)), signal);
      // Turns that end one after the other are looked at together; the last one is not waited for.
      if (this.#running > 0 && this.#news) await this.#nextEnd(signal);
    }
    throw this.#failure.error;
  }

  async #take(turn: Turn): Promise<void> {
    this.#running += 1;
    let looks: ReadonlyMap<string, Look> = new Map();
    try {
      looks = await this.#import(turn);
    } catch (error) {
      try {
        looks = await this.#notDone(turn, error);
      } catch (fatal) {
        this.#fail(fatal);
      }
    } finally {
      if (looks.size > 0) this.#unsaved = true;
      this.#agenda.done(turn, looks, this.#now());
      this.#running -= 1;
      this.#wakeUp();
    }
  }

  async #import(turn: Turn): Promise<ReadonlyMap<string, Look>> {
    const { stream, request } = turn;
    const found = new Map<string, string>();
    const freshness = new Map<string, Freshness>();
    for (const tag of turn.tags) {
      const seen = this.#seen(stream, tag);
      if (seen) freshness.set(tag.name, { seen, found: (digest) => void found.set(tag.name, digest) });
    }
    const held = ({ tag, image, until, isNew, message }: HeldImage) => {
      if (isNew)
        this.#tell({ event: 'held', namespace: stream.namespace, stream: stream.name, tag, image, until, message });
    };
    const done = await this.#api.importImages(stream.namespace, request, { freshness, held, stream: stream.object });
    if (done.status.import) {
      this.#own.set(`${stream.namespace}/${stream.name}`, done.status.import.metadata.resourceVersion);
      await this.#index.set(done.status.import);
      await this.#settle();
    }
    return this.#outcomes(turn, done, found);
  }

  /** What a tag's reference had when it was last looked at; undefined for one that is to be imported whatever it has. */
  #seen(stream: ScheduledStream, tag: ScheduledTag): string[] | undefined {
    if (!tag.fingerprint || !tag.image || stream.pending.has(tag.name) || stream.full) return undefined;
    const look = this.#agenda.look(stream, tag.name);
    const digest = look?.fingerprint === tag.fingerprint ? believedDigest(look, this.#now()) : undefined;
    return digest && digest !== tag.image ? [digest, tag.image] : [tag.image];
  }

  /** Tells what became of a turn's tags. A tag whose registry is down was not looked at, and stays due. */
  #outcomes({ stream, request, tags }: Turn, done: ImageStreamImport, found: ReadonlyMap<string, string>) {
    const looks = new Map<string, Look>();
    const at = this.#now();
    const scheduled = new Map(tags.map((tag) => [tag.name, tag]));
    const now = new Map(this.#agenda.find(stream.namespace, stream.name)?.tags.map((tag) => [tag.name, tag]));
    for (const [index, spec] of (request.spec.images ?? []).entries()) {
      const outcome = done.status.images?.[index];
      const name = spec.to?.name;
      if (!outcome || name === undefined) continue;
      const tag = scheduled.get(name);
      this.#counters.looked += 1;
      this.#tellOutcome({ namespace: stream.namespace, stream: stream.name, tag: name }, tag, outcome);
      // Connections and answers of no use are internal errors; whoever is refused was not kept from asking.
      const isDown = outcome.status.reason === 'InternalError' && tag && this.#gates.reason(tag.registry) !== undefined;
      if (!tag || isDown) continue;
      const fingerprint = now.get(name)?.fingerprint || undefined;
      const digest = found.get(name);
      const last = this.#agenda.look(stream, name);
      const isSame = last?.fingerprint === fingerprint && last && believedDigest(last, at) === digest;
      const since = isSame ? last.since : at;
      looks.set(name, { at, ...(fingerprint && digest ? { fingerprint, digest, since } : {}) });
    }
    for (const outcome of done.status.repository?.images ?? []) {
      const place = { namespace: stream.namespace, stream: stream.name, tag: outcome.tag ?? '' };
      this.#tellOutcome(place, undefined, outcome);
    }
    return looks;
  }

  #tellOutcome(place: TagPlace, before: ScheduledTag | undefined, { status, image }: ImageImportStatus): void {
    if (status.status === 'Failure') {
      this.#counters.failed += 1;
      const { reason = '', message = '' } = status;
      const known = before?.failure?.reason === reason && before.failure.message === message;
      if (!known || this.#options.once) this.#tell({ event: 'failed', ...place, reason, message });
      return;
    }
    if (!image) return;
    const digest = image.metadata.name;
    const reference = image.dockerImageReference;
    if (digest !== before?.image) {
      this.#counters.changed += 1;
      this.#tell({ event: 'changed', ...place, image: digest, previous: before?.image, reference });
    } else if (before.failure) this.#tell({ event: 'recovered', ...place, image: digest, reference });
  }

  /** After a turn that failed as a whole. @returns the looks that it counts for all the same */
  async #notDone({ stream, tags }: Turn, error: unknown): Promise<ReadonlyMap<string, Look>> {
    if (this.#options.signal.aborted) return new Map();
    if (!isAppError(error)) throw error;
    const { namespace, name } = stream;
    if (isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound')) {
      // Somebody else wrote it: it is due as it is now.
      await this.#index.refresh(namespace, name);
      return new Map();
    }
    this.#counters.failed += tags.length;
    this.#tell({ event: 'warning', message: error.message, namespace, stream: name });
    // What cannot be imported as it is waits for another change, or for its next turn.
    this.#agenda.set(namespace, name, { ...stream, pending: new Set(), full: false });
    const at = this.#now();
    return new Map(tags.map((tag) => [tag.name, { at }]));
  }

  /** What a cluster's other controllers would do now. */
  async #settle(): Promise<void> {
    try {
      await this.#api.controllers.settle();
    } catch (error) {
      if (!isAppError(error) || this.#options.signal.aborted) throw error;
      this.#tell({ event: 'warning', message: error.message });
    }
  }

  async #save(): Promise<void> {
    if (!this.#unsaved) return;
    this.#unsaved = false;
    this.#savedAt = this.#now();
    const { namespace } = this.#options;
    const elsewhere = (key: string) => namespace !== undefined && !key.startsWith(`${namespace}/`);
    await this.#scheduler.place.write(this.#agenda.remembered(elsewhere));
  }

  #finish(started: number): void {
    const { overdue, next } = this.#agenda.outlook(this.#now(), started);
    const due = Number.isFinite(next) ? { next: timestamp(new Date(next)) } : {};
    this.#tell({ event: 'done', ...this.#counters, postponed: overdue, ...due });
  }

  #report(wakeAt: number): void {
    const { streams, tags } = this.#agenda;
    const { looked, changed, failed } = this.#counters;
    const next = Number.isFinite(wakeAt) ? `, next at ${timestamp(new Date(wakeAt)).slice(11)}` : '';
    const text = `watching ${tags} tags of ${streams} streams: ${looked} looked at, ${changed} changed, ${failed} failed${next}`;
    if (text === this.#reported) return;
    this.#reported = text;
    this.#scheduler.context.report({ type: 'note', text });
  }

  #now(): number {
    return this.#scheduler.context.now().getTime();
  }

  #tellOfTelling({ sink, subject, change, ok, outcome, retry }: Told): void {
    const { kind, namespace, name, tag } = subject;
    const image = change.moves[0]?.image ?? '';
    const event = { sink, kind, namespace, name, ...(tag === undefined ? {} : { tag }), image, outcome };
    const again = retry === undefined ? {} : { retry: timestamp(new Date(retry)) };
    this.#tell(ok ? { event: 'told', ...event } : { event: 'untold', ...event, ...again });
  }

  #tell(event: Untimed<StreamWatchEvent>): void {
    this.#say({ time: timestamp(this.#scheduler.context.now()), ...event });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#news = true;
    this.#wake();
  }

  /** Waits for a moment, or until no turn goes on any more. */
  async #nextEnd(signal: AbortSignal): Promise<void> {
    const until = this.#now() + TOGETHER;
    while (this.#running > 0 && !signal.aborted && !this.#failure && this.#now() < until) {
      this.#news = false;
      await this.#nextEvent(Math.max(1, until - this.#now()), signal);
    }
  }

  /** Sleeps until something happens, but no longer than that. */
  async #nextEvent(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#news) return;
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#wake = wake;
    signal?.addEventListener('abort', wake, { once: true });
    if (signal?.aborted) wake();
    await this.#scheduler.sleep(milliseconds, woken.signal);
    signal?.removeEventListener('abort', wake);
    this.#wake = () => {};
  }
}
