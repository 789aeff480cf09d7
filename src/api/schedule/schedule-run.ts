import { ChangeSignal } from '../../core/concurrency/change-signal.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Lease } from '../../core/ports/watch-place.ts';
import { Agenda, type Turn } from '../../core/schedule/agenda.ts';
import { type Look, type LookMemory, withoutFuture } from '../../core/schedule/look-memory.ts';
import { RateLimit } from '../../core/schedule/rate-limit.ts';
import { RegistryGates } from '../../core/schedule/registry-gates.ts';
import type { StreamWatchEvent } from '../../core/schedule/watch-event.ts';
import { interrupted, isAppError } from '../../errors.ts';
import { createImageApi, type ImageApi } from '../api.ts';
import { type ApiContext, timestamp } from '../context.ts';
import { SinkDispatcher } from '../events/sink-dispatcher.ts';
import { SharedLookups } from '../imports/shared-lookups.ts';
import type { SchedulerContext, WatchOptions } from './scheduler-context.ts';
import { StreamIndex } from './stream-index.ts';
import { takeTurn } from './stream-turn.ts';
import { WatchLog } from './watch-log.ts';

/** What was looked at is written down at most this often, in milliseconds: a process that is killed loses no more. */
const SAVE_INTERVAL = 10_000;
/** What happens within so many milliseconds is looked at together: a store may have thousands of streams. */
const TOGETHER = 50;
/** The longest sleep, in milliseconds: a clock that was set, or a machine that slept, is noticed after it. */
const LONGEST_SLEEP = 60_000;
/** The first pause of a registry that failed; the longest one is the interval, and no less than this. */
const FIRST_PAUSE = 30_000;

/** One process' watch over a store, from taking the lease to giving it back. */
export class ScheduleRun {
  readonly #scheduler: SchedulerContext;
  readonly #options: WatchOptions;
  readonly #lease: Lease;
  readonly #log: WatchLog;
  readonly #gates: RegistryGates;
  readonly #agenda: Agenda;
  readonly #index: StreamIndex;
  readonly #lookups: SharedLookups;
  readonly #sinks: SinkDispatcher | undefined;
  readonly #api: ImageApi;
  /** Of streams that this process wrote, the version that it wrote. */
  readonly #own = new Map<string, string | undefined>();
  /** Something happened that the loop has to look at. */
  readonly #news = new ChangeSignal();
  #running = 0;
  #unsaved = false;
  #savedAt = 0;
  #failure: { error: unknown } | undefined;

  /** @param looks what was remembered by those who watched before */
  constructor(
    scheduler: SchedulerContext,
    options: WatchOptions,
    lease: Lease,
    say: (event: StreamWatchEvent) => void,
    looks: LookMemory,
  ) {
    const { context, sinks, parseCron, random, sleep } = scheduler;
    const { namespace, interval, perMinute, once, all } = options;
    const { store, registry, unreadable } = context;
    this.#scheduler = scheduler;
    this.#options = options;
    this.#lease = lease;
    const log = new WatchLog({ context, say, once });
    this.#log = log;
    const first = Math.min(FIRST_PAUSE, interval);
    const gates = new RegistryGates({ first, longest: Math.max(first, interval), random });
    this.#gates = gates;
    const now = () => this.#now();
    const agenda = new Agenda(new RateLimit(perMinute), gates, withoutFuture(looks, now()), all);
    this.#agenda = agenda;
    const warn = (message: string, where = {}) => log.tell({ event: 'warning', message, ...where });
    this.#index = new StreamIndex({ store, agenda, namespace, interval, parseCron, warn, unreadable, sleep });
    const onDown = (host: string, { message }: Error) => {
      const retry = timestamp(new Date(gates.opensAt(host, now())));
      log.tell({ event: 'registry-down', registry: host, message, retry });
    };
    const onUp = (host: string) => {
      log.tell({ event: 'registry-up', registry: host });
      this.#news.notify();
    };
    this.#lookups = new SharedLookups({ registry, gates, now, onDown, onUp });
    this.#sinks = sinks && new SinkDispatcher(context, sinks, (told) => log.told(told));
    // The same context, but for lookups, which are shared, for progress, which is this loop's, and for who is told of changes.
    const shared: ApiContext = Object.create(context, {
      registry: { value: this.#lookups, enumerable: true },
      changes: { value: this.#sinks, enumerable: true },
      report: { value: () => {}, enumerable: true },
      warn: { value: (message: string) => warn(message), enumerable: true },
    });
    this.#api = createImageApi(shared);
  }

  async run(): Promise<void> {
    const { signal, once } = this.#options;
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    await this.#sinks?.begin(this.#options.namespace);
    this.#api.controllers.everythingMayHaveChanged();
    await this.#settle();
    const { version, pinned } = await this.#index.load();
    const { streams, tags } = this.#agenda;
    this.#log.tell({ event: 'watching', streams, tags, pinned });
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
    if (once) this.#log.done(this.#agenda.outlook(this.#now(), started));
  }

  /** Somebody else wrote a stream, or many: its triggers may be to be followed. */
  #changedElsewhere(object: KubeObject | undefined): void {
    this.#news.notify();
    if (object) {
      const { namespace = '', name, resourceVersion } = object.metadata;
      if (this.#own.get(`${namespace}/${name}`) === resourceVersion) return;
      this.#api.controllers.imagesChanged(namespace, name);
    } else this.#api.controllers.everythingMayHaveChanged();
    this.#settle().catch((error) => this.#fail(error));
  }

  /** Until the signal aborts or, for a single pass, until nothing is left that can be done. */
  async #loop(started: number): Promise<void> {
    const { once, signal, interval } = this.#options;
    while (!this.#failure) {
      const seen = this.#news.count;
      if (signal.aborted) {
        if (this.#running === 0) return;
        await this.#nextEvent(LONGEST_SLEEP, seen, undefined);
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
      this.#log.progress(this.#agenda, wakeAt);
      if (this.#unsaved && Math.abs(now - this.#savedAt) >= SAVE_INTERVAL) await this.#save();
      await this.#nextEvent(Math.max(0, Math.min(wakeAt - this.#now(), LONGEST_SLEEP)), seen, signal);
      // Turns that end one after the other are looked at together; the last one is not waited for.
      if (this.#running > 0 && this.#news.count !== seen) await this.#nextEnd(signal);
    }
    throw this.#failure.error;
  }

  async #take(turn: Turn): Promise<void> {
    this.#running += 1;
    let looks: ReadonlyMap<string, Look> = new Map();
    try {
      looks = await takeTurn(turn, {
        api: this.#api,
        agenda: this.#agenda,
        index: this.#index,
        gates: this.#gates,
        log: this.#log,
        signal: this.#options.signal,
        now: () => this.#now(),
        written: (stream) => this.#written(stream),
      });
    } catch (fatal) {
      this.#fail(fatal);
    }
    if (looks.size > 0) this.#unsaved = true;
    this.#agenda.done(turn, looks, this.#now());
    this.#running -= 1;
    this.#news.notify();
  }

  async #written(stream: ImageStream): Promise<void> {
    const { namespace, name, resourceVersion } = stream.metadata;
    this.#own.set(`${namespace}/${name}`, resourceVersion);
    await this.#index.set(stream);
    await this.#settle();
  }

  /** What a cluster's other controllers would do now. */
  async #settle(): Promise<void> {
    try {
      await this.#api.controllers.settle();
    } catch (error) {
      if (!isAppError(error) || this.#options.signal.aborted) throw error;
      this.#log.tell({ event: 'warning', message: error.message });
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

  #now(): number {
    return this.#scheduler.context.now().getTime();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#news.notify();
  }

  /** Waits for a moment, or until no turn goes on any more. */
  async #nextEnd(signal: AbortSignal): Promise<void> {
    const until = this.#now() + TOGETHER;
    while (this.#running > 0 && !signal.aborted && !this.#failure && this.#now() < until) {
      await this.#nextEvent(Math.max(1, until - this.#now()), this.#news.count, signal);
    }
  }

  /** Sleeps until something happens that was not seen, but no longer than that. */
  #nextEvent(milliseconds: number, seen: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#news.changedWithin(milliseconds, seen, this.#scheduler.sleep, signal);
  }
}
