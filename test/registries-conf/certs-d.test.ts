import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCertsD } from '../../src/registries-conf/certs-d.ts';
import { createAuthority } from '../support/certificates.ts';

const authority = createAuthority('Certs Test');
const client = authority.issue(['client']);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'certs-d-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, text: string): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

const source = (env: Record<string, string> = {}) =>
  createCertsD({ env, home: path.join(folder, 'home'), system: path.join(folder, 'etc') });
const authoritiesOf = async (host: string) =>
  (await source()(host)).authorities.map(({ origin }) => path.relative(folder, origin));

describe('which folder counts', () => {
  test.each([
    ['home/.config/containers/certs.d/reg.io', 'reg.io', true],
    ['etc/containers/certs.d/reg.io', 'reg.io', true],
    ['etc/docker/certs.d/reg.io', 'reg.io', true],
    ['etc/docker/certs.d/reg.io:5000', 'reg.io:5000', true],
    ['etc/docker/certs.d/reg.io:443', 'reg.io', true],
    ['etc/docker/certs.d/docker.io', 'registry-1.docker.io', true],
    ['etc/docker/certs.d/reg.io', 'reg.io:5000', false],
    ['etc/docker/certs.d/reg.io:5000', 'reg.io', false],
    ['etc/docker/certs.d/other.io', 'reg.io', false],
  ])('%s for %s: %s', async (place, host, counts) => {
    put(`${place}/ca.crt`, authority.cert);
    expect(await authoritiesOf(host)).toEqual(counts ? [`${place}/ca.crt`] : []);
  });

  test('the first folder that is there, even when it is empty of authorities', async () => {
    put('etc/docker/certs.d/reg.io/ca.crt', authority.cert);
    put('etc/containers/certs.d/reg.io/README', 'nothing');
    expect(await authoritiesOf('reg.io')).toEqual([]);
    put('home/.config/containers/certs.d/reg.io/a.crt', authority.cert);
    put('home/.config/containers/certs.d/reg.io/b.crt', authority.cert);
    const mine = 'home/.config/containers/certs.d/reg.io';
    expect(await authoritiesOf('reg.io')).toEqual([`${mine}/a.crt`, `${mine}/b.crt`]);
  });

  test('XDG_CONFIG_HOME moves the own folder', async () => {
    put('xdg/containers/certs.d/reg.io/ca.crt', authority.cert);
    const found = await source({ XDG_CONFIG_HOME: path.join(folder, 'xdg') })('reg.io');
    expect(found.authorities).toHaveLength(1);
  });

  test('a host cannot leave the folder', async () => {
    put('etc/docker/ca.crt', authority.cert);
    put('etc/docker/certs.d/x/ca.crt', authority.cert);
    expect(await authoritiesOf('..')).toEqual([]);
  });
});

describe('client certificates', () => {
  const at = 'etc/containers/certs.d/reg.io';

  test('a pair', async () => {
    put(`${at}/me.cert`, client.cert);
    put(`${at}/me.key`, client.key);
    const { clients } = await source()('reg.io');
    expect(clients).toEqual([{ ...client, origin: path.join(folder, at, 'me.cert') }]);
  });

  test.each([
    ['me.cert', client.cert, 'the key of this client certificate, me.key, is missing'],
    ['me.key', client.key, 'the client certificate of this key, me.cert, is missing'],
    ['ca.crt', client.key, 'it is a private key'],
    ['ca.crt', 'hello', 'it holds no certificate in PEM'],
    ['ca.crt', '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n', 'certificate 1 in it is broken'],
  ])('%s alone is a mistake: %#', async (name, text, why) => {
    put(`${at}/${name}`, text);
    await expect(source()('reg.io')).rejects.toMatchObject({
      code: 'REGISTRY_TLS',
      message: `${path.join(folder, at, name)}: ${why}`,
    });
  });
});
