import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { functionAt, withProbes } from './reach.ts';
import { SuiteRunner } from './suite-runner.ts';
import { TreeCopy } from './tree-copy.ts';

/** Folders of test/ whose suites run the source in their own process, and start no others. */
const FOLDERS = ['core', 'registry', 'api', 'commands', 'print', 'main'];
/** The most suites that are run for one mutant. */
const MOST_SUITES = 14;

interface Suite {
  readonly milliseconds: number;
  /** Names of functions, as probes note them. */
  readonly reached: readonly string[];
}

export function filesBelow(root: string, folder: string, ending: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .sort();
}

/** Which suites call which function of the source: those that can notice a mutant of it. */
export class Suites {
  readonly #suites: ReadonlyMap<string, Suite>;

  private constructor(suites: ReadonlyMap<string, Suite>) {
    this.#suites = suites;
  }

  /**
   * Runs every suite once over a copy with probes, several at a time; what is known of a suite is kept in `cache`, a file, for
   * as long as neither the suite nor the source nor what suites share changes. Fails when a suite fails without any mutant.
   */
  static async learn(
    root: string,
    folder: string,
    sources: readonly string[],
    cache: string,
    workers: number,
  ): Promise<Suites> {
    const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
    const files = FOLDERS.flatMap((name) => filesBelow(root, `test/${name}`, '.ts'));
    const names = files.filter((file) => file.endsWith('.test.ts'));
    const fixed = [
      ...filesBelow(root, 'src', '.ts'),
      ...filesBelow(root, 'test/support', '.ts'),
      ...files.filter((f) => !names.includes(f)),
    ];
    const base = hash(fixed.map(read).join('\0'));
    const known: Record<string, Suite> = existsSync(cache) ? JSON.parse(readFileSync(cache, 'utf8')) : {};
    const keyOf = new Map(names.map((name) => [name, `${name} ${hash(base + read(name))}`]));
    const missing = names.filter((name) => !known[keyOf.get(name) as string]);
    if (missing.length > 0) {
      console.error(`running ${missing.length} test suites to learn what they reach ...`);
      const work = async () => {
        const copy = new TreeCopy(root);
        const runner = new SuiteRunner(folder, copy.root);
        try {
          for (const file of sources) copy.write(file, withProbes(file, read(file)));
          for (let name = missing.shift(); name !== undefined; name = missing.shift()) {
            const result = path.join(copy.root, 'reached.json');
            let { outcome, milliseconds, failure } = await runner.run(name, 60_000, result);
            if (outcome !== 'passed') ({ outcome, milliseconds, failure } = await runner.run(name, 60_000, result));
            if (outcome !== 'passed') throw new Error(`${name} fails without a mutant: ${failure}`);
            known[keyOf.get(name) as string] = { milliseconds, reached: JSON.parse(readFileSync(result, 'utf8')) };
          }
        } finally {
          await runner.stop();
          copy.remove();
        }
      };
      try {
        await Promise.all(Array.from({ length: workers }, work));
      } finally {
        save(cache, known);
      }
    }
    const current = names.map((name): [string, Suite] => [name, known[keyOf.get(name) as string] as Suite]);
    save(cache, Object.fromEntries(current.map(([name, suite]) => [keyOf.get(name) as string, suite])));
    return new Suites(new Map(current));
  }

  /** The suites that reach the function around an offset: the source's own first, then its folder's, then the quickest. */
  reaching(file: string, text: string, offset: number): string[] {
    const name = functionAt(file, text, offset);
    const mirror = file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
    const rank = (suite: string) => {
      if (suite === mirror) return 0;
      if (path.dirname(suite) === path.dirname(mirror)) return 1;
      return /^test\/(core|registry)\//.test(suite) ? 2 : 3;
    };
    return [...this.#suites]
      .filter(([, suite]) => suite.reached.includes(name))
      .sort(([a, { milliseconds: slow }], [b, { milliseconds }]) => rank(a) - rank(b) || slow - milliseconds)
      .map(([suite]) => suite)
      .slice(0, MOST_SUITES);
  }
}

function save(cache: string, suites: Record<string, Suite>): void {
  mkdirSync(path.dirname(cache), { recursive: true });
  writeFileSync(cache, JSON.stringify(suites));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
