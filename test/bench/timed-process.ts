import { spawn } from 'node:child_process';
import { median } from './process-cost.ts';

/** What a process took. */
export interface Taken {
  /** Milliseconds on the wall clock. */
  readonly wall: number;
  /** Milliseconds of user and system time. */
  readonly cpu: number;
  /** Largest resident set. */
  readonly megabytes: number;
}

/** Runs a program, which must succeed, with its standard output thrown away. */
export function timed(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Taken> {
  const started = performance.now();
  const child = spawn('/usr/bin/time', ['-f', '%U %S %M', ...command], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const wall = performance.now() - started;
      const last = text.trim().split('\n').at(-1) ?? '';
      const [user = Number.NaN, system = Number.NaN, kilobytes = Number.NaN] = last.split(' ').map(Number);
      if (status !== 0 || !Number.isFinite(kilobytes)) reject(new Error(`${command.join(' ')}: ${status} ${text}`));
      else resolve({ wall, cpu: (user + system) * 1000, megabytes: kilobytes / 1024 });
    });
  });
}

/** Medians of several programs by name. They take turns, so that a noisy minute hits all of them; a first turn warms up. */
export async function takingTurns<Name extends string>(
  programs: Readonly<Record<Name, (turn: number) => readonly string[]>>,
  turns: number,
  env: NodeJS.ProcessEnv,
): Promise<Record<Name, Taken>> {
  const names = Object.keys(programs) as Name[];
  const taken = new Map(names.map((name): [Name, Taken[]] => [name, []]));
  for (let turn = -1; turn < turns; turn++) {
    for (const name of names) {
      const one = await timed(programs[name](turn), env);
      if (turn >= 0) taken.get(name)?.push(one);
    }
  }
  const of = (name: Name, what: keyof Taken) => median((taken.get(name) ?? []).map((one) => one[what]));
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        wall: of(name, 'wall'),
        cpu: of(name, 'cpu'),
        megabytes: Math.max(...(taken.get(name) ?? []).map((t) => t.megabytes)),
      },
    ]),
  ) as Record<Name, Taken>;
}
