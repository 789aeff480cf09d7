import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import { packed } from './package-facts.ts';

// The command in other places than the clone that it was built in.

const root = projectRoot();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-package-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a clone that is not built says in one line what to run', () => {
  const clone = path.join(folder, 'clone');
  for (const name of ['bin', 'build', 'package.json'])
    cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
  const { status, stdout, stderr } = run(process.execPath, [path.join(clone, 'bin/imagestream.js'), '--help']);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe(`error: imagestream is not built yet: run "npm ci && npm run build" in ${clone}\n`);
});

test.each([
  ['is not there', undefined, /^error: the installation in \S+ is incomplete: install imagestream again\n$/],
  ['was cut off', '{}', /^error: imagestream cannot be loaded: the file ends too early\n$/],
])('an installation whose program %s says so in one line', (what, content, message) => {
  const place = path.join(folder, what);
  for (const name of ['bin', 'package.json'])
    cpSync(path.join(root, name), path.join(place, name), { recursive: true });
  mkdirSync(path.join(place, 'dist'));
  if (content !== undefined) writeFileSync(path.join(place, 'dist/imagestream.pack'), content);
  const { status, stderr } = run(process.execPath, [path.join(place, 'bin/imagestream.js'), 'get', 'is']);
  expect(status).toBe(1);
  expect(stderr.replaceAll(place, 'PLACE')).toMatch(message);
});

test('what is installed from the package is one package that runs', () => {
  const { filename } = packed(root, folder);
  const prefix = path.join(folder, 'prefix');
  const args = ['install', '--global', '--offline', '--omit=optional', '--no-audit', '--no-fund', '--prefix', prefix];
  const installed = run('npm', [...args, path.join(folder, filename)]);
  expect(installed.stderr).toBe('');
  expect(installed.status).toBe(0);
  const modules = path.join(prefix, 'lib/node_modules');
  expect(readdirSync(modules)).toEqual(['imagestream']);
  expect(readdirSync(path.join(modules, 'imagestream'))).not.toContain('node_modules');

  const command = path.join(prefix, 'bin/imagestream');
  const tagged = run(command, ['tag', '--source=docker', 'registry.example/app:1', 'app:1', '--reference']);
  expect(tagged).toEqual({
    status: 0,
    stdout: 'Tag app:1 set to registry.example/app:1.\n',
    stderr: expect.any(String),
  });
  expect(run(command, ['get', 'is', '-o', 'yaml']).stdout).toContain('name: registry.example/app:1');
  expect(readdirSync(path.join(modules, 'imagestream/dist')).sort()).toEqual(['LICENSES.txt', 'imagestream.pack']);
});

test('a program that runs keeps to its build when another one takes its place', () => {
  const place = path.join(folder, 'rebuilt');
  for (const name of ['bin', 'dist']) cpSync(path.join(root, name), path.join(place, name), { recursive: true });
  const script = `
    const fs = require('fs');
    process.chdir(__dirname);
    const { open } = require('./bin/load.js');
    const program = open('dist/imagestream.pack');
    fs.writeFileSync('dist/new', 'x'.repeat(5000));
    fs.renameSync('dist/new', 'dist/imagestream.pack');
    program.main();
  `;
  writeFileSync(path.join(place, 'run.cjs'), script);
  const { status, stdout, stderr } = run(process.execPath, [path.join(place, 'run.cjs'), '--help']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('import-image');
  expect(readFileSync(path.join(place, 'dist/imagestream.pack'), 'utf8')).toMatch(/^x+$/);
});

test('builds at the same time leave one program, whole, and nothing beside it', async () => {
  const clone = path.join(folder, 'built');
  for (const name of ['bin', 'build', 'src', 'package.json', 'tsconfig.json'])
    cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  cpSync(path.join(root, 'dist'), path.join(clone, 'dist'), { recursive: true });
  writeFileSync(path.join(clone, 'dist/of-an-earlier-build.cjs'), '');

  const builds = [1, 2].map(() => startBuild(clone));
  let running = true;
  const ended = Promise.all(builds).finally(() => {
    running = false;
  });
  const meanwhile = new Set<string>();
  while (running) {
    meanwhile.add(JSON.stringify(await helpOf(clone)));
    await sleep(50);
  }

  expect(await ended).toEqual([0, 0]);
  expect([...meanwhile]).toEqual([JSON.stringify(await helpOf(clone))]);
  expect(readdirSync(path.join(clone, 'dist')).sort()).toEqual(['LICENSES.txt', 'imagestream.pack']);
  expect(readdirSync(clone).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
});

function startBuild(clone: string): Promise<number | null> {
  const child = spawn(process.execPath, ['build/build.mjs'], { cwd: clone, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', resolve));
}

function helpOf(clone: string): Promise<unknown> {
  const child = spawn(process.execPath, [path.join(clone, 'bin/imagestream.js'), '--help'], {
    env: { PATH: process.env.PATH, HOME: folder },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (more) => {
      text += more;
    });
  return new Promise((resolve) => child.on('close', (status) => resolve([status, text])));
}
