// `npm run bench`: what the command costs, each figure against a peer or a floor that was taken in the same run, so that
// the numbers of two machines can be compared. `npm run bench -- --full` has all rows and more turns;
// `npm run bench -- start-up watch` only those groups.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { type Rows, table } from './row.ts';

/** In the order of the table. Loaded one by one: a group that is not asked for costs nothing. */
const GROUPS: Record<string, () => Promise<{ rows: Rows }>> = {
  'start-up': () => import('./start-up.ts'),
  'single-import': () => import('./single-import.ts'),
  'bulk-import': () => import('./bulk-import.ts'),
  watch: () => import('./watch.ts'),
  handover: () => import('./handover.ts'),
  store: () => import('./store.ts'),
  requests: () => import('./requests.ts'),
  mirror: () => import('./mirror.ts'),
};

const asked = process.argv.slice(2).filter((word) => word !== '--full');
const unknown = asked.filter((name) => !(name in GROUPS));
if (unknown.length > 0) throw new Error(`no group ${unknown.join(', ')}; there are ${Object.keys(GROUPS).join(', ')}`);
const full = process.argv.includes('--full');

const cpu = os.cpus();
const skopeo = spawnSync('skopeo', ['--version'], { encoding: 'utf8' }).stdout?.trim() || 'no skopeo';
console.log(
  `${cpu.length} x ${cpu[0]?.model.trim()}, ${os.platform()} ${os.arch()}, node ${process.version}, ${skopeo}`,
);
console.log('times: medians of runs that take turns\n');

const found = [];
for (const [name, load] of Object.entries(GROUPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { rows } = await load();
  found.push(...(await rows({ full })));
}
const { text, missed } = table(found);
console.log(text);
if (missed > 0) process.exitCode = 1;
