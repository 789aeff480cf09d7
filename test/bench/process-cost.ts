import { spawn } from 'node:child_process';
import path from 'node:path';
import { type CommandLine, projectRoot } from '../support/command-line.ts';

/** What a process and those that it started took. */
export interface Cost {
  /** Milliseconds of user and system time. */
  readonly cpu: number;
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** The largest resident set in megabytes of 1024 x 1024; not a number where it was not asked for. */
  readonly megabytes: number;
}

export interface Program {
  /** The command line of a turn; turn -1 is not counted. */
  command(turn: number): readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Whether memory is measured as well, which takes a process more. */
  readonly memory?: boolean;
  /** Done before each turn, and not measured. */
  before?(turn: number): Promise<void>;
}

/** How a user runs a command line; the same in every turn. */
export function program({ env, folder }: Pick<CommandLine, 'env' | 'folder'>, command: readonly string[]): Program {
  return { command: () => command, env, cwd: folder };
}

/** The floor of everything that runs on Node. */
export const EMPTY_PROGRAM: readonly string[] = [process.execPath, '-e', '0'];

/** `imagestream ARGUMENTS` as the build has it. */
export function imagestream(...args: readonly string[]): string[] {
  return [process.execPath, path.join(projectRoot(), 'bin/imagestream.js'), ...args];
}

/** The median cost of each program. They take turns, so that a noisy minute hits all of them. */
export async function takingTurns<const P extends readonly Program[]>(
  turns: number,
  programs: P,
): Promise<{ [N in keyof P]: Cost }> {
  const taken = programs.map((): Cost[] => []);
  for (let turn = -1; turn < turns; turn++) {
    for (const [n, program] of programs.entries()) {
      await program.before?.(turn);
      const cost = await costOf(program.command(turn), program);
      if (turn >= 0) taken[n]!.push(cost);
    }
  }
  const medians = taken.map((costs) => ({
    cpu: median(costs.map(({ cpu }) => cpu)),
    wall: median(costs.map(({ wall }) => wall)),
    megabytes: Math.max(...costs.map(({ megabytes }) => megabytes)),
  }));
  return medians as { [N in keyof P]: Cost };
}

/** What one run of a program takes, by the shell's `time` and GNU time. Fails where the program does. */
export async function costOf(
  command: readonly string[],
  { memory, ...where }: Pick<Program, 'env' | 'cwd' | 'memory'>,
): Promise<Cost> {
  // What the program itself writes is thrown away, so that the measures stand alone.
  const script = `TIMEFORMAT="%3R %3U %3S"; { time "$@" >/dev/null ${memory ? '' : '2>/dev/null'}; } || exit 1`;
  const resident = memory ? ['/usr/bin/time', '-f', '%M', 'sh', '-c', 'exec "$@" 2>/dev/null', 'sh'] : [];
  const text = await standardErrorOf(['bash', '-c', script, 'bash', ...resident, ...command], where);
  const lines = text.trim().split('\n');
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = (lines.pop() ?? '').split(' ').map(Number);
  const megabytes = memory ? Number(lines.pop()) / 1024 : Number.NaN;
  if (!Number.isFinite(wall + user + system)) throw new Error(`${command.join(' ')}: not measured: ${text}`);
  return { cpu: (user + system) * 1000, wall: wall * 1000, megabytes };
}

function standardErrorOf(command: readonly string[], { env, cwd }: Pick<Program, 'env' | 'cwd'>): Promise<string> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(text);
      else reject(new Error(`${command.join(' ')} failed: ${status} ${text}`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
