import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { type OwnProcess, startOwnProcess } from '../processes/own-process.ts';
import { EndMark } from './end-mark.ts';

export interface CommandRunOptions {
  command: string;
  /** The folder of the try (`AttemptFolder`). */
  folder: string;
  /** What no other run has. */
  token: string;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** Takes what the command writes, on both outputs. The command waits meanwhile. */
  write(bytes: Uint8Array): Promise<void>;
}

export interface CommandRun {
  process: OwnProcess;
  /** How the command ended: its exit code, or why there is none. Does not fail. */
  ended: Promise<{ code: number } | { why: string }>;
}

/**
 * Runs the command, and writes down that it runs and how it ended: also when the process that started it is killed
 * meanwhile. `$1` is the folder of the try, `$2` the command line, `$3` the mark of its end.
 *
 * The command has a pipe of its own for its output: that of ours would not wait for a slow reader, and be gone with us. What
 * passes it on outlives us, and then empties it, so that the command goes on; it ends when the last writer does.
 *
 * SIGTERM goes to all of the group. The command may end as it likes within the grace; the shell stays to write down how.
 */
const SHELL = `
trap : TERM
s=
[ -r "/proc/$$/stat" ] && read -r s < "/proc/$$/stat"
printf '%s\\n' "\${s:-$$}" > "$1/process"
{
  trap : TERM
  /bin/sh -c "$2" < "$1/input"
  c=$?
  trap '' TERM
  printf '%s\\n' "$c" > "$1/status.new" && mv -f "$1/status.new" "$1/status"
  printf '%s %s\\n' "$3" "$c"
} 2>&1 | {
  trap '' HUP INT TERM
  cat
  exec cat > /dev/null
} 2> /dev/null`;

/** Starts a command in a process group and session of its own. On Windows there are no groups. */
export function runCommand(options: CommandRunOptions): CommandRun {
  const process = start(options);
  return { process, ended: endOf(process.child, options) };
}

function start({ command, folder, ...options }: CommandRunOptions): OwnProcess {
  if (options.platform !== 'win32') {
    const args = ['-c', SHELL, 'imagestream-exec', folder, command, options.token];
    return startOwnProcess('/bin/sh', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
  }
  const input = openSync(path.join(folder, 'input'), 'r');
  const started = startOwnProcess(command, [], { ...options, shell: true, stdio: [input, 'pipe', 'pipe'] });
  closeSync(input);
  return started;
}

async function endOf(
  child: ChildProcess,
  { token, write }: CommandRunOptions,
): Promise<{ code: number } | { why: string }> {
  const exit = new Promise<{ code: number } | { why: string }>((resolve) => {
    child.once('error', (error) => resolve({ why: `it could not be started: ${error.message}` }));
    child.once('exit', (code, signal) => resolve(code === null ? { why: `it was ended by ${signal}` } : { code }));
  });
  const mark = new EndMark(token);
  const pass = async (stream: NodeJS.ReadableStream | null, isMarked: boolean) => {
    if (!stream) return;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        const output = isMarked ? mark.take(chunk) : chunk;
        if (output.length > 0) await write(output);
        if (mark.code !== undefined) break;
      }
    } catch {
      // The pipe broke: how the command ended is said elsewhere.
    }
    if (isMarked && mark.rest().length > 0) await write(mark.rest());
  };
  await Promise.all([pass(child.stdout, true), pass(child.stderr, false)]);
  // What it has started and left running keeps neither us nor the answer.
  child.unref();
  return mark.code === undefined ? exit : { code: mark.code };
}
