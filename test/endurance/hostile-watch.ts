import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type EventSite, startEventSite } from '../support/event-site.ts';

export interface HostileReport {
  readonly rounds: number;
  /** How often each kind of change was made. */
  readonly changes: Readonly<Record<string, number>>;
  readonly told: number;
  readonly wrong: readonly string[];
}

/** How many commands it may take until an event is told that a hostile folder has kept from it. */
const MOST_TRIES = 2;

type Change = (site: Hostile, pick: <T>(of: readonly T[]) => T) => void;

interface Hostile {
  readonly site: EventSite;
  readonly watch: string;
  /** `.watch` as it was after another image. */
  readonly older: string;
  readonly precious: string;
  readonly bystander: ChildProcess;
  /** The digest that is pushed next. */
  readonly next: string;
}

const DATA = ['ledger.json', 'looks.json'];

const CHANGES: Readonly<Record<string, Change>> = {
  garbage: ({ watch }, pick) => {
    for (const file of filesIn(watch))
      if (pick([true, false])) writeFileSync(file, pick(['', '{', '\0\xff', '[]', 'null']));
  },
  future: ({ watch, next }) => {
    for (const file of filesIn(watch)) {
      if (!DATA.includes(path.basename(file))) continue;
      const text = readFileSync(file, 'utf8').replaceAll(/sha256:[0-9a-f]{64}/g, next);
      writeFileSync(file, text.replaceAll(/"(at|since)":\d+/g, '"$1":99999999999999'));
    }
  },
  copied: ({ watch, older }) => {
    rmSync(watch, { recursive: true, force: true });
    if (existsSync(older)) cpSync(older, watch, { recursive: true, verbatimSymlinks: true });
  },
  gone: ({ watch }) => rmSync(watch, { recursive: true, force: true }),
  links: ({ watch, precious }, pick) => {
    for (const file of filesIn(watch)) {
      if (!DATA.includes(path.basename(file)) || pick([true, false])) continue;
      rmSync(file);
      symlinkSync(pick([precious, '/dev/zero', '/dev/full']), file);
    }
  },
  locks: ({ watch, bystander }, pick) => {
    for (const folder of foldersIn(watch)) {
      const holder = {
        pid: pick([-1, 0, 1, bystander.pid]),
        host: 'elsewhere',
        system: 'x',
        start: '1',
        token: 'a-b-c',
      };
      const lock = path.join(folder, pick(['lease', '.ledger.lock']));
      if (!lstatSync(lock, { throwIfNoEntry: false })) symlinkSync(JSON.stringify(holder), lock);
    }
  },
  tries: ({ watch, bystander }, pick) => {
    for (const folder of foldersIn(watch)) {
      const running = path.join(folder, 'running', 'a'.repeat(32));
      mkdirSync(running, { recursive: true });
      const pid = pick([-1, 0, 1, bystander.pid]);
      writeFileSync(path.join(running, 'process'), readStat(bystander.pid).replace(/^\d+/, String(pid)));
      writeFileSync(path.join(running, 'status'), '0\n');
      writeFileSync(path.join(running, 'change.json'), '{"change":{"moves":[]},"started":0,"token":"","system":""}');
    }
  },
};

/**
 * Before each of many pushes the `.watch` folder is changed by somebody else: garbage, claims about what is yet to come, copies,
 * links, locks and tries of commands. Each image has to be told all the same, no process and no file elsewhere is touched.
 */
export async function hostileWatch(rounds: number, random: () => number): Promise<HostileReport> {
  const site = await startEventSite();
  const bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const precious = site.file('precious');
  writeFileSync(precious, 'precious');
  const watch = site.file('.imagestream/.watch');
  const older = site.file('older');
  const wrong: string[] = [];
  const changes: Record<string, number> = {};
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  try {
    await site.run('watch', '--once', '--interval=1s', '--exec', site.note);
    for (let round = 0; round < rounds; round++) {
      const next = site.push(`image ${round}`);
      const name = pick(Object.keys(CHANGES));
      changes[name] = (changes[name] ?? 0) + 1;
      CHANGES[name]?.({ site, watch, older, precious, bystander, next }, pick);
      const before = elsewhere(site);
      const line = `ImageStream app ${next}`;
      let output = '';
      for (let tries = 0; tries < MOST_TRIES && !site.told().includes(line); tries++) {
        const { stderr } = await site.run('import-image', 'app', '--exec', site.note);
        output = stderr;
      }
      if (!site.told().includes(line)) wrong.push(`${name}, round ${round}: not told: ${output}`);
      if (elsewhere(site) !== before) wrong.push(`${name}, round ${round}: files elsewhere were touched`);
      if (bystander.exitCode !== null || bystander.signalCode !== null) wrong.push(`${name}: a stranger was ended`);
      if (readFileSync(precious, 'utf8') !== 'precious') wrong.push(`${name}: another file was written`);
      rmSync(older, { recursive: true, force: true });
      if (existsSync(watch)) cpSync(watch, older, { recursive: true, verbatimSymlinks: true });
    }
    return { rounds, changes, told: site.told().length, wrong };
  } finally {
    bystander.kill('SIGKILL');
    await site.stop();
  }
}

/** The names of all that lies in the user's folder outside of the store and of what is the tool's or the command's own. */
function elsewhere(site: EventSite): string {
  const own = ['.imagestream', 'home', 'older', 'told'];
  return readdirSync(site.user.folder)
    .filter((name) => !own.includes(name) && !/^(input|variables)-/.test(name))
    .map((name) => `${name} ${statSync(site.file(name)).size}`)
    .join('\n');
}

const below = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' }) : [];
const filesIn = (folder: string) =>
  below(folder).flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : []));
const foldersIn = (folder: string) => [
  ...(existsSync(folder) ? [folder] : []),
  ...readdirIfAny(path.join(folder, 'sinks')).map((name) => path.join(folder, 'sinks', name)),
];
const readdirIfAny = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const readStat = (pid: number | undefined) => readFileSync(`/proc/${pid}/stat`, 'utf8');
