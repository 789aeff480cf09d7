import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../support/certificates.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

const authority = createAuthority('Check Test CA');
const running: FixtureRegistry[] = [];
let user: CommandLine;

beforeEach(async () => {
  user = await createCommandLine();
  useConf('');
});
afterEach(async () => {
  user.remove();
  for (const registry of running.splice(0)) await registry.stop();
});

async function aRegistry(options: Parameters<typeof startFixtureRegistry>[0] = {}): Promise<FixtureRegistry> {
  const registry = await startFixtureRegistry(options);
  registry.push(createImage({ seed: 'check' }), 'team/app', 'latest');
  running.push(registry);
  return registry;
}

const secure = () => ({ tls: authority.issue(['127.0.0.1']) });
const check = (...args: string[]) => user.run(['registry', 'check', ...args]);

function useConf(text: string): string {
  const file = path.join(user.folder, 'registries.conf');
  writeFileSync(file, text);
  user.env.CONTAINERS_REGISTRIES_CONF = file;
  return file;
}

function trust(registry: FixtureRegistry): string {
  const folder = path.join(user.home, '.config/containers/certs.d', registry.host);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'ca.crt'), authority.cert);
  return path.join(folder, 'ca.crt');
}

describe('a registry that works', () => {
  test('each thing that decides is named with where it comes from', async () => {
    const registry = await aRegistry(secure());
    const file = trust(registry);
    const { status, stdout, stderr } = await check(`${registry.host}/team/app`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain(`✓ ${registry.host}/team/app`);
    expect(stdout).toContain('none (HTTPS_PROXY is not set)');
    expect(stdout).toMatch(new RegExp(`CN=Check Test CA, valid until .* \\(${file}\\)`));
    expect(stdout).toContain('HTTPS GET /v2/team/app/tags/list: works');
    expect(stdout).toContain(`${registry.host}/team/app works.`);
  });

  test('a host alone, and a mirror before it', async () => {
    const [registry, mirror] = [await aRegistry(), await aRegistry()];
    const file = useConf(
      `[[registry]]\nlocation = "${registry.host}"\ninsecure = true\n[[registry.mirror]]\nlocation = "${mirror.host}"\ninsecure = true\n`,
    );
    const { status, stdout } = await check(registry.host);
    expect(status).toBe(0);
    expect(stdout).toContain(file);
    expect(stdout).toContain(`✓ ${mirror.host}`);
    expect(stdout).toContain(`mirror of ${registry.host}`);
    expect(stdout).toContain('HTTP GET /v2/: works');
    expect(stdout).toContain(`HTTPS without verification, else plain HTTP (${file}, prefix "${registry.host}")`);
  });

  test('a name without a registry: what it means, and who says so', async () => {
    const registry = await aRegistry(secure());
    trust(registry);
    const file = useConf(`[aliases]\n"app" = "${registry.host}/team/app"\n`);
    const { status, stdout } = await check('app');
    expect(status).toBe(0);
    expect(stdout).toContain(`means ${registry.host}/team/app (${file})`);
    expect(stdout).toContain(`✓ ${registry.host}/team/app`);
  });

  test('as a document', async () => {
    const registry = await aRegistry(secure());
    trust(registry);
    const { stdout } = await check(registry.host, '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      target: registry.host,
      places: [{ where: registry.host, works: true }],
    });
  });
});

describe('a registry that does not: the last lines say what to do', () => {
  async function failing(...args: string[]): Promise<string> {
    const { status, stderr } = await check(...args);
    expect(status).toBe(1);
    return stderr;
  }

  test('an unknown authority', async () => {
    const { host } = await aRegistry(secure());
    expect(await failing(host)).toBe(
      `error: ${host} does not work: ${host}: its certificate is signed by an unknown authority\n` +
        `hint: get the certificate of its authority, and keep it as ~/.config/containers/certs.d/${host}/ca.crt, name it with --certificate-authority, or keep it in a config map under the key ${host.replace(':', '..')}\n`,
    );
  });

  test('plain HTTP', async () => {
    const { host } = await aRegistry();
    expect(await failing(host)).toContain(`or add ${host} to insecureRegistries of`);
    expect((await check(host, '--insecure')).status).toBe(0);
  });

  test('a client certificate that is missing', async () => {
    const registry = await aRegistry({ tls: { ...secure().tls, clientAuthority: authority.cert } });
    const folder = path.dirname(trust(registry));
    expect(await failing(registry.host)).toContain(
      'if it wants a client certificate, keep it as NAME.cert with NAME.key',
    );
    const me = authority.issue(['me']);
    writeFileSync(path.join(folder, 'me.cert'), me.cert);
    writeFileSync(path.join(folder, 'me.key'), me.key);
    const { status, stdout } = await check(registry.host);
    expect(status).toBe(0);
    expect(stdout).toContain(path.join(folder, 'me.cert'));
  });

  test('a missing login, then a wrong one, whose password is shown nowhere', async () => {
    const access = { mode: 'basic', users: { rover: 'curiosity' } } as const;
    const registry = await aRegistry({ ...secure(), access });
    trust(registry);
    expect(await failing(`${registry.host}/team/app`)).toContain(`hint: imagestream login ${registry.host}`);
    const create = (name: string, password: string) =>
      user.run([
        ...['create', 'secret', 'docker-registry', name, `--docker-server=${registry.host}`],
        ...['--docker-username=rover', `--docker-password=${password}`, '--credential-store=inline'],
      ]);
    await create('wrong', 'opportunity');
    const outcome = await check(`${registry.host}/team/app`);
    expect(outcome.stdout).toContain('user rover (');
    expect(outcome.stderr).toContain('is refused: renew it');
    expect(outcome.stdout + outcome.stderr).not.toContain('opportunity');
    await user.run(['delete', 'secret', 'wrong']);
    await create('right', 'curiosity');
    const works = await check(`${registry.host}/team/app`);
    expect(works).toMatchObject({ status: 0, stderr: '' });
    expect(works.stdout).not.toContain('curiosity');
  });

  test('a policy, a block and a mistake in a file', async () => {
    const { host } = await aRegistry(secure());
    const patch = (spec: object) =>
      user.run(['patch', 'image.config.openshift.io/cluster', '--type=merge', '-p', JSON.stringify({ spec })]);
    await patch({ allowedRegistriesForImport: [{ domainName: 'quay.io' }] });
    expect(await failing(`${host}/team/app`)).toContain(`hint: add ${host} to allowedRegistriesForImport`);
    await patch({ allowedRegistriesForImport: null, registrySources: { blockedRegistries: [host] } });
    expect(await failing(host)).toContain('hint: take the block out of image.config.openshift.io/cluster');
    const file = useConf('[[registry]]\nlocation = oops\n');
    expect(await failing(host)).toContain(`${file}:2:`);
  });

  test('a repository that is not there', async () => {
    const registry = await aRegistry(secure());
    trust(registry);
    expect(await failing(`${registry.host}/team/none`)).toContain('has no repository team/none: check the name');
  });

  test('what is no registry', async () => {
    expect(await failing('NO/Such Thing')).toContain('"NO/Such Thing" names no registry');
  });
});
