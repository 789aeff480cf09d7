import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { VERBS } from '../src/cli/verbs.ts';

/**
 * The layers of the README's picture: what each folder of src may import, which npm packages it owns,
 * and which modules of Node it may use. A file that imports anything else fails here.
 */
const LAYERS: Record<string, { layers: string[]; npm: string[]; node: string[] }> = {
  errors: { layers: [], npm: [], node: [] },
  core: { layers: ['core', 'errors'], npm: [], node: [] },
  codec: { layers: ['codec', 'core', 'errors'], npm: ['yaml'], node: [] },
  api: { layers: ['api', 'core', 'errors'], npm: [], node: [] },
  store: {
    layers: ['store', 'codec', 'core', 'errors'],
    npm: [],
    node: ['buffer', 'fs', 'fs/promises', 'path', 'crypto', 'os'],
  },
  registry: {
    layers: ['registry', 'core', 'errors'],
    npm: ['undici', 'tldts'],
    node: ['crypto', 'tls', 'net', 'dns', 'fs', 'fs/promises', 'path', 'v8'],
  },
  processes: {
    layers: ['processes', 'errors'],
    npm: [],
    node: ['child_process', 'crypto', 'fs', 'path', 'stream', 'timers/promises'],
  },
  credentials: {
    layers: ['credentials', 'processes', 'core', 'errors'],
    npm: ['keytar'],
    node: ['fs', 'fs/promises', 'path', 'child_process', 'crypto', 'os', 'readline', 'stream'],
  },
  'registries-conf': {
    layers: ['registries-conf', 'core', 'errors'],
    npm: ['smol-toml'],
    node: ['fs', 'path'],
  },
  sinks: {
    layers: ['sinks', 'processes', 'codec', 'core', 'errors'],
    npm: [],
    node: ['fs', 'path', 'child_process', 'crypto'],
  },
  files: {
    layers: ['files', 'processes', 'codec', 'core', 'errors'],
    npm: ['diff', 'tar'],
    node: ['fs', 'fs/promises', 'path', 'child_process', 'crypto', 'readline', 'stream', 'zlib'],
  },
  commands: { layers: ['commands', 'api', 'codec', 'core', 'errors'], npm: [], node: [] },
  print: { layers: ['print', 'codec', 'commands', 'core', 'errors'], npm: ['chalk', 'ora', 'string-width'], node: [] },
  cli: { layers: ['cli', 'print', 'commands', 'api', 'core', 'errors'], npm: [], node: [] },
  main: {
    layers: [
      'main',
      'cli',
      'print',
      'commands',
      'api',
      'store',
      'registry',
      'credentials',
      'registries-conf',
      'sinks',
      'files',
      'processes',
      'codec',
      'core',
      'errors',
    ],
    npm: ['croner'],
    node: ['process', 'events', 'fs', 'fs/promises', 'path', 'os', 'v8'],
  },
};

const root = path.resolve(import.meta.dirname, '..');
const src = path.join(root, 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'));

const layerOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, ''));

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(src, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

/** The file of src that a relative import means. */
function targetOf(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined;
}

/** The groups of files that all reach one another: Tarjan's strongly connected components of more than one. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const open: string[] = [];
  /** The lowest number of a file that is still open and can be reached. */
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    open.push(file);
    const reached = (imports.get(file) ?? []).map((next) => {
      if (!order.has(next)) return visit(next);
      return open.includes(next) ? (order.get(next) as number) : own;
    });
    const lowest = Math.min(own, ...reached);
    if (lowest === own) {
      const members = open.splice(open.indexOf(file)).sort();
      if (members.length > 1) found.push(members);
    }
    return lowest;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

describe('the layers', () => {
  test('there is source to look at', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  test.each(files)('%s imports only what its layer may', (file) => {
    const rules = LAYERS[layerOf(file)];
    expect(rules).toBeDefined();
    const wrong = importsOf(file).filter((specifier) => {
      if (specifier.startsWith('node:')) return !rules?.node.includes(specifier.slice(5));
      if (specifier.startsWith('.')) {
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
        return target.startsWith('..') || !rules?.layers.includes(layerOf(target));
      }
      return !rules?.npm.some((name) => specifier === name || specifier.startsWith(`${name}/`));
    });
    expect(wrong).toEqual([]);
  });

  const owners: [string, RegExp][] = [
    ['undici', /^registry\//],
    ['tldts', /^registry\//],
    ['keytar', /^credentials\//],
    ['smol-toml', /^registries-conf\//],
    ['diff', /^files\//],
    ['tar', /^files\//],
    ['croner', /^main\//],
    ['chalk', /^print\//],
    ['ora', /^print\//],
    ['string-width', /^print\//],
    ['yaml', /^codec\//],
  ];
  test.each(owners)('%s is imported in one folder only', (name, folder) => {
    const importers = files.filter((file) => importsOf(file).some((s) => s === name || s.startsWith(`${name}/`)));
    expect(importers.filter((file) => !folder.test(file))).toEqual([]);
  });

  test.each(files.filter((file) => layerOf(file) !== 'main'))('%s touches no global state of the process', (file) => {
    const text = readFileSync(path.join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(text.match(/\bprocess\.(env|exit|stdout|stderr|stdin|argv|cwd|on)\b|\bconsole\./g)).toBeNull();
  });

  test('a command that asks no registry does not load what `performance` needs', () => {
    const users = files.filter((file) => /\bperformance\.|perf_hooks/.test(readFileSync(path.join(src, file), 'utf8')));
    expect(users.filter((file) => !file.startsWith('registry/'))).toEqual([]);
  });

  test('all text passes the edge that makes it harmless', () => {
    // `cli/run.ts` wraps the streams; `main` takes what it wrapped, writes warnings by the same rule, and bytes of the user's
    // own commands.
    const raw = (file: string, pattern: RegExp) =>
      [...readFileSync(path.join(src, file), 'utf8').matchAll(pattern)].map(([found]) => `${file}: ${found}`);
    const outside = files.filter((file) => file !== 'cli/run.ts');
    expect(outside.flatMap((file) => raw(file, /\bio\.data\(|\bstreams\.(?:out|err)\b/g))).toEqual([]);
    const inMain = files.filter((file) => layerOf(file) === 'main');
    const writers = inMain.flatMap((file) =>
      raw(file, /write(?:Text)?\(2, (?!safeMessage\()|write(?:Text)?\(`|writeSync\(/g),
    );
    expect(writers.sort()).toEqual([
      'main.ts: write(2, ',
      'main/call/sinks.ts: write(2, ',
      'main/process/output.ts: write(2, ', // painted, of what is harmless by then
      'main/process/output.ts: writeSync(',
    ]);
  });

  test('what is opened once knows nothing of what is opened upon it', () => {
    const above: Record<string, RegExp> = { process: /^main\/(user|call|layers)\b/, user: /^main\/(call|layers)\b/ };
    const wrong = files.flatMap((file) => {
      const upwards = above[/^main\/(\w+)\//.exec(file)?.[1] ?? ''];
      const targets = importsOf(file).map((to) => path.posix.join(path.posix.dirname(file), to));
      return targets.filter((target) => upwards?.test(target)).map((target) => `${file}: ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('nothing leads back to where it began, by types and late imports neither', () => {
    const imports = files.map((file) => [file, importsOf(file).flatMap((to) => targetOf(file, to) ?? [])] as const);
    expect(circles(new Map(imports))).toEqual([]);
  });

  test('the file of a verb is where its words lead, and no other file looks like a verb', () => {
    const verbs = VERBS.map(({ path: words }) => `commands/${words.join('/')}`);
    expect(verbs.filter((name) => !files.includes(`${name}.ts`))).toEqual([]);
    const shared = /^commands\/(command\.ts$|flags\/|arguments\/|objects\/)/;
    // What only one verb needs lies in the folder of its name.
    const parts = verbs.filter((name) => !verbs.some((other) => other.startsWith(`${name}/`)));
    const others = files.filter((file) => file.startsWith('commands/') && !shared.test(file));
    const stray = others.filter(
      (file) => !verbs.includes(file.replace(/\.ts$/, '')) && !parts.some((name) => file.startsWith(`${name}/`)),
    );
    expect(stray).toEqual([]);
  });

  test('no file is a drawer for everything', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared|manager)(\.ts|\/)/.test(file))).toEqual(
      [],
    );
  });

  test('the walk of the README passes rooms that are there, each once', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const walk = readme.slice(readme.indexOf('### One command line'), readme.indexOf('### Rooms to come'));
    const rooms = [...walk.matchAll(/\*\*`([\w/-]+)`\*\*/g)].map((match) => match[1] as string);
    expect(rooms.length).toBeGreaterThan(10);
    expect(rooms).toEqual([...new Set(rooms)]);
    const isRoom = (name: string) => name === 'bin' || files.some((file) => file.startsWith(`${name}/`));
    expect(rooms.filter((name) => !isRoom(name))).toEqual([]);
  });

  test('the README shows the same layers', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const picture = readme.slice(readme.indexOf('## Architecture'));
    for (const layer of Object.keys(LAYERS)) expect(picture).toMatch(new RegExp(`\\b${layer}\\b`));
  });
});
