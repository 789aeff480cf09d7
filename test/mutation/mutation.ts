// `npm run mutation -- --sample 200 --seed 1`: mutation testing of the rules (src/core) and of the registry client
// (src/registry). Small changes are made to a copy of the tree, one at a time; a change that no test notices is a test that is
// missing, or code that is not needed. `--only TEXT` takes the files with TEXT in their path; `--lines` takes FILE:LINE,...
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/command-line.ts';
import { EQUIVALENT } from './equivalent.ts';
import { type Mutant, mutantsOf, mutate } from './mutants.ts';
import { type Score, scoreTable, survivorLines } from './score.ts';
import { SuiteRunner } from './suite-runner.ts';
import { filesBelow, Suites } from './suites.ts';
import { TreeCopy } from './tree-copy.ts';

/** Milliseconds for one test: the first try, and the second one of a mutant that was only too slow. */
const LIMITS = [10_000, 30_000] as const;
const GOAL = 80;

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    lines: { type: 'string', default: '' },
  },
});
const workers = Number(values.workers);
const root = projectRoot();
const folder = path.join(root, 'test/mutation');
const sources = ['src/core', 'src/registry'].flatMap((name) => filesBelow(root, name, '.ts'));
const texts = new Map(sources.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
const sample = chosen();
const suites = await Suites.learn(
  root,
  folder,
  sources,
  path.join(root, 'node_modules/.cache/imagestream/reached.json'),
  workers,
);
const scores = await inParallel();
console.log(`${sample.length} mutants, seed ${values.seed}`);
console.log(scoreTable(scores));
console.log(survivorLines(scores));
const total = scores.filter(({ verdict }) => verdict !== 'equivalent');
const killed = total.filter(({ verdict }) => verdict === 'killed' || verdict === 'timed out');
process.exitCode = (100 * killed.length) / total.length >= GOAL ? 0 : 1;

/** The same mutants for the same seed and source: every mutant is as likely as any other, so that size is weight. */
function chosen(): Mutant[] {
  const lines = values.lines.split(',').filter((line) => line !== '');
  const all = [...texts]
    .filter(([file]) => file.includes(values.only))
    .flatMap(([file, text]) => mutantsOf(file, text))
    .filter(({ file, line }) => lines.length === 0 || lines.includes(`${file}:${line}`));
  const random = randomFrom(Number(values.seed));
  const keyed = all.map((mutant) => ({ mutant, key: random() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, Number(values.sample)).map(({ mutant }) => mutant);
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function inParallel(): Promise<Score[]> {
  const scores: Score[] = [];
  const waiting = [...sample];
  const work = async () => {
    const copy = new TreeCopy(root);
    const runner = new SuiteRunner(folder, copy.root);
    try {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const score = await scoreOf(mutant, copy, runner);
        scores.push(score);
        console.error(`${scores.length}/${sample.length} ${score.verdict} ${mutant.file}:${mutant.line} ${score.by}`);
      }
    } finally {
      await runner.stop();
      copy.remove();
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return scores;
}

async function scoreOf(mutant: Mutant, copy: TreeCopy, runner: SuiteRunner): Promise<Score> {
  const text = texts.get(mutant.file) as string;
  const known = EQUIVALENT.find((entry) => isSame(entry, mutant));
  if (known) return { mutant, verdict: 'equivalent', by: known.reason };
  const reaching = suites.reaching(mutant.file, text, mutant.start);
  if (reaching.length === 0) return { mutant, verdict: 'no coverage', by: '' };
  copy.write(mutant.file, mutate(text, mutant));
  try {
    for (const suite of reaching) {
      let { outcome } = await runner.run(suite, LIMITS[0]);
      if (outcome === 'timed out') ({ outcome } = await runner.run(suite, LIMITS[1]));
      if (outcome !== 'passed') return { mutant, verdict: outcome === 'failed' ? 'killed' : 'timed out', by: suite };
    }
    return { mutant, verdict: 'survived', by: `${reaching.length} suites` };
  } finally {
    copy.write(mutant.file, text);
  }
}

function isSame(entry: (typeof EQUIVALENT)[number], { file, line, from, to }: Mutant): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ');
  if (entry.file !== file || !plain(from).startsWith(entry.from) || plain(to) !== entry.to) return false;
  return texts.get(file)?.split('\n')[line - 1]?.includes(entry.on) === true;
}
