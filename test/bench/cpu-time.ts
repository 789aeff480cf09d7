import { spawn } from 'node:child_process';

export interface Measured {
  /** Milliseconds of user and system time. */
  readonly cpu: number;
}

/** Runs a Node program with the shell's `time`, and gives what it took of the processor, its start included. */
export function cpuTime(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Measured> {
  const script = 'TIMEFORMAT="%3U %3S"; { time "$@" >/dev/null 2>/dev/null; } || exit 1';
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const [user = Number.NaN, system = Number.NaN] = text.trim().split(' ').map(Number);
      if (status === 0 && Number.isFinite(user + system)) resolve({ cpu: (user + system) * 1000 });
      else reject(new Error(`node ${args.join(' ')} failed: ${status} ${text}`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
