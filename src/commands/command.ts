import type { ImageApi } from '../api/api.ts';
import type { WatchOptions } from '../api/schedule/scheduler-context.ts';
import type { Author } from '../core/history/change-origin.ts';
import type { ImageStream } from '../core/objects/image-stream.ts';
import type { CurrentProject } from '../core/ports/current-project.ts';
import type { Editor } from '../core/ports/editor.ts';
import type { FileComparison } from '../core/ports/file-comparison.ts';
import type { GitWork } from '../core/ports/git-work.ts';
import type { InputFiles } from '../core/ports/input-files.ts';
import type { LayerFiles } from '../core/ports/layer-files.ts';
import type { LayerInputs } from '../core/ports/layer-input.ts';
import type { Logins } from '../core/ports/logins.ts';
import type { ManifestReader } from '../core/ports/manifest-reader.ts';
import type { ParseObjectPath } from '../core/ports/object-path.ts';
import type { OutputFiles } from '../core/ports/output-files.ts';
import type { ProgramFacts } from '../core/ports/program-facts.ts';
import type { ReportProgress } from '../core/ports/progress.ts';
import type { RegistryAccess, RegistryChoice } from '../core/ports/registry-access.ts';
import type { SecretVault } from '../core/ports/secret-vault.ts';
import type { StoredTexts } from '../core/ports/stored-texts.ts';
import type { LoginTrial, LoginTrialRequest } from '../core/registries/login-trial.ts';
import type { RegistryCheck, RegistryCheckRequest } from '../core/registries/registry-check.ts';
import type { StreamWatchEvent } from '../core/schedule/watch-event.ts';
import type { RegistryHosts } from '../core/stream/pull-spec.ts';
import { AppError, type ErrorDetails, isAppError } from '../errors.ts';

/** `level` is a number that may be left out, then 1: the next word is its value only where that is a number. */
export type FlagType = 'bool' | 'string' | 'list' | 'int' | 'level';

/** What flags are for, with the headings of the help, in its order. */
export const FLAG_GROUPS = {
  what: 'What',
  how: 'How',
  future: 'What the tag does from now on',
  registry: 'How to reach the registry',
  writing: 'What is written',
  events: 'Telling others of what changed',
  output: 'Output',
} as const;

/** A flag as data; parsed as Go's pflag does, because scripts are written for that. */
export interface Flag {
  /** Without dashes. */
  name: string;
  short?: string;
  /** `list` is repeatable; each value stands alone (commas are the command's business). */
  type: FlagType;
  /** What the help shows for the value. */
  value?: string;
  /** The value of a flag that was not given; false and empty otherwise. */
  default?: string;
  /** What the flag means when it is given without a value, as in `--dry-run`. */
  bare?: string;
  help: string;
  /** Its heading in the help; `Flags` without one, for verbs that have few. */
  group?: keyof typeof FLAG_GROUPS;
  /** Accepted and not shown. */
  hidden?: boolean;
}

export interface Example {
  /** What the line does. */
  what: string;
  /** A command line, beginning with `imagestream`. */
  run: string;
}

/** What the command line and the help of a verb need to know of it; its line in the help of all is in `cli/verbs`. */
export interface CommandSpec {
  /** Arguments in the usage line. */
  usage: string;
  /** Paragraphs for the verb's own help. */
  description: string;
  flags: readonly Flag[];
  examples: readonly Example[];
  /** Reads or changes what is stored: with a store that was named and is missing it fails, and makes none. */
  needsStore?: boolean;
  /** Tells of the program alone: of what `run` is given only `program` is there, so that nothing of a user can stop it. */
  standsAlone?: boolean;
}

/** Values of a command's flags, read by name. Asking for a flag that the command does not have is a mistake in the program. */
export interface FlagValues {
  bool(name: string): boolean;
  string(name: string): string;
  list(name: string): readonly string[];
  int(name: string): number;
  /** Whether the flag was given, whatever its value. */
  changed(name: string): boolean;
}

export interface Arguments {
  /** The positional arguments. */
  args: readonly string[];
  flags: FlagValues;
  /** How the program was called: `imagestream`, or `oc` under an alias. */
  program: string;
  /** The error of arguments that do not fit, with the pointer to the help that `oc` prints. Its code is USAGE. */
  usage(message: string): AppError;
}

/** What a running command works with. */
export interface Ports {
  api: ImageApi;
  /** The namespace that counts when none is written. */
  namespace: string;
  manifests: ManifestReader;
  files: InputFiles;
  /** Archives of layers, and folders that they are unpacked into. */
  layers: LayerFiles;
  /** Files that become layers. What this keeps is gone when it is closed. */
  layerInputs(): LayerInputs;
  /** Files that the command writes for the user, outside of the store. */
  outputs: OutputFiles;
  /** The user's own logins for registries. */
  logins: Logins;
  /** Where the passwords of secrets lie. */
  vault: Pick<SecretVault, 'kept' | 'forget'>;
  /** Reads paths into objects. */
  parseObjectPath: ParseObjectPath;
  editor: Editor;
  comparison: FileComparison;
  project: CurrentProject;
  /** The user's git, for the verbs that are about it. */
  git: GitWork;
  /** The files of the store, as files. */
  texts: StoredTexts;
  /** The way to registries, for commands that talk to them without the image API. */
  registries(choice: RegistryChoice): RegistryAccess;
  /** Keeps scheduled tags fresh; what happens, as it happens. See `watchStreams`. */
  watchStreams(options: WatchOptions): AsyncIterable<StreamWatchEvent>;
  /**
   * When scheduled tags are to be looked up again, by `namespace/stream:tag`, in milliseconds since the epoch. Writes nothing.
   * @param interval of tags that say nothing else, in milliseconds
   */
  nextLooks(streams: readonly ImageStream[], interval: number): Promise<ReadonlyMap<string, number>>;
  /** Tries a login before it is saved. Fails with ARGUMENT where it is refused, or cannot be tried. */
  tryLogin(request: LoginTrialRequest): Promise<LoginTrial>;
  /** The hosts of the integrated registry, as this machine and the store say. Fails as a read of the store does. */
  integratedRegistry(): Promise<RegistryHosts>;
  /** Says how a registry is reached, and tries it. */
  checkRegistry(request: RegistryCheckRequest): Promise<RegistryCheck>;
  program: ProgramFacts;
  now(): Date;
  /** Who works here, for the record. */
  author(): Promise<Author>;
  /** What the machine is, in the words of image platforms. */
  platform: { architecture: string; os: string };
  /** Tells somebody who watches how far the command is. */
  report: ReportProgress;
  signal: AbortSignal;
}

/**
 * One verb. `parse` reads arguments, throws FLAG, USAGE or ARGUMENT errors, and touches nothing.
 * `run` does the work and returns what is to be shown; it prints nothing.
 */
export interface Command<Request = unknown, Result = unknown> {
  spec: CommandSpec;
  parse(input: Arguments): Request;
  run(request: Request, ports: Ports): Promise<Result>;
}

/** A command as the CLI handles it: what `parse` returns goes to its `run`, what that returns to its printer. */
export interface AnyCommand {
  spec: CommandSpec;
  parse(input: Arguments): unknown;
  // Method syntax: a request is only ever given to the command that made it.
  run(request: never, ports: Ports): Promise<unknown>;
}

/** Fails with ARGUMENT: arguments that are well-formed, and cannot be used. */
export function refuse(message: string, details?: ErrorDetails): never {
  throw new AppError('ARGUMENT', message, details);
}

/** The error of a flag's value that cannot be read, as Go's pflag words it. Its code is FLAG. */
export function wrongFlag(name: string, value: string, why: string, hint?: string): AppError {
  return new AppError('FLAG', `invalid argument ${JSON.stringify(value)} for "--${name}" flag: ${why}`, { hint });
}

/** Reads the value of a flag. What is wrong with it by the words of `read` is told of the flag, with the code FLAG. */
export function readFlagValue<T>(name: string, value: string, read: (value: string) => T): T {
  try {
    return read(value);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw wrongFlag(name, value, error.message, error.hint);
  }
}
