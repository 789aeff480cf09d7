import { describe, expect, test } from '@jest/globals';
import { createTokenServers } from '../../../src/registry/tokens/allowed-servers.ts';

describe('which token servers of other parties are allowed', () => {
  test('each for its registry, whatever its name is written like', async () => {
    let read = 0;
    const allows = createTokenServers(async () => {
      read++;
      return [
        { registry: 'docker.io', server: 'sso.example.net' },
        { registry: 'R.example.com:443', server: 'b.net:8443' },
      ];
    });
    expect(read).toBe(0);
    for (const hub of ['docker.io', 'index.docker.io', 'registry-1.docker.io'])
      expect(await allows(hub, 'sso.example.net')).toBe(true);
    expect(await allows('r.example.com', 'b.net:8443')).toBe(true);
    expect(await allows('r.example.com', 'b.net')).toBe(false);
    expect(await allows('r.example.com:5000', 'b.net:8443')).toBe(false);
    expect(await allows('r.example.com', 'sso.example.net')).toBe(false);
    expect(read).toBe(1);
  });

  test('one without a registry for the first that names it', async () => {
    const allows = createTokenServers(async () => [{ registry: undefined, server: 'sso.example.net' }]);
    expect(await allows('other', 'else.net')).toBe(false);
    expect(await allows('one', 'sso.example.net')).toBe(true);
    expect(await allows('two', 'sso.example.net')).toBe(false);
    expect(await allows('one', 'sso.example.net')).toBe(true);
  });
});
