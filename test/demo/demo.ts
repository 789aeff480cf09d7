// `npm run demo`: the story of a tag, from its first import to a rollback that holds, with a registry on this machine. Needs
// no network, no cluster and no other program; leaves nothing behind.
//   npm run demo              a screen at a time, on a terminal
//   npm run demo -- --fast    without waiting for keys
//   npm run demo -- --play    keeps registry and store for the reader, until Ctrl-C
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { startRegistryNetwork } from '../support/registry-network.ts';
import { createUserShell, type UserShell } from '../support/user-shell.ts';
import { keyPressed } from './key.ts';
import { type CommandStep, PLACE, type Screen, STORY, TRY, VERSIONS, type Version } from './story.ts';

const words = process.argv.slice(2);
const unknown = words.find((word) => !['--fast', '--play'].includes(word));
if (unknown !== undefined) {
  console.error(`demo: unknown argument ${unknown}\nusage: npm run demo -- [--fast] [--play]`);
  process.exit(1);
}
const waits = !words.includes('--fast') && process.stdin.isTTY && process.stdout.isTTY;
const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text: string) => (coloured ? styleText('bold', text) : text);

const shell = createUserShell({}, 'imagestream-demo-');
process.once('exit', () => shell.remove());
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => process.exit(code));
}
const registries = await startRegistryNetwork(shell.folder, [{ hosts: ['registry.example.com'] }]);
Object.assign(shell.env, registries.env);

for (const [index, screen] of STORY.entries()) {
  if (index > 0 && waits) await keyPressed();
  await show(screen, index + 1);
}
if (words.includes('--play')) {
  console.log(`\nThe registry and the store stay until Ctrl-C. In another terminal:\n  . ${playground(shell)}`);
  console.log(TRY.map((line) => `  ${line}`).join('\n'));
} else {
  console.log('\nnpm run demo -- --play leaves you this store and registry. There, try:');
  console.log(TRY.map((line) => `  ${line}`).join('\n'));
  await registries.stop();
}

async function show({ title, steps }: Screen, number: number): Promise<void> {
  console.log(bold(`${number > 1 ? '\n' : ''}${number}. ${title}`));
  for (const step of steps) {
    if (typeof step === 'string') console.log(step);
    else if ('push' in step) push(step.push);
    else await run(step);
  }
}

/** As a `docker push` from elsewhere; what it replaces stays under its version. */
function push(version: Version): void {
  registries.push(VERSIONS[version], PLACE);
  registries.push(VERSIONS[version], PLACE.replace(/:.*/, `:${version}`));
  console.log(`(version ${version} is pushed to ${PLACE})`);
}

async function run({ run: line, status: expected = 0, shown }: CommandStep): Promise<void> {
  console.log(bold(`$ ${line}`));
  const { status, output } = await shell.run(line);
  process.stdout.write(shown ? await shown(output) : output);
  if (status === expected) return;
  console.error(`demo: the command ended with ${status}, not ${expected}`);
  process.exit(1);
}

/** A file by which another shell comes to where the story took place. */
function playground({ folder, work, env }: UserShell): string {
  const file = path.join(folder, 'try');
  const variables = Object.entries({ ...registries.env, PATH: env.PATH as string, HOME: env.HOME as string });
  const exports = variables.map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
  writeFileSync(file, `${[...exports, `cd '${work}'`].join('\n')}\n`);
  return file;
}
