import type { Phase } from '../../../core/mirror/phases.ts';
import { blobsOf } from '../../../core/mirror/plan.ts';
import type { Ports } from '../../command.ts';

/** How often somebody who watches hears of it, in milliseconds. */
const EVERY = 100;

export interface MirrorProgress {
  /** Of bytes that arrived; negative for what has to go again. */
  add(bytes: number): void;
  /** Of bytes that need not go, because they are there. */
  spare(bytes: number): void;
  /** What arrived, and the milliseconds that it took. */
  done(): { bytes: number; time: number };
}

/** Counts the bytes of a mirroring, and reports them from time to time. */
export function createMirrorProgress(
  phases: readonly Phase[],
  { now, report }: Pick<Ports, 'now' | 'report'>,
  scale: 'binary' | 'decimal',
): MirrorProgress {
  const blobs = phases.flatMap(({ units }) => units.flatMap(({ repository }) => blobsOf(repository)));
  let total = blobs.reduce((sum, { size }) => sum + size, 0);
  const started = now().getTime();
  let bytes = 0;
  let reported = Number.NEGATIVE_INFINITY;
  return {
    add(more) {
      bytes += more;
      const time = now().getTime();
      if (time - reported < EVERY) return;
      reported = time;
      report({ type: 'bytes-copied', bytes, total, time: time - started, scale });
    },
    spare(some) {
      total -= some;
    },
    done: () => ({ bytes, time: now().getTime() - started }),
  };
}
