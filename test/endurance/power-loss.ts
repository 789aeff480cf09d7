import { isDeepStrictEqual } from 'node:util';
import { currentProcess, type ProcessIdentity } from '../../src/store/locks/process-identity.ts';
import { patientClock, type StoreWrite, type Writer } from './store-writes.ts';
import { VolatileDisk } from './volatile-disk.ts';

/** What was tried, and what was wrong: nothing, if all is well. */
export interface Trials {
  trials: number;
  wrong: string[];
}

const dies: ProcessIdentity = { ...currentProcess(), pid: 2 ** 22 + 1, system: 'before' };
const next: ProcessIdentity = { ...currentProcess(), system: 'after' };

/** A disk on which there is what is there before the write, safe and sound, and what somebody left who died on a system. */
export async function diskBefore(write: StoreWrite, system: string): Promise<VolatileDisk> {
  const disk = new VolatileDisk();
  const writer = { fs: disk, identity: { ...dies, system } };
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
 * the new one where the end of the write was told, and has to write, with nothing left over: at once after a death, and
 * after a power loss when the locks of a system that may still run somewhere have stood still for long enough.
 */
export async function endEverywhere(write: StoreWrite, end: 'power loss' | 'death'): Promise<Trials> {
  const identity = end === 'death' ? { ...dies, system: next.system } : dies;
  const disk = await diskBefore(write, identity.system);
  const points: { call: string; trees: ReturnType<VolatileDisk['afterPowerLoss']> }[] = [];
  const look = (call: string) => {
    points.push({ call, trees: end === 'death' ? [disk.standing()] : disk.afterPowerLoss() });
  };
  disk.beforeCall = look;
  await write.put({ fs: disk, identity }, write.after);
  disk.beforeCall = () => {};
  look('the end');
  const done: Trials = { trials: 0, wrong: [] };
  for (const [n, { call, trees }] of points.entries()) {
    const allowed = call === 'the end' ? [write.after] : [write.before, write.after];
    for (const tree of trees) {
      done.trials++;
      const patience = end === 'power loss' ? { clock: patientClock() } : {};
      const wrong = await recover(write, { fs: new VolatileDisk(tree), identity: next, ...patience }, allowed);
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
