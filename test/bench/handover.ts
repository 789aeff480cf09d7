import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createImage } from '../support/images.ts';
import { startHttpsSite } from './https-site.ts';
import { imagestream } from './process-cost.ts';
import type { Row, RowOptions } from './row.ts';

const INTERVAL = 1;
/** Ends a run in which something is not told at all. */
const PATIENCE = 30_000;

/** From the end of a push to the start of the command that is told of it. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const { registry, user, measure, stop } = await startHttpsSite();
  let watch: ChildProcess | undefined;
  try {
    const push = (seed: string) => registry.push(createImage({ seed }), 'bench/image', 'latest');
    push('the first');
    const from = `--from=${registry.host}/bench/image:latest`;
    await measure('import-image', 'image', from, '--confirm', '--scheduled');
    const file = path.join(user.folder, 'told');
    const [program = '', ...args] = imagestream('watch', '--interval', `${INTERVAL}s`, '--exec', 'date +%s%N >> told');
    watch = spawn(program, args, { cwd: user.folder, env: user.env, stdio: 'ignore' });
    await sleep(3000);
    const waits: number[] = [];
    for (let turn = 0; turn < (full ? 20 : 4); turn++) {
      // At every moment between two looks.
      await sleep(1000 + ((turn * 370) % 1000));
      const pushed = Date.now();
      push(`push ${turn}`);
      waits.push((await toldAt(file, turn)) - pushed);
    }
    const [longest, all] = [Math.max(...waits), waits.reduce((sum, wait) => sum + wait, 0)];
    return [
      {
        what: `longest time from a push to the start of --exec, of ${waits.length}, --interval ${INTERVAL}s`,
        goal: INTERVAL + 1,
        measured: longest / 1000,
        unit: 's',
        note: `${(all / waits.length).toFixed(0)} ms on average`,
      },
    ];
  } finally {
    if (watch?.kill()) await once(watch, 'exit');
    await stop();
  }
}

/** Milliseconds since 1970 at which the command was started for the event of that number. */
async function toldAt(file: string, number: number): Promise<number> {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE; await sleep(20)) {
    const line = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[number] : undefined;
    if (line) return Number(line) / 1e6;
  }
  throw new Error(`no command was started within ${PATIENCE / 1000} s`);
}
