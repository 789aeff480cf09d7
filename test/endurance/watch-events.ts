import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CommandLine, createCommandLine, projectRoot } from '../support/command-line.ts';
import { DEPLOYMENT } from '../support/event-site.ts';
import { startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';
import { wrongObjects } from './store-check.ts';

/** What became of the events of a watch that was killed again and again. */
export interface EventReport {
  readonly kills: number;
  /** How often a new image was pushed, and how many of them the watch has seen. */
  readonly pushes: number;
  readonly seen: number;
  /** Runs of the commands: begun, and ended with success. */
  readonly begun: number;
  readonly succeeded: number;
  /** Kills while a command was running. */
  readonly whileRunning: number;
  readonly wrong: readonly string[];
}

const STREAMS = 4;
const INTERVAL = '1s';
/** Milliseconds that a watch lives at most, beyond one and a half times of what a single pass takes. */
const LONGEST_LIFE = 1500;
const LONGEST_PAUSE_OF_PUSHES = 120;
/** Milliseconds in which everything has to be told at the end. */
const END = 120_000;

/** Notes that it begins, takes a moment, fails now and then, and notes that it has succeeded. */
const COMMAND = `what="$IMAGESTREAM_KIND $IMAGESTREAM_NAME $IMAGESTREAM_NEW_DIGEST"
echo "begun $what" >> log
sleep "0.0$(( $$ % 10 ))"
[ $(( $$ % 7 )) != 0 ] || exit 1
echo "done $what" >> log
`;

/**
 * Kills (SIGKILL) a watch with two commands, one for deployments and one for tags, at random moments, while images are
 * pushed all the time. In the end every image that a tag has had, and the last image of every deployment, must have been
 * taken by its command, none again after a success, and every object of the store be whole.
 */
export async function killWatch(kills: number, random: () => number): Promise<EventReport> {
  const registry = await startFixtureRegistry();
  const user = await createCommandLine();
  const names = Array.from({ length: STREAMS }, (_, n) => `app${n}`);
  const last = new Map<string, string>();
  let pushes = 0;
  const push = (name: string) => {
    const image = createImage({ seed: `${name} ${pushes++}` });
    registry.push(image, `team/${name}`, 'latest');
    last.set(name, image.digest);
  };
  let pushing = true;
  let whileRunning = 0;
  try {
    await prepare(user, registry.host, names, push);
    // Everything that there is before counts as told.
    const began = performance.now();
    await user.run(['watch', '--once', ...WATCH_FLAGS]);
    const longestLife = 1.5 * (performance.now() - began) + LONGEST_LIFE;
    const load = (async () => {
      while (pushing) {
        push(names[Math.floor(random() * STREAMS)] as string);
        await sleep(random() * LONGEST_PAUSE_OF_PUSHES);
      }
    })();
    for (let kill = 0; kill < kills; kill++) {
      const child = start(user);
      const ended = new Promise((resolve) => child.on('exit', resolve));
      await Promise.race([ended, sleep(random() * longestLife)]);
      if (isRunning(user)) whileRunning++;
      child.kill('SIGKILL');
      await ended;
    }
    pushing = false;
    await load;
    return { kills, pushes, whileRunning, ...(await settle(user, names, last)) };
  } finally {
    pushing = false;
    user.remove();
    await registry.stop();
  }
}

const WATCH_FLAGS = [
  ...['--interval', INTERVAL, '--max-per-minute', '0'],
  ...['--exec', 'sh ./object.sh', '--events', 'objects'],
];

async function prepare(
  user: CommandLine,
  host: string,
  names: readonly string[],
  push: (name: string) => void,
): Promise<void> {
  writeFileSync(path.join(user.folder, 'object.sh'), COMMAND);
  writeFileSync(path.join(user.folder, 'tag.sh'), COMMAND);
  // One command by a flag and one by the user's configuration, which tells of tags.
  mkdirSync(path.join(user.home, '.config/imagestream'), { recursive: true });
  const configuration = 'sinks:\n- exec: sh ./tag.sh\n  events: tags\n';
  writeFileSync(path.join(user.home, '.config/imagestream/config.yaml'), configuration);
  for (const name of names) {
    push(name);
    const from = `--from=${host}/team/${name}:latest`;
    await succeed(user, 'import-image', name, from, '--confirm', '--insecure', '--scheduled');
    const manifest = DEPLOYMENT.replaceAll('name: web\n', `name: ${name}\n`).replace('app:latest', `${name}:latest`);
    writeFileSync(path.join(user.folder, 'deployment.yaml'), manifest);
    await succeed(user, 'apply', '-f', 'deployment.yaml');
  }
}

async function succeed(user: CommandLine, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await user.run(args);
  if (status !== 0) throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
  return stdout;
}

function start(user: CommandLine): ChildProcess {
  const command = [path.join(projectRoot(), 'bin/imagestream.js'), 'watch', ...WATCH_FLAGS];
  return spawn(process.execPath, command, { cwd: user.folder, env: user.env, stdio: 'ignore' });
}

/** Lets one more watch come to its end: when every last image is told, nothing may be left. */
async function settle(user: CommandLine, names: readonly string[], last: ReadonlyMap<string, string>) {
  const child = start(user);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const until = Date.now() + END;
  let report = await judge(user, names, last);
  while (report.untold.length > 0 && Date.now() < until && child.exitCode === null) {
    await sleep(250);
    report = await judge(user, names, last);
  }
  // What is told twice would be told by now.
  await sleep(2000);
  child.kill('SIGKILL');
  await ended;
  const { untold, ...rest } = await judge(user, names, last);
  const wrong = [...untold, ...rest.twice, ...(await wrongObjects(user.env.IMAGESTREAM_STORE as string))];
  return { seen: rest.seen, begun: rest.begun, succeeded: rest.succeeded, wrong };
}

async function judge(user: CommandLine, names: readonly string[], last: ReadonlyMap<string, string>) {
  const lines = logOf(user);
  const done = new Set(lines.filter((line) => line.startsWith('done ')).map((line) => line.slice(5)));
  const untold: string[] = [];
  let seen = 0;
  for (const name of names) {
    const template = '-ojsonpath={.status.tags[0].items[*].image}';
    const history = (await succeed(user, 'get', `is/${name}`, template)).split(' ').reverse();
    seen += history.length - 1;
    if (history.at(-1) !== last.get(name)) untold.push(`${name} has not the image that was pushed last`);
    // The first one was there before anybody was to be told.
    for (const digest of history.slice(1)) {
      if (!done.has(`ImageStream ${name} ${digest}`)) untold.push(`the tag of ${name}: ${digest} was never told`);
    }
    const newest = `Deployment ${name} ${history.at(-1)}`;
    if (history.length > 1 && !done.has(newest)) untold.push(`${newest} was never told`);
  }
  return { untold, twice: twiceTold(lines), seen, begun: lines.length - done.size, succeeded: done.size };
}

/** Images never come back here: what was taken may not be begun again. */
function twiceTold(lines: readonly string[]): string[] {
  const done = new Set<string>();
  const twice: string[] = [];
  for (const line of lines) {
    const what = line.slice(line.indexOf(' ') + 1);
    if (line.startsWith('begun ') && done.has(what)) twice.push(`told again after a success: ${what}`);
    if (line.startsWith('done ')) done.add(what);
  }
  return twice;
}

function logOf(user: CommandLine): string[] {
  const file = path.join(user.folder, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

/** Whether a command has begun and neither failed nor succeeded: by what it has noted, nearly. */
function isRunning(user: CommandLine): boolean {
  return logOf(user).at(-1)?.startsWith('begun ') ?? false;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
