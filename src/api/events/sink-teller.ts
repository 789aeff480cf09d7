import { cloudEvent } from '../../core/events/cloud-event.ts';
import { deliveryPause } from '../../core/events/delivery-backoff.ts';
import { chooseSubjects, type Subjects } from '../../core/events/event-choice.ts';
import {
  changeId,
  type EventSubject,
  type ImageChange,
  subjectKey,
  untoldChanges,
} from '../../core/events/image-change.ts';
import {
  EMPTY_LEDGER,
  type Ledger,
  withBaseline,
  withOutcome,
  withoutClaims,
  withTold,
} from '../../core/events/ledger.ts';
import type { EventSink, LedgerPlace, TellOutcome } from '../../core/ports/event-sinks.ts';
import { timestamp } from '../context.ts';
import type { EventSubjects } from './event-subjects.ts';

/** How one try ended, for those who watch. */
export interface Told {
  sink: string;
  subject: EventSubject;
  change: ImageChange;
  ok: boolean;
  outcome: string;
  /** When it is tried again, in milliseconds since the epoch; absent where it is not. */
  retry?: number;
}

export interface TellerContext {
  subjects: EventSubjects;
  place: LedgerPlace;
  /** Milliseconds since the epoch. */
  now(): number;
  random(): number;
  say(told: Told): void;
}

interface Waiting {
  subject: EventSubject;
  /** `changeId` of the newest change. */
  event: string;
  tries: number;
  due: number;
}

/** Whether a try told all that there is, has more to tell, or failed. */
type TryEnd = 'nothing' | 'more' | { change: ImageChange; outcome: TellOutcome };

/**
 * Tells one sink what it has not been told, one thing after the other. What it was told is written down at once, and what is
 * untold follows from that and from the store: nothing that is lost with a process is needed to go on.
 */
export class SinkTeller {
  readonly sink: EventSink;
  readonly #context: TellerContext;
  readonly #waiting = new Map<string, Waiting>();

  constructor(sink: EventSink, context: TellerContext) {
    this.sink = sink;
    this.#context = context;
  }

  /** From here on, what these subjects get is news. */
  async begin(subjects: Subjects, complete: boolean): Promise<void> {
    const states = [...subjects.objects, ...subjects.tags];
    const known = (await this.#context.place.read(this.sink.id)) ?? EMPTY_LEDGER;
    const begun = (ledger: Ledger) => withBaseline(withoutClaims(ledger, states), states, complete);
    if (begun(known) !== known) await this.#change(begun);
  }

  /** Looks what of these subjects is untold. A subject that was never heard of is news only where all others are known. */
  async notice(subjects: Subjects): Promise<void> {
    const { told, passedOver } = chooseSubjects(subjects, this.sink.events);
    const settled = (ledger: Ledger) =>
      passedOver.reduce(withTold, ledger.complete ? ledger : withBaseline(ledger, told));
    let ledger = (await this.#context.place.read(this.sink.id)) ?? EMPTY_LEDGER;
    if (settled(ledger) !== ledger) ledger = await this.#change(settled);
    for (const state of told) {
      const key = subjectKey(state.subject);
      const newest = untoldChanges(state, ledger.entries.get(key)?.told ?? new Map()).at(-1);
      if (!newest) {
        this.#waiting.delete(key);
        continue;
      }
      const event = changeId(newest);
      // What changes anew is tried anew, at once.
      if (this.#waiting.get(key)?.event !== event)
        this.#waiting.set(key, { subject: state.subject, event, tries: 0, due: 0 });
    }
  }

  /** When the next try is due, in milliseconds since the epoch; infinite for nothing that waits. */
  get due(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.#waiting.values()].map(({ due }) => due));
  }

  /**
   * Tells everything that is due, one change of each subject in turn: what has many behind it does not keep the others
   * waiting. What fails waits, and the others go on. @param mostTries of one change; then it is not tried again
   */
  async tellDue(signal: AbortSignal, mostTries = Number.POSITIVE_INFINITY): Promise<void> {
    const now = this.#context.now();
    let round = [...this.#waiting].filter(([, { due }]) => due <= now);
    while (round.length > 0) {
      const more: [string, Waiting][] = [];
      for (const [key, waiting] of round) {
        if (signal.aborted) return;
        const end = await this.#context.place.lead(this.sink.id, signal, () => this.#tell(key, waiting, signal));
        if (this.#waiting.get(key) !== waiting) continue;
        if (signal.aborted && end !== 'nothing') return;
        const next = this.#next(waiting, end, mostTries);
        if (next) this.#waiting.set(key, next);
        else this.#waiting.delete(key);
        if (signal.aborted) return;
        if (next && end === 'more') more.push([key, next]);
        if (typeof end === 'object') this.#say(end.change, end.outcome, next?.due);
      }
      round = more;
    }
  }

  /** What waits after a try: what was told counts its failures anew. */
  #next(waiting: Waiting, end: TryEnd, mostTries: number): Waiting | undefined {
    if (end === 'nothing') return undefined;
    if (end === 'more') return { ...waiting, tries: 0 };
    const tries = waiting.tries + 1;
    if (tries >= mostTries) return undefined;
    return { ...waiting, tries, due: this.#context.now() + deliveryPause(tries, this.#context.random()) };
  }

  async #tell(key: string, { subject }: Waiting, signal: AbortSignal): Promise<TryEnd> {
    await this.#resume(key, signal);
    const found = await this.#context.subjects.one(subject);
    if (!found || signal.aborted) return 'nothing';
    const ledger = (await this.#context.place.read(this.sink.id)) ?? EMPTY_LEDGER;
    const [change, ...others] = untoldChanges(found.state, ledger.entries.get(key)?.told ?? new Map());
    if (!change) return 'nothing';
    const event = cloudEvent(change, found.object);
    const outcome = await this.sink.tell({ change, event, object: found.object }, signal);
    await this.#settle(change, outcome);
    if (!outcome.ok) return { change, outcome };
    this.#say(change, outcome);
    return others.length > 0 ? 'more' : 'nothing';
  }

  /** Learns how the try ended that was under way when a process was killed. */
  async #resume(key: string, signal: AbortSignal): Promise<void> {
    const resumed = await this.sink.resume?.(key, signal);
    if (!resumed) return;
    await this.#settle(resumed.change, resumed.outcome);
    if (resumed.outcome.ok) this.#say(resumed.change, resumed.outcome);
  }

  async #settle(change: ImageChange, { ok, outcome }: TellOutcome): Promise<void> {
    const event = changeId(change);
    const at = timestamp(new Date(this.#context.now()));
    await this.#change((ledger) => {
      const last = ledger.entries.get(subjectKey(change.subject))?.last;
      const tries = last?.event === event ? last.tries + 1 : 1;
      return withOutcome(ledger, change, { event, at, ok, outcome, tries });
    });
    await this.sink.settled?.(subjectKey(change.subject));
  }

  #change(change: (ledger: Ledger) => Ledger): Promise<Ledger> {
    return this.#context.place.change(this.sink.id, change);
  }

  #say(change: ImageChange, { ok, outcome }: TellOutcome, retry?: number): void {
    const { subject } = change;
    const again = retry === undefined ? {} : { retry };
    this.#context.say({ sink: this.sink.name, subject, change, ok, outcome, ...again });
  }
}
