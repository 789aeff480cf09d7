import { spawn, spawnSync } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/imagestream.js');
const hasScript = spawnSync('script', ['--version']).status === 0;

/** A registry that lets one wait, and then has nothing. */
const server = http.createServer((_request, response) => {
  setTimeout(() => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
  }, 700);
});
let user: CommandLine;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  user = await createCommandLine();
});
afterAll(() => {
  user.remove();
  server.close();
});

/** Runs an import with a terminal for its output. */
async function onTerminal(env: Record<string, string>): Promise<string> {
  const from = `127.0.0.1:${(server.address() as AddressInfo).port}/slow/app`;
  const command = `stty cols 80; "${process.execPath}" "${bin}" import-image app --from=${from} --insecure --confirm`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: user.folder,
    env: { ...user.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  await new Promise((resolve) => child.on('close', resolve));
  return text;
}

(hasScript || process.env.CI === 'true' ? test : test.skip)(
  'a person at a terminal sees that something is going on, and others do not',
  async () => {
    expect(await onTerminal({ TERM: 'xterm' })).toContain('importing');
    expect(await onTerminal({ TERM: 'xterm', NO_COLOR: '1' })).not.toMatch(/\x1b\[3[0-9]m/);
    for (const env of [{ TERM: 'dumb' }, { TERM: 'xterm', CI: 'true' }]) {
      expect(await onTerminal(env)).not.toContain('importing');
    }
  },
);
