import type { WatchPlace } from '../../core/ports/watch-place.ts';
import type { ParseCron } from '../../core/schedule/rhythm.ts';
import type { ApiContext } from '../context.ts';
import type { SinkDispatcherOptions } from '../events/sink-dispatcher.ts';

export interface WatchOptions {
  /** Undefined for all namespaces. */
  namespace: string | undefined;
  /** Milliseconds between two looks at a tag that says nothing else. */
  interval: number;
  /** How many streams a minute are begun; 0 or less for no limit. */
  perMinute: number;
  /** Do what is due, and end. */
  once: boolean;
  /** Look at every scheduled tag at the beginning, also where it is not due. */
  all?: boolean | undefined;
  /** With `once`: how often a sink that failed is tried again before the end. */
  retries?: number;
  signal: AbortSignal;
}

export interface SchedulerContext {
  /** Its `report` is not used by imports here. */
  context: ApiContext;
  place: WatchPlace;
  /** Who is told of moved tags and changed objects; undefined for nobody. */
  sinks?: SinkDispatcherOptions | undefined;
  parseCron: ParseCron;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}
