/** Where events go, as flags or the user's configuration say it. Never from a store: it may be somebody else's. */
export type SinkSettings = ExecSettings | WebhookSettings;

interface CommonSettings {
  events: EventChoice;
  /** Milliseconds that one try may take. */
  timeLimit: number;
}

export interface ExecSettings extends CommonSettings {
  type: 'exec';
  /** A command line for the shell. */
  command: string;
  input: ExecInput;
}

export interface WebhookSettings extends CommonSettings {
  type: 'webhook';
  /** `http` or `https`. */
  url: string;
}

/**
 * What a sink is told: changed objects and, where nothing follows a tag, the tag itself (`auto`); objects alone; tags alone.
 */
export type EventChoice = 'auto' | 'objects' | 'tags';

export const EVENT_CHOICES: readonly EventChoice[] = ['auto', 'objects', 'tags'];

/** What a command gets on standard input: the event as a line of JSON and the object after it, or the object alone. */
export type ExecInput = 'event' | 'object';

export const EXEC_INPUTS: readonly ExecInput[] = ['event', 'object'];

/** Milliseconds. */
export const DEFAULT_TIME_LIMITS = { exec: 300_000, webhook: 30_000 };

/** How often a command that ends tries again what failed, where nothing else is said. */
export const EVENT_RETRIES = 3;

/** Whom a command is asked to tell of what it changes. */
export interface EventRequest {
  sinks: readonly SinkSettings[];
  /** Tries of one event after the first, for commands that end. */
  retries: number;
}
