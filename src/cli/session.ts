import type { Told } from '../api/events/sink-teller.ts';
import type { CommandSpec, FlagValues, Ports } from '../commands/command.ts';
import type { EventRequest } from '../core/events/sink-settings.ts';
import type { ProgramFacts } from '../core/ports/program-facts.ts';
import type { Screen } from '../print/text/screen.ts';
import type { ColorChoice } from '../print/text/style.ts';
import type { Signal } from './exit-codes.ts';

/** The streams and facts of the process, as values. */
export interface CliIo {
  /** How the program was called. */
  program: string;
  about: ProgramFacts;
  /** Writes to standard output; resolves when it is written, or when nobody reads any more. */
  out(text: string | Uint8Array): Promise<void>;
  err(text: string): Promise<void>;
  /** What standard output (1) or standard error (2) is shown on. */
  screen(descriptor: 1 | 2, color: ColorChoice): Promise<Screen>;
  /** The signal that asked for the end, once there was one. */
  signalled(): Signal | undefined;
  now(): Date;
  readText(path: string): Promise<string>;
  /** Opens what the command works with, as the flags ask for. Called after parsing, so that `--help` opens nothing. */
  open(flags: FlagValues, call?: CommandCall): Promise<Session>;
}

/** A verb that is called, as far as it matters to what it works with. */
export interface CommandCall {
  /** The words that call it. */
  path: readonly string[];
  spec: CommandSpec;
  /** Whom its flags ask to tell of what it changes. */
  events: EventRequest | undefined;
}

export interface Session {
  ports: Ports;
  /** Tells others of what was changed. @returns what could not be told */
  tellSinks?(): Promise<readonly Told[]>;
  /** Whether something could not be read, which was said. */
  passedOver?(): boolean;
  /** Ends what was opened. Does not fail. */
  close(): Promise<void>;
}
