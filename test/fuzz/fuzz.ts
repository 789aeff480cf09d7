// `npm run fuzz`: broken input for every parser. `-- --full` is the long run; `--seed N`, `--cases N` and names of targets
// choose otherwise. Exits with 1 where a parser crashed, took longer than a second, or changed a prototype.
import { type FuzzReport, fuzz, LONGEST } from './fuzzing.ts';
import { targets } from './targets.ts';

const FULL = 20_000;
const SHORT = 1000;

const args = process.argv.slice(2);
const numberAfter = (name: string) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : undefined);
const cases = numberAfter('--cases') ?? (args.includes('--full') ? FULL : SHORT);
const seed = numberAfter('--seed') ?? Date.now() % 2 ** 31;
const words = args.filter((arg, at) => !arg.startsWith('--') && !['--seed', '--cases'].includes(args[at - 1] ?? ''));
const chosen = targets.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

console.log(`seed ${seed} (again with: npm run fuzz -- --seed ${seed} --cases ${cases})`);
const reports: FuzzReport[] = [];
for (const target of chosen) {
  process.stderr.write(`${target.name} ...\n`);
  reports.push(await fuzz(target, { cases, seed, longest: LONGEST.alone }));
}
print(reports);
process.exitCode = reports.some(({ crashes }) => crashes.length > 0) ? 1 : 0;

function print(all: readonly FuzzReport[]): void {
  console.log('\n| target | cases | longest case in ms of CPU | refusals by code | crashes |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const { target, cases, longest, slowest, refusals, crashes } of all) {
    const codes = [...refusals].sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`);
    console.log(
      `| ${target} | ${cases} | ${longest.toFixed(0)} (${slowest}) | ${codes.join(', ') || 'none'} | ${crashes.length} |`,
    );
  }
  for (const { target, crashes } of all) for (const crash of crashes) console.log(`\n${target}: ${crash}`);
}
