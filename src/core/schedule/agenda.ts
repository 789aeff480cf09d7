import type { ImageStreamImport } from '../objects/image-stream-import.ts';
import { type Look, type LookMemory, lookKey } from './look-memory.ts';
import type { RateLimit } from './rate-limit.ts';
import type { RegistryGates } from './registry-gates.ts';
import { dueAfter, leeway } from './rhythm.ts';
import type { ScheduledStream, ScheduledTag } from './scheduled-stream.ts';

/** Cron expressions name minutes. */
const CRON_GRAIN = 60_000;

/** A stream whose turn it is. */
export interface Turn {
  stream: ScheduledStream;
  /** What is to be asked of the image API. */
  request: ImageStreamImport;
  /** The scheduled tags among it. */
  tags: ScheduledTag[];
  /** Registries that are asked whether they are back. */
  probes: string[];
}

/** What a pass has left. Times are milliseconds since the epoch; infinite for never. */
export interface Outlook {
  /** The keys of tags that are due, and were not looked at or could not be. */
  overdue: string[];
  /** When the first one of the others is due. */
  next: number;
  /** How many of those were not looked at because they were not due, and when the first one of them is. */
  early: number;
  earlyUntil: number;
}

/**
 * What is due, and when. Streams that wait longest come first; what a limit or a registry that is down holds back stays
 * due, and nothing is left out.
 */
export class Agenda {
  readonly #limit: RateLimit;
  readonly #gates: RegistryGates;
  readonly #looks: LookMemory;
  readonly #streams = new Map<string, ScheduledStream>();
  readonly #running = new Set<string>();
  /** What was computed: cron expressions are slow, and every look at the agenda asks again. */
  readonly #dues = new WeakMap<ScheduledTag, { looked: number; due: number }>();

  /** Tags, by their keys, that were looked at since this agenda was made. */
  readonly #lookedAt = new Set<string>();
  readonly #all: boolean;

  /** @param all whether every tag is due once, whenever it was looked at before */
  constructor(limit: RateLimit, gates: RegistryGates, looks: LookMemory, all = false) {
    this.#limit = limit;
    this.#gates = gates;
    this.#looks = looks;
    this.#all = all;
  }

  get tags(): number {
    let count = 0;
    for (const stream of this.#streams.values()) count += stream.tags.length;
    return count;
  }

  get streams(): number {
    return this.#streams.size;
  }

  set(namespace: string, name: string, stream: ScheduledStream | undefined): void {
    if (stream) this.#streams.set(`${namespace}/${name}`, stream);
    else this.#streams.delete(`${namespace}/${name}`);
  }

  /** Forgets every stream that is not among these `namespace/name`. */
  keep(names: ReadonlySet<string>): void {
    for (const key of this.#streams.keys()) if (!names.has(key)) this.#streams.delete(key);
  }

  find(namespace: string, name: string): ScheduledStream | undefined {
    return this.#streams.get(`${namespace}/${name}`);
  }

  /** The shortest time between two looks at any tag, in milliseconds. */
  shortestInterval(usual: number): number {
    let shortest = usual;
    for (const stream of this.#streams.values()) {
      for (const { rhythm } of stream.tags) {
        shortest = Math.min(shortest, rhythm.type === 'cron' ? CRON_GRAIN : rhythm.every);
      }
    }
    return shortest;
  }

  /** What is to be remembered: the looks at tags that are scheduled, and at those that `elsewhere` names. */
  remembered(elsewhere: (key: string) => boolean): LookMemory {
    const kept: LookMemory = new Map();
    for (const [key, look] of this.#looks) if (elsewhere(key)) kept.set(key, look);
    for (const stream of this.#streams.values()) {
      for (const tag of stream.tags) {
        const key = lookKey(stream, tag.name);
        const look = this.#looks.get(key);
        if (look) kept.set(key, look);
      }
    }
    return kept;
  }

  /**
   * Takes what may begin now off the agenda, until `done`.
   *
   * @param now milliseconds since the epoch
   * @param dueBy what is due by then counts
   */
  take(now: number, dueBy = now): Turn[] {
    const waiting: { due: number; stream: ScheduledStream }[] = [];
    for (const [key, stream] of this.#streams) {
      if (this.#running.has(key)) continue;
      const due = this.#dueOf(stream, now, true);
      if (due <= dueBy) waiting.push({ due, stream });
    }
    waiting.sort((a, b) => a.due - b.due);
    const turns: Turn[] = [];
    for (const { stream } of waiting) {
      if (this.#limit.availableAt(now) > now) break;
      const turn = this.#turn(stream, now, dueBy);
      if (!turn) continue;
      this.#limit.take(now);
      this.#running.add(`${stream.namespace}/${stream.name}`);
      turns.push(turn);
    }
    return turns;
  }

  /** A turn is over. Tags without a look stay due. */
  done(turn: Turn, looks: ReadonlyMap<string, Look>, now: number): void {
    const { stream } = turn;
    this.#running.delete(`${stream.namespace}/${stream.name}`);
    for (const [tag, look] of looks) {
      const key = lookKey(stream, tag);
      this.#looks.set(key, look);
      this.#lookedAt.add(key);
    }
    for (const registry of turn.probes) this.#gates.end(registry, now);
  }

  look(stream: ScheduledStream, tag: string): Look | undefined {
    return this.#looks.get(lookKey(stream, tag));
  }

  /** When `take` may have something, in milliseconds since the epoch; infinite for never. */
  wakeAt(now: number): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const [key, stream] of this.#streams) {
      if (!this.#running.has(key)) earliest = Math.min(earliest, this.#dueOf(stream, now, false));
    }
    return Math.max(earliest, this.#limit.availableAt(now));
  }

  /** Whether `take` will have something as soon as the limit allows. */
  hasStartable(now: number, dueBy = now): boolean {
    for (const [key, stream] of this.#streams) {
      if (!this.#running.has(key) && this.#dueOf(stream, now, true) <= dueBy) return true;
    }
    return false;
  }

  /** What a pass that did what was due by then has left. */
  outlook(now: number, dueBy: number): Outlook {
    const outlook: Outlook = {
      overdue: [],
      next: Number.POSITIVE_INFINITY,
      early: 0,
      earlyUntil: Number.POSITIVE_INFINITY,
    };
    for (const stream of this.#streams.values()) {
      for (const tag of stream.tags) {
        const due = this.dueAt(stream, tag, now);
        const key = lookKey(stream, tag.name);
        if (due <= dueBy) outlook.overdue.push(key);
        else outlook.next = Math.min(outlook.next, due);
        if (due <= dueBy || this.#lookedAt.has(key)) continue;
        outlook.early++;
        outlook.earlyUntil = Math.min(outlook.earlyUntil, due);
      }
    }
    return outlook;
  }

  /** When a tag is due, in milliseconds since the epoch, whatever holds it back. */
  dueAt(stream: ScheduledStream, tag: ScheduledTag, now: number): number {
    const key = lookKey(stream, tag.name);
    if (this.#all && !this.#lookedAt.has(key)) return 0;
    const look = this.#looks.get(key);
    // What was looked at in the future was looked at before the clock was set back.
    if (look && look.at > now) look.at = now;
    const recorded = tag.recorded > now ? 0 : tag.recorded;
    const looked = Math.max(look?.at ?? 0, recorded);
    const known = this.#dues.get(tag);
    if (known?.looked === looked) return known.due;
    const due = dueAfter(tag.rhythm, looked, tag.reference);
    this.#dues.set(tag, { looked, due });
    return due;
  }

  /** When a stream's first tag may be asked for. */
  #dueOf(stream: ScheduledStream, now: number, onlyOpen: boolean): number {
    if (stream.full || stream.pending.size > 0) return 0;
    let earliest = Number.POSITIVE_INFINITY;
    for (const tag of stream.tags) {
      const due = this.dueAt(stream, tag, now);
      const isOpen = this.#gates.state(tag.registry, now) !== 'shut';
      if (onlyOpen && !isOpen) continue;
      earliest = Math.min(earliest, isOpen ? due : Math.max(due, this.#gates.opensAt(tag.registry, now)));
    }
    return earliest;
  }

  #turn(stream: ScheduledStream, now: number, dueBy: number): Turn | undefined {
    const probes = new Set<string>();
    const tags = stream.tags.filter((tag) => {
      if (this.dueAt(stream, tag, now) > dueBy + leeway(tag.rhythm)) return false;
      const state = this.#gates.state(tag.registry, now);
      if (state === 'probe') {
        this.#gates.begin(tag.registry);
        probes.add(tag.registry);
      }
      return state !== 'shut';
    });
    const wanted = new Set([...tags.map((tag) => tag.name), ...stream.pending]);
    if (wanted.size === 0 && !stream.full) return undefined;
    const { images: all = [], ...spec } = stream.request.spec;
    const images = stream.full ? all : all.filter(({ to }) => wanted.has(to?.name ?? ''));
    const request = { ...stream.request, spec: { ...spec, ...(images.length > 0 ? { images } : {}) } };
    return { stream, request, tags, probes: [...probes] };
  }
}
