import { randomBytes } from 'node:crypto';
import { printYaml } from '../codec/yaml.ts';
import { once } from '../core/concurrency/when-asked.ts';
import { eventVariables } from '../core/events/cloud-event.ts';
import { subjectKey } from '../core/events/image-change.ts';
import type { ExecSettings } from '../core/events/sink-settings.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { EventSink, Telling, TellOutcome } from '../core/ports/event-sinks.ts';
import { endOwnProcess, killOwnProcess, runMark } from '../processes/own-process.ts';
import { endGroup, groupMembers, type ProcessGroup } from '../processes/process-group.ts';
import { hasArgument } from '../processes/process-table.ts';
import { type Attempt, AttemptFolder } from './attempt.ts';
import { type CommandRun, runCommand } from './command-run.ts';
import { sinkId } from './sink-id.ts';

export interface ExecSinkOptions {
  settings: ExecSettings;
  /** Makes the folder where the sink keeps its tries, which its user alone may write. Fails with STORE_IO. */
  folder(): string;
  /** What the command's environment begins with. */
  env: Readonly<Record<string, string | undefined>>;
  /** The store's directory, for commands that are run by the command. */
  store: string;
  platform: NodeJS.Platform;
  /** Where pids count (`systemIdentity`); empty where the system does not tell. */
  system: string;
  /** Takes what commands write; is waited for, and so are they. */
  write(bytes: Uint8Array): Promise<void>;
  /** Calls back when this process ends whatever it is at; returns how to end that. */
  onExit(callback: () => void): () => void;
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** How long a command that was asked to end has for it, in milliseconds. */
const GRACE = 5_000;
/** How long a shell may take to say that it runs, in milliseconds. */
const START_LIMIT = 2_000;
/** How often an attempt of somebody else is looked at, in milliseconds. */
const LOOK_AGAIN = 100;

/**
 * A command that is run once for every change, in a process group of its own, its output on standard error. A try that a
 * killed process has left is waited for: what succeeded is not run again. A command that takes too long is ended with all of
 * its group.
 *
 * On Windows there is no shell to write down the end; there a killed process runs its last command again.
 */
export function createExecSink(options: ExecSinkOptions): EventSink {
  const { settings, now, system } = options;
  const id = sinkId(settings);
  const folder = once(options.folder);
  const attemptOf = (key: string) => new AttemptFolder(folder(), key);

  return {
    id,
    name: `command ${JSON.stringify(settings.command)}`,
    events: settings.events,

    async tell(telling, signal) {
      const attempt = attemptOf(subjectKey(telling.change.subject));
      const token = randomBytes(16).toString('hex');
      attempt.begin({ change: telling.change, started: now(), token, system }, inputOf(settings, telling));
      let run: CommandRun;
      try {
        run = start(options, attempt, token, telling, id);
      } catch (error) {
        return { ok: false, outcome: `it could not be started: ${(error as Error).message}` };
      }
      return watch(options, attempt, run, signal);
    },

    async resume(key, signal) {
      const attempt = attemptOf(key);
      const begun = attempt.read();
      if (!begun) return undefined;
      const outcome = await outcomeOf(options, attempt, begun, signal);
      return outcome && { change: begun.change, outcome };
    },

    async settled(key) {
      attemptOf(key).remove();
    },
  };
}

function start(
  { settings, store, platform, env, write }: ExecSinkOptions,
  attempt: AttemptFolder,
  token: string,
  { event }: Telling,
  id: string,
): CommandRun {
  return runCommand({
    command: settings.command,
    folder: attempt.path,
    token,
    env: { ...env, ...eventVariables(event), IMAGESTREAM_STORE: store, IMAGESTREAM_SINK: id },
    platform,
    write,
  });
}

/** Waits for the end of a command of this process, and ends it when it takes too long, or the signal aborts. */
async function watch(
  options: ExecSinkOptions,
  attempt: AttemptFolder,
  run: CommandRun,
  signal: AbortSignal,
): Promise<TellOutcome> {
  const { settings, sleep } = options;
  const ended = run.ended.then((end) => ('code' in end ? exitCode(end.code) : { ok: false, outcome: end.why }));
  const limit = new AbortController();
  const overtime = sleep(settings.timeLimit, AbortSignal.any([signal, limit.signal])).then(() => undefined);
  const outcome = await Promise.race([ended, overtime]);
  limit.abort();
  if (outcome) return outcome;
  // It has ended, and only its output is not read yet.
  if (attempt.status() !== undefined && !signal.aborted) return ended;
  attempt.markEnding();
  const left = await endRun(options, run);
  // Who asked it to end need not be who made it end.
  const code = attempt.status();
  if (code === 0) return exitCode(code);
  return signal.aborted ? { ok: false, outcome: `it was interrupted${leftBehind(left)}` } : overdue(settings, left);
}

/** @returns how many processes are left */
async function endRun({ onExit }: ExecSinkOptions, run: CommandRun): Promise<number> {
  // Who does not wait for the grace ends it at once.
  const stop = onExit(() => killOwnProcess(run.process));
  try {
    return await endOwnProcess(run.process, GRACE);
  } finally {
    stop();
  }
}

/** How somebody else's try ended, or will have ended. */
async function outcomeOf(
  options: ExecSinkOptions,
  attempt: AttemptFolder,
  begun: Attempt,
  signal: AbortSignal,
): Promise<TellOutcome | undefined> {
  const { now, sleep, settings, system } = options;
  const resumed = now();
  const deadline = begun.started + settings.timeLimit;
  while (!signal.aborted) {
    const code = attempt.status();
    if (code !== undefined) return exitCode(code);
    const group = groupOf(attempt, begun);
    if (!group && Math.abs(now() - resumed) > START_LIMIT) return undefined;
    const isOver = now() > deadline || now() - resumed > settings.timeLimit || attempt.isEnding;
    if (group && (system === '' || begun.system !== system)) {
      // Of another machine or container, or from before this one was started anew: it can only be waited for.
      if (isOver) return undefined;
    } else if (group) {
      const members = groupMembers(group);
      // Without the shell that was started with the token, nobody is left to write down the end.
      const isOrphaned = members?.every((pid) => !hasArgument(pid, begun.token));
      if (isOrphaned || isOver) {
        const left = await endOther(attempt, group);
        // It may have ended between the two looks.
        const last = attempt.status();
        if (last === 0) return exitCode(last);
        if (isOrphaned && left === 0) return last === undefined ? undefined : exitCode(last);
        return overdue(settings, left);
      }
    }
    await sleep(LOOK_AGAIN, signal);
  }
  return undefined;
}

/** @returns how many processes are left; undefined where that cannot be known */
function endOther(attempt: AttemptFolder, group: ProcessGroup): Promise<number | undefined> {
  attempt.markEnding();
  return endGroup(group, GRACE);
}

function groupOf(attempt: AttemptFolder, { token }: Attempt): ProcessGroup | undefined {
  const head = attempt.process();
  return head && { head: head.pid, start: head.start, mark: runMark(token) };
}

const exitCode = (code: number): TellOutcome => ({ ok: code === 0, outcome: `exit code ${code}` });

/** @param left how many of its processes could not be ended; undefined where that is not known */
function overdue({ timeLimit }: ExecSettings, left: number | undefined): TellOutcome {
  const end = left === 0 ? ', and was ended' : left === undefined ? ', and may still run' : leftBehind(left);
  return { ok: false, outcome: `it took longer than ${timeLimit / 1000} s${end}` };
}

const leftBehind = (left: number) => (left === 0 ? '' : `, and ${left} of its processes could not be ended`);

function inputOf({ input }: ExecSettings, { event, object }: Telling): string {
  if (input === 'object') return printYaml(forApply(object));
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return `${JSON.stringify(event)}\n${printYaml({ ...object, metadata })}`;
}

/** An object without what one server says of it, which another one would refuse. */
function forApply({ status: _status, ...object }: KubeObject): KubeObject {
  const {
    resourceVersion: _version,
    uid: _uid,
    creationTimestamp: _at,
    generation: _generation,
    ...metadata
  } = object.metadata;
  return { ...object, metadata };
}
