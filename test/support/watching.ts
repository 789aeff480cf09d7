import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { type CommandLine, projectRoot } from './command-line.ts';

/** `imagestream watch` as a process that goes on, and what it has said. */
export interface Watching {
  readonly child: ChildProcess;
  /** The n-th event of this kind, waited for; fails when the process ends without it. */
  event(kind: string, n?: number): Promise<Record<string, unknown>>;
  /** The exit code, or the name of the signal that ended it. */
  readonly exit: Promise<number | string>;
  /** Everything so far, of standard output and standard error. */
  text(): string;
}

export function startWatch(user: CommandLine, ...args: string[]): Watching {
  const command = [path.join(projectRoot(), 'bin/imagestream.js'), 'watch', '--interval', '1s', '-o', 'json', ...args];
  const child = spawn(process.execPath, command, {
    env: user.env,
    cwd: user.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const each of waiting) each();
    waiting.clear();
  };
  let ended: number | string | undefined;
  const exit = new Promise<number | string>((resolve) => {
    // Not `close`: what a command of the watch still writes is not waited for.
    child.on('exit', (code, signal) => {
      ended = code ?? signal ?? 'unknown';
      resolve(ended);
      setTimeout(wake, 100);
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      wake();
    });
  }
  return {
    child,
    exit,
    text: () => text,
    async event(kind, n = 1) {
      for (;;) {
        const line = text.split('\n').filter((each) => each.includes(`"event":"${kind}"`) && each.endsWith('}'))[n - 1];
        if (line) return JSON.parse(line) as Record<string, unknown>;
        if (ended !== undefined) throw new Error(`ended with ${ended} and without "${kind}": ${text}`);
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
  };
}
