/**
 * A model of `src/store/locks/object-lock.ts` and of the writes under it, small enough to try every order of every call of several
 * writers, each of which may be stopped for ever or for a while between any two calls, and may take any lock for stale at any
 * moment, rightly or not.
 *
 * A call that names a path is two steps: the system, or a server far away, finds the folder that is meant, and later
 * changes that folder, which may have been moved or removed meanwhile.
 */

export type Operation = 'update' | 'create' | 'delete';

/** How the protocol would be without one of its rules, to see that the model notices. */
export type Flaw =
  /** The new content lies beside the file and not in the folder of the lock; the lock is looked at before the renaming. */
  | 'content beside the file'
  /** What is removed is removed from its place, after a look at the lock. */
  | 'removal in place'
  /** Who takes a lock away moves it out of the way, and empties it later. */
  | 'taken away before it is empty';

/** The content of the file: -1 for none, 0 for what was there, else who wrote it, from 1. */
type Version = number;

type Step =
  | ['take' | 'look' | 'found' | 'read' | 'make' | 'made' | 'check' | 'move' | 'moved' | 'unlock' | 'done']
  /** Whose folder is removed, and where it goes on then. */
  | ['empty' | 'emptied' | 'unlink' | 'unlinked', number, 'take' | 'unlock'];

interface Writer {
  readonly operation: Operation;
  readonly at: Step;
  /** What it read. */
  readonly read: Version;
  /** Whether the folder of its holder was found for the call that is on its way. */
  readonly resolved: boolean;
  readonly told: boolean;
}

interface Disk {
  readonly file: Version;
  /** Whose folder is the lock, or -1. */
  readonly lock: number;
  /** By writer: whether the folder of the holder is in what it made. */
  readonly alive: readonly boolean[];
  /** By writer: what lies in that folder. */
  readonly content: readonly (Version | undefined)[];
}

interface State {
  readonly disk: Disk;
  readonly writers: readonly Writer[];
}

export interface Finding {
  states: number;
  /** How many orders ended with so many writers that were told of success. */
  told: Map<number, number>;
  /** The steps that led to something wrong; undefined where nothing is. */
  wrong: string[] | undefined;
}

/** Tries every order. `initial` is what is there before. */
export function explore(operations: readonly Operation[], initial: Version, flaw?: Flaw): Finding {
  const all = operations.map(() => undefined);
  const first: State = {
    disk: { file: initial, lock: -1, alive: operations.map(() => true), content: all },
    writers: operations.map((operation) => ({ operation, at: ['take'], read: -1, resolved: false, told: false })),
  };
  const finding: Finding = { states: 0, told: new Map(), wrong: undefined };
  const seen = new Set<string>();
  const open: { state: State; path: Path | undefined }[] = [{ state: first, path: undefined }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { state, path } = next;
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    if (!explained(state, initial)) {
      finding.wrong = stepsOf(path);
      break;
    }
    if (state.writers.every(({ at: [step] }) => step === 'done')) {
      const told = state.writers.filter((writer) => writer.told).length;
      finding.told.set(told, (finding.told.get(told) ?? 0) + 1);
    }
    for (const [me, writer] of state.writers.entries()) {
      for (const after of stepsFrom(state, me, flaw)) {
        open.push({ state: after, path: { step: `${me + 1} ${writer.at[0]}`, before: path } });
      }
    }
  }
  finding.states = seen.size;
  return finding;
}

interface Path {
  step: string;
  before: Path | undefined;
}

function stepsOf(path: Path | undefined): string[] {
  const steps: string[] = [];
  for (let at = path; at; at = at.before) steps.unshift(at.step);
  return steps;
}

/** Whether there is an order of those who were told of success in which each found what the one before it left. */
function explained({ disk, writers }: State, initial: Version): boolean {
  const told = writers.flatMap((writer, me) =>
    writer.told ? [{ read: writer.read, wrote: wroteBy(writer, me) }] : [],
  );
  const ends = (version: Version, rest: typeof told): boolean =>
    rest.length === 0
      ? version === disk.file
      : rest.some(
          (one, n) =>
            one.read === version &&
            ends(
              one.wrote,
              rest.filter((_, index) => index !== n),
            ),
        );
  return ends(initial, told);
}

const wroteBy = ({ operation }: Writer, me: number): Version => (operation === 'delete' ? -1 : me + 1);

/** What may be after the next step of a writer: several, where it may take a lock for stale or not. */
function stepsFrom(state: State, me: number, flaw: Flaw | undefined): State[] {
  const { disk } = state;
  const writer = state.writers[me] as Writer;
  const [step, victim = -1, then = 'take'] = writer.at;
  const go = (at: Step, changes: Partial<Writer> = {}, change: Partial<Disk> = {}): State => ({
    disk: { ...disk, ...change },
    writers: state.writers.with(me, { ...writer, at, ...changes }),
  });
  const mine = disk.lock === me && disk.alive[me] === true;
  const lost = go(['empty', me, 'unlock'], { resolved: false });
  const version = wroteBy(writer, me);
  switch (step) {
    case 'take':
      // A folder is renamed to the lock: where there is none, or an empty one.
      if (disk.lock === -1 || !disk.alive[disk.lock]) return [go(['read'], {}, { lock: me })];
      return [go(['look'])];
    case 'look':
      return [
        disk.lock === -1 || !disk.alive[disk.lock] ? go(['take']) : go(['empty', disk.lock, 'take']),
        go(['take']),
      ];
    case 'empty':
      // A folder is removed by its name: the lock is looked up, and then what is in it.
      if (disk.lock !== victim || !disk.alive[victim]) return [go(ended(then))];
      if (flaw === 'taken away before it is empty' && then === 'take') {
        return [go(['take'], {}, { alive: disk.alive.with(victim, false) })];
      }
      return [go(['emptied', victim, then])];
    case 'emptied':
      if (!disk.alive[victim]) return [go(ended(then))];
      if (disk.content[victim] !== undefined) return [go(['unlink', victim, then])];
      return [go(ended(then), {}, { alive: disk.alive.with(victim, false) })];
    case 'unlink':
      return [disk.lock === victim && disk.alive[victim] ? go(['unlinked', victim, then]) : go(ended(then))];
    case 'unlinked':
      return [go(['empty', victim, then], {}, { content: disk.content.with(victim, undefined) })];
    case 'read':
      // Who finds something else than it needs gives the lock back.
      if ((disk.file === -1) !== (writer.operation === 'create')) return [lost];
      return [go(writer.operation === 'delete' ? ['move'] : ['make'], { read: disk.file })];
    case 'make':
      return [mine || flaw === 'content beside the file' ? go(['made']) : lost];
    case 'made':
      if (flaw === 'content beside the file') return [go(['check'])];
      // In a folder that was removed nothing can be made.
      return [inFolder(disk, me, flaw) ? go(['move'], {}, { content: disk.content.with(me, version) }) : lost];
    case 'check':
      return [mine ? go(['moved'], { resolved: true }) : lost];
    case 'move':
      if (flaw === 'removal in place' && writer.operation === 'delete') return [mine ? go(['moved']) : lost];
      return [mine ? go(['moved'], { resolved: true }) : lost];
    case 'moved':
      return [moved()];
    case 'unlock':
      // The lock is removed where it is empty.
      return [go(['done'], {}, disk.lock !== -1 && !disk.alive[disk.lock] ? { lock: -1 } : {})];
    default:
      return [];
  }

  function moved(): State {
    const next: Step = ['empty', me, 'unlock'];
    const told = { told: true, resolved: false };
    if (writer.operation === 'delete') {
      if (flaw === 'removal in place') return disk.file === -1 ? lost : go(next, told, { file: -1 });
      if (disk.file === -1 || !inFolder(disk, me, flaw)) return lost;
      return go(next, told, { file: -1, content: disk.content.with(me, disk.file) });
    }
    if (flaw === 'content beside the file') return go(next, told, { file: version });
    if (disk.content[me] === undefined) return lost;
    return go(next, told, { file: version, content: disk.content.with(me, undefined) });
  }
}

/** Something can be made in a folder that was moved away, and not in one that was removed. */
function inFolder(disk: Disk, me: number, flaw: Flaw | undefined): boolean {
  return disk.alive[me] === true || flaw === 'taken away before it is empty';
}

const ended = (then: 'take' | 'unlock'): Step => [then];
