import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import { PLACE, TRY, VERSIONS } from './story.ts';

// Many processes.
const bundle = path.join(projectRoot(), 'node_modules/.cache/imagestream/demo-under-test.mjs');
const temporary = mkdtempSync(path.join(os.tmpdir(), 'demo-test-'));
const env = { ...process.env, TMPDIR: temporary };
/** Colours are not for pipelines. */
const { CI: _ci, NO_COLOR: _noColor, ...onPeoplesTerminals } = env as NodeJS.ProcessEnv;

beforeAll(() => {
  const esbuild = path.join(projectRoot(), 'node_modules/esbuild/bin/esbuild');
  const flags = ['--bundle', '--platform=node', '--format=esm', '--target=node20.18', '--packages=external'];
  const built = spawnSync(esbuild, [path.join(projectRoot(), 'test/demo/demo.ts'), ...flags, `--outfile=${bundle}`]);
  expect(built.status).toBe(0);
});
afterAll(() => {
  rmSync(temporary, { recursive: true });
});

/** Starts the demo with a temporary folder of its own. */
function startDemo(...args: string[]) {
  const demo = spawn(process.execPath, [bundle, ...args], { env });
  return { demo, ...written(demo) };
}

function written(child: ChildProcess) {
  let output = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ status: number | null; output: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, output }));
  });
  /** Fulfilled with all that was written, once that matches. */
  const says = (what: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => void (what.test(output) && resolve(output));
      listeners.push(look);
      look();
    });
  return { ended, says };
}

const pullSpec = (version: keyof typeof VERSIONS) => `${PLACE.replace(/:.*/, '')}@${VERSIONS[version].digest}`;

test('the demo tells its story in at most 60 lines, and leaves nothing behind', async () => {
  const { status, output } = await startDemo().ended;
  expect(status).toBe(0);
  expect(output.split('\n').length - 1).toBeLessThanOrEqual(60);
  const facts = [
    /^\$ imagestream import-image web:prod --from=registry\.example\.com\/shop\/web:prod --confirm -o name$/m,
    // the file on disk, and what changed
    /^kind: ImageStream\nspec:\n {2}tags:\n {2}- from:\n {6}kind: DockerImage\n {6}name: registry\.example\.com\/shop\/web:prod$/m,
    new RegExp(`^      image: ${VERSIONS['1.0'].digest}$`, 'm'),
    /^Environment: +~ WORKERS=4 -> 0\nLabels: +~ version=1\.0 -> 1\.1$/m,
    // a rollback that holds against the next push
    /^Tag web:prod rolled back to .* and pinned\.\n\(version 1\.2 is pushed .*\)\n\$ imagestream import-image web:prod\nerror: the tag "web:prod" is pinned/m,
    /^\* +3 +sha256:\w+ .* rollback +starts no workers\n +2 .* import .*\n +1 .* import /m,
    new RegExp(`^WEB_\\w+=${pullSpec('1.0')}$`, 'm'),
  ];
  for (const fact of facts) expect(output).toMatch(fact);
  expect(output.trimEnd().split('\n').slice(-3)).toEqual(TRY.map((line) => `  ${line}`));
  expect(output).not.toContain('\u001b');
  expect(readdirSync(temporary)).toEqual([]);
});

test('asked to, it leaves registry and store to the reader, until Ctrl-C', async () => {
  const { demo, ended, says } = startDemo('--play');
  const said = await says(/all that the tag has been\n/);
  const enter = /^ {2}(\. .*)$/m.exec(said)?.[1] as string;
  const reader = spawn('sh', ['-euc', [enter, ...TRY, 'imagestream resolve web:prod'].join('\n')], {
    env: { PATH: '/usr/bin:/bin' },
  });
  const { status, output } = await written(reader).ended;
  expect({ status, output }).toEqual({ status: 0, output: expect.any(String) });
  expect(output).toContain(pullSpec('1.2'));
  expect(output.endsWith(`\n${pullSpec('1.0')}\n`)).toBe(true);
  demo.kill('SIGINT');
  expect((await ended).status).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
});

test('an interrupted demo leaves nothing behind either', async () => {
  const { demo, ended, says } = startDemo();
  await says(/./);
  demo.kill('SIGINT');
  expect((await ended).status).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
});

test('what it does not know is refused', async () => {
  const { status, output } = await startDemo('--quick').ended;
  expect({ status, output }).toEqual({
    status: 1,
    output: 'demo: unknown argument --quick\nusage: npm run demo -- [--fast] [--play]\n',
  });
});

const script = spawnSync('script', ['--version']).status === 0;
(script || process.env.CI ? test : test.skip)('a terminal is given a screen at a time, unless --fast', async () => {
  const onTerminal = (...args: string[]) => {
    const line = [process.execPath, bundle, ...args].map((word) => `'${word}'`).join(' ');
    const demo = spawn('script', ['-qec', line, '/dev/null'], { env: { ...onPeoplesTerminals, TERM: 'xterm' } });
    return { demo, ...written(demo) };
  };
  const { demo, ended, says } = onTerminal();
  const key = /any key goes on/g;
  for (const screen of [2, 3, 4]) {
    const said = await says(new RegExp(`(?:any key goes on[^]*){${screen - 1}}`));
    expect(said).not.toMatch(new RegExp(`^.*${screen}\\. `, 'm'));
    demo.stdin.write('x');
  }
  const { status, output } = await ended;
  expect([status, output.match(key)?.length]).toEqual([0, 3]);
  expect(output).toContain('\u001b[1m$ imagestream');
  const left = onTerminal();
  await left.says(key);
  left.demo.stdin.write('\u0003');
  expect((await left.ended).status).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
  const fast = await onTerminal('--fast').ended;
  expect([fast.status, fast.output.match(key)]).toEqual([0, null]);
});
