import type { CloudEvent } from '../events/cloud-event.ts';
import type { ImageChange } from '../events/image-change.ts';
import type { Ledger } from '../events/ledger.ts';
import type { EventChoice } from '../events/sink-settings.ts';
import type { KubeObject } from '../objects/meta.ts';

/** Somebody who is told of changes: a command, or a web server. */
export interface EventSink {
  /** The same for the same command or URL, and safe as a file's name. */
  readonly id: string;
  /** For people; holds no secret. */
  readonly name: string;
  readonly events: EventChoice;
  /**
   * Tells once, and waits for the end. Does not fail: what went wrong is an outcome. When the signal aborts, what was begun
   * is ended.
   */
  tell(telling: Telling, signal: AbortSignal): Promise<TellOutcome>;
  /**
   * How the try ended that an earlier process began of this subject and did not see the end of; waits where it goes on.
   * @param key `subjectKey`
   * @returns undefined where there is none, or where it ended without saying how: then it counts as never begun
   */
  resume?(key: string, signal: AbortSignal): Promise<{ change: ImageChange; outcome: TellOutcome } | undefined>;
  /** Lets go of what `tell` and `resume` keep, once their outcome is written down. */
  settled?(key: string): Promise<void>;
}

export interface Telling {
  change: ImageChange;
  event: CloudEvent;
  /** The object as it is now. */
  object: KubeObject;
}

export interface TellOutcome {
  ok: boolean;
  /** Such as `exit code 1`, `HTTP 500`; one line for people. */
  outcome: string;
}

/** What is kept of each sink beside a store: what it was told. Every method fails with STORE_IO or STORE_LOCKED. */
export interface LedgerPlace {
  /** Undefined where nothing was kept. */
  read(sink: string): Promise<Ledger | undefined>;
  /** Reads, changes and writes what is kept, with nobody in between. What stays the same value is not written. */
  change(sink: string, change: (ledger: Ledger) => Ledger): Promise<Ledger>;
  /**
   * Does something while no other process tells this sink anything; waits for others.
   * Fails with INTERRUPTED when the signal aborts the waiting.
   */
  lead<T>(sink: string, signal: AbortSignal, action: () => Promise<T>): Promise<T>;
}
