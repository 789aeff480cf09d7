import { isDeepStrictEqual } from 'node:util';
import { currentProcess, type ProcessIdentity } from '../../src/store/process-identity.ts';
import type { StoreWrite, Writer } from './store-writes.ts';
import { VolatileDisk } from './volatile-disk.ts';

/** What was tried, and what was wrong: nothing, if all is well. */
export interface Trials {
  trials: number;
  wrong: string[];
}

const dies: ProcessIdentity = { ...currentProcess(), pid: 2 ** 22 + 1, boot: 'before' };
const next: ProcessIdentity = { ...currentProcess(), boot: 'after' };

/** A disk on which there is what is there before the write, safe and sound. */
export async function diskBefore(write: StoreWrite): Promise<VolatileDisk> {
  const disk = new VolatileDisk();
  const writer = { fs: disk, identity: { ...dies, boot: 'long before' } };
  if (write.before !== undefined) await write.put(writer, write.before);
  let left = disk.standing();
  if (write.abandoned) {
    disk.beforeCall = (call) => {
      if (call === 'rename') left = disk.standing();
    };
    await write.put(writer, 'never seen');
  }
  return new VolatileDisk(left);
}

/**
 * Ends a write before each of its calls and after the last, by a power loss with everything that may be left then, and
 * by the death of the process, which leaves what it has done. Whoever comes then has to find the old text or the new one,
 * the new one where the end of the write was told, and has to write at once, with nothing left over.
 */
export async function endEverywhere(write: StoreWrite, end: 'power loss' | 'death'): Promise<Trials> {
  const disk = await diskBefore(write);
  const points: { call: string; trees: ReturnType<VolatileDisk['afterPowerLoss']> }[] = [];
  const look = (call: string) => {
    points.push({ call, trees: end === 'death' ? [disk.standing()] : disk.afterPowerLoss() });
  };
  disk.beforeCall = look;
  await write.put({ fs: disk, identity: end === 'death' ? { ...dies, boot: next.boot } : dies }, write.after);
  disk.beforeCall = () => {};
  look('the end');
  const done: Trials = { trials: 0, wrong: [] };
  for (const [n, { call, trees }] of points.entries()) {
    const allowed = call === 'the end' ? [write.after] : [write.before, write.after];
    for (const tree of trees) {
      done.trials++;
      const wrong = await recover(write, { fs: new VolatileDisk(tree), identity: next }, allowed);
      if (wrong) done.wrong.push(`${write.what}, ${end} before call ${n} (${call}): ${wrong}`);
    }
  }
  return done;
}

/** What is wrong with what the next process finds and does; undefined for nothing. */
export async function recover(
  write: StoreWrite,
  writer: Writer & { fs: VolatileDisk },
  allowed: readonly (string | undefined)[],
): Promise<string | undefined> {
  const before = writer.fs.files().join(' ');
  try {
    const found = await write.read(writer);
    if (!allowed.includes(found)) return `found ${JSON.stringify(found)} in ${before}`;
    // What is there already is not written again, so that something else has to follow.
    for (const text of [write.after, 'c']) {
      await write.put(writer, text);
      const result = await write.read(writer);
      if (result !== text) return `then wrote ${JSON.stringify(result)} in ${before}`;
    }
    const left = writer.fs.files();
    return isDeepStrictEqual(left, write.files) ? undefined : `left ${left.join(' ')} of ${before}`;
  } catch (error) {
    return `${error} in ${before}`;
  }
}
