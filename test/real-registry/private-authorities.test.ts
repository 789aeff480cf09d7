import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Authority, createAuthority } from '../support/certificates.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type FixtureRegistry, type ServerIdentity, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

interface Company {
  authority: Authority;
  registry: FixtureRegistry;
  /** The key of a config map. */
  key: string;
  file: string;
}

let user: CommandLine;
let mars: Company;
let space: Company;

async function aCompany(name: string, over: (authority: Authority) => Partial<ServerIdentity> = () => ({})) {
  const authority = createAuthority(name);
  const tls = { ...authority.issue(['127.0.0.1']), ...over(authority) };
  const registry = await startFixtureRegistry({ tls });
  registry.push(createImage({ seed: name }), 'engine/app', 'latest');
  return { authority, registry, key: registry.host.replace(':', '..'), file: '' };
}

beforeAll(async () => {
  mars = await aCompany('Mars CA');
  space = await aCompany('Space CA');
});
afterAll(async () => {
  await mars.registry.stop();
  await space.registry.stop();
});
beforeEach(async () => {
  user = await createCommandLine();
  for (const company of [mars, space]) {
    company.file = path.join(user.folder, `${company.key}.crt`);
    writeFileSync(company.file, company.authority.cert);
  }
});
afterEach(() => user.remove());

const importFrom = ({ registry }: Company, ...more: string[]) =>
  user.run(['import-image', `app-${registry.port}`, `--from=${registry.host}/engine/app`, '--confirm', ...more]);
const UNKNOWN = 'its certificate is signed by an unknown authority';

describe('additionalTrustedCA', () => {
  const trust = (...fromFile: string[]) =>
    user.run(['create', 'configmap', 'registry-cas', '-n', 'openshift-config', ...fromFile]);
  const patch = () =>
    user.run([
      ...['patch', 'image.config.openshift.io/cluster', '--type=merge'],
      ...['--patch', '{"spec":{"additionalTrustedCA":{"name":"registry-cas"}}}'],
    ]);

  test('trusts the authority of a key for its host and port, and for nobody else', async () => {
    expect((await importFrom(mars)).stdout).toContain(UNKNOWN);
    expect((await trust(`--from-file=${mars.key}=${mars.file}`)).status).toBe(0);
    expect((await importFrom(mars)).stdout).toContain(UNKNOWN);
    expect(await patch()).toMatchObject({ status: 0, stdout: 'image.config.openshift.io/cluster patched\n' });
    expect(await importFrom(mars)).toMatchObject({ status: 0, stderr: '' });
    const other = await importFrom(space);
    expect(other.stdout).toContain(UNKNOWN);
    expect(other.status).toBe(1);
  });

  test('the authority of one host does not vouch for another', async () => {
    await trust(`--from-file=${space.key}=${mars.file}`, `--from-file=${mars.key}=${space.file}`);
    await patch();
    expect((await importFrom(space)).stdout).toContain(UNKNOWN);
  });

  test('a value that is no certificate is named with its key, and other keys count', async () => {
    await trust(`--from-literal=${mars.key}=nonsense`, `--from-file=${space.key}=${space.file}`);
    await patch();
    const { stderr } = await importFrom(mars);
    expect(stderr).toContain(
      `warning: the key "${mars.key}" of the config map openshift-config/registry-cas is left out: it holds no certificate in PEM`,
    );
    expect(await importFrom(space)).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    ['a key for a host and port', 'wrong.txt', () => `${mars.key}=`],
    ['a file of certificates', 'wrong.crt', () => 'registry.example.com='],
  ])('%s without a certificate is refused when the config map is made', async (_what, name, key) => {
    const wrong = path.join(user.folder, name);
    writeFileSync(wrong, 'not a certificate');
    const { status, stdout, stderr } = await trust(`--from-file=${key()}${wrong}`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      `the key "${key().slice(0, -1)}" cannot be used: ${wrong}: it holds no certificate in PEM`,
    );
    expect(await user.run(['get', 'cm', 'registry-cas', '-n', 'openshift-config'])).toMatchObject({ status: 1 });
  });

  test('a config map that is not there is told', async () => {
    await patch();
    expect((await importFrom(mars)).stderr).toContain('there is no config map openshift-config/registry-cas');
  });
});

describe('--certificate-authority', () => {
  test('counts for the registry of an import and of a tag', async () => {
    expect((await importFrom(mars, `--certificate-authority=${mars.file}`)).status).toBe(0);
    const source = `${mars.registry.host}/engine/app:latest`;
    await user.run(['tag', source, 'tagged:1', '--certificate-authority', mars.file]);
    expect((await user.run(['resolve', 'tagged:1'])).stdout).toContain(`${mars.registry.host}/engine/app@sha256:`);
  });

  test('is not read where no registry is asked, and must be right where one is', async () => {
    expect((await user.run(['get', 'is', '--certificate-authority=/none'])).status).toBe(0);
    const { status, stderr } = await importFrom(mars, '--certificate-authority=/none');
    expect(status).toBe(1);
    expect(stderr).toContain('error reading /none');
  });
});

describe('certs.d', () => {
  const put = (company: Company, name: string, text: string) => {
    const folder = path.join(user.home, '.config/containers/certs.d', company.registry.host);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };

  test('trusts an authority for the host of its folder', async () => {
    put(mars, 'ca.crt', mars.authority.cert);
    expect((await importFrom(mars)).status).toBe(0);
    expect((await importFrom(space)).stdout).toContain(UNKNOWN);
  });

  test('shows the client certificate to a registry that wants one', async () => {
    const strict = await aCompany('Strict CA', (authority) => ({ clientAuthority: authority.cert }));
    try {
      put(strict, 'ca.crt', strict.authority.cert);
      expect((await importFrom(strict)).status).toBe(1);
      const me = strict.authority.issue(['me']);
      put(strict, 'me.cert', me.cert);
      expect((await importFrom(strict)).stdout).toContain('the key of this client certificate, me.key, is missing');
      put(strict, 'me.key', me.key);
      expect((await importFrom(strict)).status).toBe(0);
      put(strict, 'me.key', mars.authority.key);
      const { stdout } = await user.run([
        'import-image',
        'again',
        `--from=${strict.registry.host}/engine/app`,
        '--confirm',
      ]);
      expect(stdout).toContain('cannot be used: it does not belong to its key');
    } finally {
      await strict.registry.stop();
    }
  });
});
