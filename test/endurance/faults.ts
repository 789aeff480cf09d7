import { isAppError } from '../../src/errors.ts';
import { type FileSystem, orMissing } from '../../src/store/files/file-system.ts';
import { currentProcess } from '../../src/store/locks/process-identity.ts';
import { diskBefore, recover, type Trials } from './power-loss.ts';
import { ROOT, type StoreWrite, type Writer } from './store-writes.ts';
import { VolatileDisk } from './volatile-disk.ts';

/** What goes wrong with a call. */
export interface Fault {
  readonly what: string;
  /** From the chosen call on, and not at that alone. */
  readonly lasting: boolean;
  /** The call does what it should, and then says that it failed, as over a network. */
  readonly done?: boolean;
  /** The system's error; absent for writes that take fewer bytes than given. */
  readonly code?: string;
  /** How many bytes a write takes. */
  readonly takes?: number;
}

const CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'EROFS', 'EACCES'];

export const FAULTS: readonly Fault[] = [
  ...CODES.flatMap((code): Fault[] => [
    { what: `${code} once`, lasting: false, code },
    { what: `${code} from then on`, lasting: true, code },
  ]),
  { what: 'EIO for a call that was done', lasting: false, code: 'EIO', done: true },
  { what: 'a write of one byte', lasting: false, takes: 1 },
  { what: 'writes of one byte', lasting: true, takes: 1 },
  { what: 'writes of no byte', lasting: true, takes: 0 },
];

const identity = currentProcess();

/**
 * Lets each call of a write fail in one way, and then tries again without a fault, in the same process.
 *
 * @param replaces whether a folder can be put in place of an empty one
 */
export async function failEverywhere(write: StoreWrite, fault: Fault, replaces: boolean): Promise<Trials> {
  const done: Trials = { trials: 0, wrong: [] };
  for (let at = 0; ; at++) {
    const disk = await diskBefore(write, identity.system);
    const before = disk.files();
    const staged = stage(disk, fault, at, replaces);
    const failure = await failureOf(write, { fs: staged.fs, identity });
    if (staged.failed === undefined) return done;
    done.trials++;
    const wrong =
      (failure && wrongWith(failure.error, disk.files())) ??
      (disk.descriptors > 0 ? 'a file was left open' : undefined) ??
      leftBy([...write.files, ...before], fault, staged.failed, disk.files()) ??
      (await recover(write, { fs: Object.assign(disk, staged.calm), identity }, allowedAfter(write, fault, failure)));
    if (wrong) done.wrong.push(`${write.what}, ${fault.what} at call ${at} (${staged.failed}): ${wrong}`);
  }
}

interface Failure {
  error: unknown;
}

async function failureOf(write: StoreWrite, writer: Writer): Promise<Failure | undefined> {
  try {
    await write.put(writer, write.after);
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** The error has to be one for people, and to name a path. */
function wrongWith(error: unknown, files: readonly string[]): string | undefined {
  if (!isAppError(error, 'STORE_IO')) return `failed with ${error} over ${files.join(' ')}`;
  return error.message.includes(`${ROOT}/`) || error.message.includes(`${ROOT}:`)
    ? undefined
    : `no path in "${error.message}"`;
}

/** What was told decides what may be there. */
function allowedAfter(write: StoreWrite, { done }: Fault, failure: Failure | undefined): (string | undefined)[] {
  if (!failure) return [write.after];
  if (done) return [write.before, write.after];
  const confirmed = String(failure.error).includes(`${write.files.at(-1)} was`);
  return confirmed ? [write.after] : [write.before];
}

/** Locks and temporary files that lie there although they could have been removed. */
function leftBy(
  known: readonly string[],
  { lasting }: Fault,
  call: string,
  files: readonly string[],
): string | undefined {
  const left = files.filter((file) => !known.includes(file));
  // That a removal fails is the fault itself.
  const could = !lasting && !call.startsWith('remove');
  return could && left.length > 0 ? `left ${left.join(' ')}` : undefined;
}

type Call = (...args: never[]) => unknown;

/** The disk with a fault at its call number `at`. */
function stage(disk: VolatileDisk, fault: Fault, at: number, replaces: boolean) {
  let count = 0;
  const staged: { fs: FileSystem; calm: Partial<FileSystem>; failed: string | undefined } = {
    fs: disk,
    calm: replaces ? {} : { rename: carefully(disk) },
    failed: undefined,
  };
  const through = (name: keyof FileSystem): Call => {
    const call = (name === 'rename' && !replaces ? carefully(disk) : (disk[name] as Call).bind(disk)) as Call;
    return (...args) => {
      if (fault.takes !== undefined && name !== 'write') return call(...args);
      const n = count++;
      if (n !== at && !(fault.lasting && n > at)) return call(...args);
      staged.failed ??= name;
      if (fault.takes !== undefined) {
        const [descriptor, bytes] = args as unknown as [number, Uint8Array];
        return disk.write(descriptor, bytes.subarray(0, fault.takes));
      }
      const error = Object.assign(new Error(`${fault.code}: staged`), { code: fault.code });
      // A file that the system says it could not close is closed, and one that it could not open is not open.
      if (fault.done || name === 'close') {
        const descriptor = call(...args);
        if (typeof descriptor === 'number' && name !== 'write') disk.close(descriptor);
      }
      if (name === 'sync') return Promise.reject(error);
      throw error;
    };
  };
  staged.fs = Object.fromEntries(CALLS.map((name) => [name, through(name)])) as unknown as FileSystem;
  return staged;
}

/** A rename of a system that puts nothing in place of a folder. */
function carefully(disk: VolatileDisk): FileSystem['rename'] {
  const { rename } = VolatileDisk.prototype;
  return (from, to) => {
    if (orMissing(() => disk.lstat(to).mode & 0o040000))
      throw Object.assign(new Error(`EPERM: ${to}`), { code: 'EPERM' });
    rename.call(disk, from, to);
  };
}

const CALLS: readonly (keyof FileSystem)[] = [
  ...([
    'read',
    'list',
    'stat',
    'lstat',
    'makeFolders',
    'makeFolder',
    'removeFolder',
    'create',
    'openFolder',
    'write',
  ] as const),
  ...(['changeMode', 'sync', 'close', 'rename', 'link', 'remove', 'touch', 'watch'] as const),
];
