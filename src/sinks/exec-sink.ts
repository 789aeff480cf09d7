import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { printYaml } from '../codec/yaml.ts';
import { eventVariables } from '../core/events/cloud-event.ts';
import { subjectKey } from '../core/events/image-change.ts';
import type { ExecSettings } from '../core/events/sink-settings.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { EventSink, Telling, TellOutcome } from '../core/ports/event-sinks.ts';
import { AttemptFolder, type CommandProcess } from './attempt.ts';
import { sinkId } from './sink-id.ts';

export interface ExecSinkOptions {
  settings: ExecSettings;
  /** Where the sink keeps its tries; need not exist. */
  folder: string;
  /** What the command's environment begins with. */
  env: Readonly<Record<string, string | undefined>>;
  /** The store's directory, for commands that are run by the command. */
  store: string;
  platform: NodeJS.Platform;
  /** Whether a process still runs; undefined where that cannot be known. */
  isRunning(process: CommandProcess): boolean | undefined;
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
 * Runs the command, and writes down that it runs and how it ended: also when the process that started it is killed
 * meanwhile. `$1` is the folder of the try, `$2` the command line.
 */
const SHELL = `
s=
[ -r "/proc/$$/stat" ] && read -r s < "/proc/$$/stat"
printf '%s\\n' "\${s:-$$}" > "$1/process"
/bin/sh -c "$2" < "$1/input"
c=$?
printf '%s\\n' "$c" > "$1/status.new" && mv -f "$1/status.new" "$1/status"
exit "$c"`;

/**
 * A command that is run once for every change, in a process group of its own, its output on standard error. A try that a
 * killed process has left is waited for: what succeeded is not run again.
 *
 * On Windows there is no shell to write down the end; there a killed process runs its last command again.
 */
export function createExecSink(options: ExecSinkOptions): EventSink {
  const { settings, now } = options;
  const id = sinkId(settings);
  const attemptOf = (key: string) => new AttemptFolder(options.folder, key);

  return {
    id,
    name: `command ${JSON.stringify(settings.command)}`,
    events: settings.events,

    async tell(telling, signal) {
      const attempt = attemptOf(subjectKey(telling.change.subject));
      attempt.begin({ change: telling.change, started: now() }, inputOf(settings, telling));
      const child = start(options, attempt, telling, id);
      const exit = exitOf(child);
      const limit = new AbortController();
      const ended = await Promise.race([
        exit,
        options.sleep(settings.timeLimit, either(signal, limit)).then(() => undefined),
      ]);
      limit.abort();
      if (ended) return ended;
      await end(options, child.pid, exit);
      return signal.aborted ? { ok: false, outcome: 'it was interrupted' } : overdue(settings);
    },

    async resume(key, signal) {
      const attempt = attemptOf(key);
      const begun = attempt.read();
      if (!begun) return undefined;
      const outcome = await outcomeOf(options, attempt, begun.started + settings.timeLimit, signal);
      return outcome && { change: begun.change, outcome };
    },

    async settled(key) {
      attemptOf(key).remove();
    },
  };
}

const either = (signal: AbortSignal, other: AbortController) => AbortSignal.any([signal, other.signal]);

const overdue = ({ timeLimit }: ExecSettings): TellOutcome => ({
  ok: false,
  outcome: `it took longer than ${timeLimit / 1000} s, and was ended`,
});

function start(options: ExecSinkOptions, attempt: AttemptFolder, { event }: Telling, id: string): ChildProcess {
  const { settings, store, platform } = options;
  const env = { ...options.env, ...eventVariables(event), IMAGESTREAM_STORE: store, IMAGESTREAM_SINK: id };
  if (platform !== 'win32') {
    const args = ['-c', SHELL, 'imagestream-exec', attempt.path, settings.command];
    return spawn('/bin/sh', args, { env, detached: true, stdio: ['ignore', 2, 2] });
  }
  const input = openSync(path.join(attempt.path, 'input'), 'r');
  const child = spawn(settings.command, { env, shell: true, windowsHide: true, stdio: [input, 2, 2] });
  closeSync(input);
  return child;
}

function exitOf(child: ChildProcess): Promise<TellOutcome> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, outcome: `it could not be started: ${error.message}` }));
    child.once('exit', (code, signal) => {
      resolve({ ok: code === 0, outcome: code === null ? `it was ended by ${signal}` : `exit code ${code}` });
    });
  });
}

/** Ends a process group, politely at first. */
async function end({ sleep }: ExecSinkOptions, pid: number | undefined, exit: Promise<unknown>): Promise<void> {
  if (pid === undefined) return;
  kill(pid, 'SIGTERM');
  const done = new AbortController();
  await Promise.race([exit.finally(() => done.abort()), sleep(GRACE, done.signal)]);
  if (!done.signal.aborted) kill(pid, 'SIGKILL');
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** How somebody else's try ended, or will have ended. */
async function outcomeOf(
  options: ExecSinkOptions,
  attempt: AttemptFolder,
  deadline: number,
  signal: AbortSignal,
): Promise<TellOutcome | undefined> {
  const { now, sleep, isRunning, settings } = options;
  const started = now();
  while (!signal.aborted) {
    const code = attempt.status();
    if (code !== undefined) return { ok: code === 0, outcome: `exit code ${code}` };
    const running = attempt.process();
    if (!running && Math.abs(now() - started) > START_LIMIT) return undefined;
    if (running) {
      const runs = isRunning(running);
      // It may have ended between the two looks.
      if (runs === false)
        return attempt.status() === undefined ? undefined : outcomeOf(options, attempt, deadline, signal);
      if (now() > deadline) {
        if (runs && running.start !== '') await end(options, running.pid, gone(options, running));
        return overdue(settings);
      }
    }
    await sleep(LOOK_AGAIN, signal);
  }
  return undefined;
}

async function gone({ isRunning, sleep }: ExecSinkOptions, running: CommandProcess): Promise<void> {
  while (isRunning(running)) await sleep(LOOK_AGAIN);
}

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
