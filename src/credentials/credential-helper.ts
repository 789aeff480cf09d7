import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { objectIn } from '../core/json/json-object.ts';
import { endOwnProcess, type OwnProcess, startOwnProcess } from '../processes/own-process.ts';
import type { AuthFileOptions, Environment } from './auth-file-paths.ts';

export interface HelperOptions {
  /** What the helper gets as its environment; `PATH` is where it is looked up. */
  env: Environment;
  platform: NodeJS.Platform;
  /** Milliseconds. */
  timeoutMs: number;
  /** Bytes of stdout. */
  outputLimit: number;
}

/** The limits of a credential helper, as its users are given them. */
export interface HelperLimits {
  /** Milliseconds that it may take; 30 seconds if absent. */
  helperTimeoutMs?: number;
  /** Bytes that it may write; if absent, what its user expects to read. */
  helperOutputLimit?: number;
}

/** How helpers run, whose answers have `outputLimit` bytes at most unless something else is set: a login fits in 64 KiB. */
export function helperOptions(
  { env, platform, helperTimeoutMs = 30_000, helperOutputLimit }: AuthFileOptions & HelperLimits,
  outputLimit = 64 * 1024,
): HelperOptions {
  return { env, platform, timeoutMs: helperTimeoutMs, outputLimit: helperOutputLimit ?? outputLimit };
}

export type HelperAnswer =
  | { kind: 'found'; username: string; secret: string }
  /** The helper works and holds nothing for this server. */
  | { kind: 'none' }
  /** `why` continues a sentence that begins with the program's name. */
  | { kind: 'failed'; why: string; hint: string };

/** The program of a helper's name in a credential file. */
export const helperProgram = (name: string) => `docker-credential-${name}`;

/** Rule S22: a name is never a path, an option or a shell's business. */
export const isHelperName = (name: string) => /^[A-Za-z0-9._-]{1,128}$/.test(name);

const NOT_FOUND = 'credentials not found in native keychain';

/**
 * Asks a credential helper by Docker's protocol (registry-client 2.2): argument `get`, the server on stdin, JSON on
 * stdout. No shell; the secret goes through pipes only. Never rejects. An aborted signal ends the helper, with all that it
 * has started.
 */
export async function askHelper(
  name: string,
  server: string,
  options: HelperOptions,
  signal: AbortSignal,
): Promise<HelperAnswer> {
  const program = helperProgram(name);
  const run = await runHelper(program, 'get', server, options, signal);
  if (run.failure === undefined && run.code === 0) return parseAnswer(run.stdout);
  if (run.failure === undefined && run.stdout.includes(NOT_FOUND)) return { kind: 'none' };
  const byHand = `try it by hand: echo ${server} | ${program} get`;
  const hint = run.failure === NOT_ON_PATH ? `install ${program}, or remove it from the file` : byHand;
  return { kind: 'failed', why: failureOf(run), hint };
}

/** What a helper keeps for a server. */
export interface HelperEntry {
  server: string;
  username: string;
  secret: string;
}

/** Undefined for success, or why it failed, to go on after the program's name. */
export type HelperFailure = string | undefined;

/** Lets a helper keep a secret. Never rejects. */
export async function storeWithHelper(
  name: string,
  entry: HelperEntry,
  options: HelperOptions,
  signal: AbortSignal,
): Promise<HelperFailure> {
  const input = JSON.stringify({ ServerURL: entry.server, Username: entry.username, Secret: entry.secret });
  const run = await runHelper(helperProgram(name), 'store', input, options, signal);
  if (run.failure === undefined && run.code === 0) return undefined;
  return failureOf(run);
}

/** Lets a helper forget a server. That it knew nothing of it is success. Never rejects. */
export async function eraseWithHelper(
  name: string,
  server: string,
  options: HelperOptions,
  signal: AbortSignal,
): Promise<HelperFailure> {
  const run = await runHelper(helperProgram(name), 'erase', server, options, signal);
  const done = run.failure === undefined && (run.code === 0 || run.stdout.includes(NOT_FOUND));
  return done ? undefined : failureOf(run);
}

const NOT_ON_PATH = 'is not on the PATH';

/** What a helper says itself is never part of it: it may be a secret, or its input in any encoding. */
function failureOf({ failure, code }: HelperRun): string {
  return failure ?? (code === null ? 'was killed by a signal' : `failed with exit code ${code}`);
}

/** The program's file in a directory of PATH. Relative directories do not count: the working directory is not trusted. */
async function findProgram(program: string, { env, platform }: HelperOptions): Promise<string | undefined> {
  const windows = platform === 'win32';
  const paths = windows ? path.win32 : path.posix;
  const variable = windows ? (env.PATH ?? env.Path) : env.PATH;
  for (const directory of (variable ?? '').split(paths.delimiter)) {
    if (!paths.isAbsolute(directory)) continue;
    const file = paths.join(directory, windows ? `${program}.exe` : program);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

interface HelperRun {
  stdout: string;
  code: number | null;
  /** Why there is no result, in place of the others. */
  failure?: string;
}

async function runHelper(
  program: string,
  action: 'get' | 'store' | 'erase',
  input: string,
  options: HelperOptions,
  signal: AbortSignal,
): Promise<HelperRun> {
  const file = await findProgram(program, options);
  if (file === undefined) return { stdout: '', code: null, failure: NOT_ON_PATH };
  try {
    const { env, platform } = options;
    return await watchHelper(startOwnProcess(file, [action], { env, platform, stdio: 'pipe' }), input, options, signal);
  } catch (error) {
    // Some failures to start are thrown, others are events.
    return { stdout: '', code: null, failure: notStarted(error) };
  }
}

/** How long a helper that was asked to end has for it, and what it started may hold its output open, in milliseconds. */
const GRACE = 1_000;

function watchHelper(
  helper: OwnProcess,
  input: string,
  options: HelperOptions,
  signal: AbortSignal,
): Promise<HelperRun> {
  const child = helper.child as ChildProcessWithoutNullStreams;
  return new Promise((resolve) => {
    const stdout: Uint8Array[] = [];
    let size = 0;
    let stopped = false;
    let openOutput: NodeJS.Timeout | undefined;
    const end = (run: Partial<HelperRun>) => {
      clearTimeout(timer);
      clearTimeout(openOutput);
      signal.removeEventListener('abort', abort);
      for (const stream of child.stdio) stream?.destroy();
      resolve({ stdout: textOf(stdout), code: null, ...run });
    };
    // With all that it has started: nobody is left when it is said.
    const stop = (failure: string) => {
      if (stopped) return;
      stopped = true;
      void endOwnProcess(helper, GRACE).then((left) =>
        end({ failure: left === 0 ? failure : `${failure}, and could not be ended` }),
      );
    };
    const abort = () => stop('was interrupted');
    const { timeoutMs, outputLimit } = options;
    const timer = setTimeout(() => stop(`gave no answer within ${timeoutMs / 1000} seconds`), timeoutMs);
    signal.addEventListener('abort', abort);
    child.stdout.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > outputLimit) stop(`wrote more than ${outputLimit} bytes`);
      else stdout.push(chunk);
    });
    child.stderr.resume();
    child.on('error', (error) => end({ failure: notStarted(error) }));
    child.on('close', (code) => {
      if (!stopped) end({ code });
    });
    // What it leaves running, such as an agent, may have its output still.
    child.on('exit', (code) => {
      if (!stopped) openOutput = setTimeout(() => end({ code }), GRACE);
    });
    // A helper that answers without reading its input closes the pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    if (signal.aborted) abort();
  });
}

const notStarted = (error: unknown) =>
  `cannot be started: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`;

function parseAnswer(stdout: string): HelperAnswer {
  const failed: HelperAnswer = {
    kind: 'failed',
    why: 'gave an answer that is not JSON with Username and Secret',
    hint: 'update the helper, or remove it from the file',
  };
  const answer = objectIn(stdout);
  if (answer === undefined) return failed;
  const { Username: username = '', Secret: secret = '' } = answer;
  if (typeof username !== 'string' || typeof secret !== 'string') return failed;
  return username === '' && secret === '' ? { kind: 'none' } : { kind: 'found', username, secret };
}

function textOf(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}
