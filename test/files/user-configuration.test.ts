import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readUserConfiguration } from '../../src/files/user-configuration.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'user-configuration-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const read = (text: string) => {
  const file = path.join(home, 'config.yaml');
  writeFileSync(file, text);
  const env = { IMAGESTREAM_CONFIG: file };
  return readUserConfiguration({ env, home, platform: 'linux', uid: process.getuid?.(), store: path.join(home, 's') });
};

test.each<[string, object]>([
  ['', { sinks: [], insecureRegistries: [], tokenServers: [] }],
  [
    'tokenServers: {r.example.com: sso.example.net}',
    { tokenServers: [{ registry: 'r.example.com', server: 'sso.example.net' }] },
  ],
  ['insecureRegistries: [reg.corp:5000, "10.0.0.1"]', { insecureRegistries: ['reg.corp:5000', '10.0.0.1'] }],
])('%j', async (text, expected) => expect(await read(text)).toMatchObject(expected));

test.each([
  ['hooks: []', 'hooks: unknown field'],
  ['[]', 'it must be an object'],
  ['tokenServers: [sso.example.net]', 'tokenServers: must be an object of registries'],
  ['insecureRegistries: reg.corp', 'insecureRegistries: must be a list of hosts'],
  ['insecureRegistries: [reg.corp, https://reg.corp]', 'insecureRegistries[1]: must be a host with an optional port'],
])('%j is refused with the field', async (text, why) => {
  await expect(read(text)).rejects.toThrow(`config.yaml is not used: ${why}`);
});
