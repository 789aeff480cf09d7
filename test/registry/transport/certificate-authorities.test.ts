import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environmentAuthorities } from '../../../src/registry/transport/certificate-authorities.ts';
import { createAuthority } from '../../support/certificates.ts';

let folder: string;
let pem: string;
const at = (name: string) => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-authorities-'));
  pem = createAuthority('test').cert;
  for (const name of ['a.crt', 'b.pem', 'c.cer', 'readme.txt']) writeFileSync(at(name), pem);
  writeFileSync(at('empty.crt'), 'nothing');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('authorities that the environment adds', () => {
  const read = (env: Record<string, string>) => {
    const warnings: string[] = [];
    return { pems: environmentAuthorities(env, (message) => warnings.push(message)), warnings };
  };

  test.each([
    ['nothing', () => ({}), 0, 0],
    ['one file', () => ({ SSL_CERT_FILE: at('a.crt') }), 1, 0],
    ['the same file twice', () => ({ SSL_CERT_FILE: at('a.crt'), NODE_EXTRA_CA_CERTS: at('a.crt') }), 1, 0],
    ['two files', () => ({ SSL_CERT_FILE: at('a.crt'), NODE_EXTRA_CA_CERTS: at('b.pem') }), 2, 0],
    ['the certificates of a folder', () => ({ SSL_CERT_DIR: folder }), 3, 1],
    ['folders that are not there', () => ({ SSL_CERT_DIR: `/nowhere:${at('nothing')}` }), 0, 0],
    ['a file that is not there', () => ({ SSL_CERT_FILE: at('gone') }), 0, 1],
    [
      "the system's own bundle, which is read only when it is needed",
      () => ({ SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt', SSL_CERT_DIR: '/etc/ssl/certs/' }),
      0,
      0,
    ],
  ])('%s', (_, env, pems, warnings) => {
    const result = read(env() as Record<string, string>);
    expect(result.pems).toHaveLength(pems);
    expect(result.warnings).toHaveLength(warnings);
  });
});
