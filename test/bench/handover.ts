import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createImage } from '../support/images.ts';
import { startWatch, type Watching } from '../support/watching.ts';
import { startHttpsSite } from './https-site.ts';
import type { Row, RowOptions } from './row.ts';

/** Seconds between two looks of `startWatch`. */
const INTERVAL = 1;

/** From the end of a push to the start of the command that is told of it. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const { registry, user, measure, stop } = await startHttpsSite();
  let watch: Watching | undefined;
  try {
    const push = (seed: string) => registry.push(createImage({ seed }), 'bench/image', 'latest');
    push('the first');
    const from = `--from=${registry.host}/bench/image:latest`;
    await measure('import-image', 'image', from, '--confirm', '--scheduled');
    watch = startWatch(user, '--exec', 'date +%s%N >> told');
    await watch.event('watching');
    const waits: number[] = [];
    for (let turn = 0; turn < (full ? 20 : 4); turn++) {
      // At every moment between two looks.
      await sleep(1000 + ((turn * 370) % 1000));
      const pushed = Date.now();
      push(`push ${turn}`);
      await watch.event('told', turn + 1);
      const told = readFileSync(path.join(user.folder, 'told'), 'utf8').split('\n')[turn];
      waits.push(Number(told) / 1e6 - pushed);
    }
    const average = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    return [
      {
        what: `longest time from a push to the start of --exec, of ${waits.length}, --interval ${INTERVAL}s`,
        goal: INTERVAL + 1,
        measured: Math.max(...waits) / 1000,
        unit: 's',
        note: `${average.toFixed(0)} ms on average`,
      },
    ];
  } finally {
    watch?.child.kill();
    await watch?.exit;
    await stop();
  }
}
