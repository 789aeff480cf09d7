import type { CommandCall } from '../../cli/session.ts';
import type { FlagValues } from '../../commands/command.ts';
import type { EventRequest } from '../../core/events/sink-settings.ts';
import { causeOf } from '../../core/history/change-origin.ts';

/** What one call says of itself, as values. */
export interface CallOptions {
  /** Ends the call when it aborts. Asked for by what waits: listening costs something. */
  readonly signal: AbortSignal;
  /** Lets registries be reached insecurely. */
  insecure: boolean;
  /** Wants to hear which mirror answered, and why others did not. */
  explained: boolean;
  /** The word for what it does to tags. */
  cause: string;
  /** Why, in the user's words; empty for none. */
  reason: string;
  /** Whom it asks to tell of what it changes. */
  events: EventRequest | undefined;
}

/** Flags by which the user lets registries be reached insecurely in this very call. */
const CONSENT_FLAGS = ['insecure', 'insecure-registry'];

/**
 * As a command line says it.
 *
 * @param call the verb; absent where words are completed
 * @param interruption has the signal that ends it
 */
export function callOptions(
  flags: FlagValues,
  call: CommandCall | undefined,
  interruption: { readonly signal: AbortSignal },
): CallOptions {
  const has = (name: string) => call?.spec.flags.some((flag) => flag.name === name) ?? false;
  return {
    get signal() {
      return interruption.signal;
    },
    insecure: CONSENT_FLAGS.some((name) => has(name) && flags.bool(name)),
    explained: Number(flags.string('v') || flags.string('loglevel')) > 0,
    cause: causeOf(call?.path.join(' ') ?? ''),
    reason: has('reason') ? flags.string('reason') : '',
    events: call?.events,
  };
}
