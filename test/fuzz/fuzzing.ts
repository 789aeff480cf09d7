import fc from 'fast-check';
import { isAppError } from '../../src/errors.ts';

/** One parser, with what it is fed. */
export interface FuzzTarget<Input = unknown> {
  readonly name: string;
  /** Nearly valid input: a valid one by the grammar, then broken. */
  readonly cases: fc.Arbitrary<Input>;
  /** Inputs that are chosen to be slow, deep or poisonous. They are run each time. */
  readonly chosen: readonly (readonly [what: string, input: Input])[];
  /**
   * Reads one input the way the product does, with everything that the product then does with the outcome. A refusal is
   * an AppError; whatever else is thrown is a crash.
   * @returns what was read, whose objects are looked at, or nothing
   */
  run(input: Input): unknown;
}

export interface FuzzReport {
  readonly target: string;
  readonly cases: number;
  /** Milliseconds of processor time of the slowest case, and which of the chosen ones it was; `generated` for others. */
  readonly longest: number;
  readonly slowest: string;
  /** How many inputs were refused, by the code of the error. */
  readonly refusals: ReadonlyMap<string, number>;
  /** What went wrong, with what is needed to see it again. Empty: nothing did. */
  readonly crashes: readonly string[];
}

/**
 * No input may take more processor time than this, in milliseconds: time on the clock would tell of the machine's load. Beside
 * other tests, whose threads and caches count as well, only what hangs is told from what is slow.
 */
export const LONGEST = { alone: 1_000, besideOthers: 10_000 };

/** Runs a target on so many generated inputs, and on the chosen ones. The same seed makes the same inputs. */
export async function fuzz<Input>(
  target: FuzzTarget<Input>,
  options: { cases: number; seed: number; longest: number },
) {
  const refusals = new Map<string, number>();
  const crashes: string[] = [];
  let [longest, slowest] = [0, ''];
  const once = async (input: Input, what: string): Promise<void> => {
    const before = process.cpuUsage();
    try {
      const value = await target.run(input);
      checkObjects(value);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
    }
    const { user, system } = process.cpuUsage(before);
    const taken = (user + system) / 1000;
    if (taken > longest) [longest, slowest] = [taken, what];
    if (taken > options.longest) throw new Error(`took ${taken.toFixed(0)} ms`);
    checkPrototypes();
  };
  for (const [what, input] of target.chosen) {
    try {
      await once(input, what);
    } catch (error) {
      crashes.push(`${what}: ${inShort(error)}`);
    }
  }
  const { cases, seed } = options;
  const details = await fc.check(
    fc.asyncProperty(target.cases, (input) => once(input, 'generated')),
    { numRuns: cases, seed },
  );
  if (details.failed) {
    const { counterexamplePath, counterexample, errorInstance } = details;
    const input = fc.stringify(counterexample?.[0]).slice(0, 2000);
    crashes.push(`seed ${seed}, path ${counterexamplePath}: ${inShort(errorInstance)}\n  with ${input}`);
  }
  const report: FuzzReport = {
    target: target.name,
    cases: details.numRuns + target.chosen.length,
    longest,
    slowest,
    refusals,
    crashes,
  };
  return report;
}

/** A refusal that somebody can act on: an error of ours, with a code and a sentence. */
function isRefusal(error: unknown): error is Error & { code: string } {
  return isAppError(error) && error.code.length > 0 && error.message.length > 0;
}

function inShort(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split('\n').find((line) => line.includes('/src/'));
  return `${error.name}: ${error.message.slice(0, 300)}${place ? ` (${place.trim()})` : ''}`;
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype] as const;
const membersOf = () => PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length).join();
const MEMBERS = membersOf();

function checkPrototypes(): void {
  if (membersOf() !== MEMBERS) throw new Error('a prototype of the language was changed');
}

/** Fails where an object inherits from something that came with the input: only plain objects, lists and our own classes. */
function checkObjects(value: unknown): void {
  const open = [value];
  const seen = new Set<unknown>();
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue;
    seen.add(next);
    const prototype: unknown = Object.getPrototypeOf(next);
    const known = prototype === null || Object.hasOwn(prototype as object, 'constructor');
    if (!known) throw new Error('an object has a prototype that the input made');
    for (const member of next instanceof Map ? next.values() : Object.values(next)) open.push(member);
  }
}
