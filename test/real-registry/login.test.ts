import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import {
  BASIC_USER,
  type DockerRegistry,
  describeWithDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry.ts';
import { createImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { attempt, digests, imagestream, stream } from './streams.ts';

const image = createImage({ seed: 'classified' });
const ROBOT = { user: 'robot', password: 's3cret' };
const BEARER = {
  mode: 'bearer',
  users: { robot: 's3cret' },
  pushers: ['robot'],
  private: { 'engine/classified': ['robot'] },
} as const;

/** What `docker login` writes. */
function configuration(host: string, { user, password }: typeof ROBOT): string {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  return JSON.stringify({ auths: { [host]: { auth } } });
}

/** Logs the user in, as `docker login` leaves it: in the config file of the folder that DOCKER_CONFIG names. */
function login(user: CommandLine, host: string, who: typeof ROBOT): void {
  const folder = path.join(user.folder, 'docker');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.json'), configuration(host, who), { mode: 0o600 });
  user.env.DOCKER_CONFIG = folder;
}

/** Puts a pull secret into the store, as a file that came with git would lie there. */
function storePullSecret(user: CommandLine, namespace: string, dockerConfiguration: string): void {
  const folder = path.join(user.folder, '.imagestream/namespaces', namespace, 'core/secrets');
  mkdirSync(folder, { recursive: true });
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'pull', namespace },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(dockerConfiguration).toString('base64') },
  };
  writeFileSync(path.join(folder, 'pull.yaml'), JSON.stringify(secret), { mode: 0o600 });
}

const registries = [
  { name: 'a password', options: { access: 'basic' }, owner: BASIC_USER },
  { name: 'tokens (ES256)', options: { access: BEARER }, owner: ROBOT },
  { name: 'tokens (RS256)', options: { access: { ...BEARER, algorithm: 'RS256' } }, owner: ROBOT },
] as const;

for (const { name, options, owner } of registries) {
  describeWithDockerRegistry(`a registry with ${name}`, () => {
    let registry: DockerRegistry;
    let user: CommandLine;
    const importing = (stream: string) =>
      `import-image ${stream} --from=${registry.host}/engine/classified --confirm --insecure`;

    beforeAll(async () => {
      registry = await startDockerRegistry(options);
      user = await createCommandLine();
      await pushImage(registry.url, image, 'engine/classified', 'latest', owner);
    });
    afterEach(() => {
      delete user.env.DOCKER_CONFIG;
      rmSync(path.join(user.folder, 'docker'), { recursive: true, force: true });
    });
    afterAll(async () => {
      user?.remove();
      await registry?.stop();
    });

    /** The import must fail for want of access, and say nothing that is secret. */
    async function expectRefused(name: string, who: string): Promise<void> {
      const { status, stdout, stderr } = await attempt(user, importing(name));
      expect(status).toBe(1);
      expect(`${stdout}${stderr}`).not.toContain('wr0ng');
      const place = `${registry.host}/engine/classified`;
      expect(stderr).toMatch(
        new RegExp(`hint: ${place} was asked by ${who}.*; imagestream registry check ${place} says`),
      );
      expect((await stream(user, name)).status.tags?.[0]?.conditions).toMatchObject([{ reason: 'Unauthorized' }]);
    }

    test('refuses who is not logged in', () => expectRefused('anonymous', 'somebody without a login'));

    test('refuses a wrong password', async () => {
      login(user, registry.host, { user: owner.user, password: 'wr0ng' });
      await expectRefused('mistaken', `user ${owner.user} [(].*config.json`);
    });

    test('lets in the user of the Docker configuration', async () => {
      login(user, registry.host, owner);
      await imagestream(user, importing('classified'));
      // The tag remembers to be insecure, in a store that might be anybody's: the user has to say so too.
      const again = await attempt(user, 'import-image classified');
      expect(again.stderr).toContain(
        `config.json, auths["${registry.host}"] is not sent to ${registry.host} over plain`,
      );
      expect(again.status).toBe(1);
      user.env.IMAGESTREAM_CONFIG = path.join(user.folder, 'config.yaml');
      writeFileSync(user.env.IMAGESTREAM_CONFIG, `insecureRegistries: ["${registry.host}"]\n`);
      await imagestream(user, 'import-image classified');
      delete user.env.IMAGESTREAM_CONFIG;
      expect(await digests(user, 'classified', 'latest')).toEqual([image.digest]);
    });

    test('is asked before a login is saved', async () => {
      const file = path.join(user.folder, 'saved.json');
      user.env.REGISTRY_AUTH_FILE = file;
      const login = (password: string, ...flags: string[]) =>
        user.run(['login', registry.host, '-u', owner.user, '-p', password, ...flags]);
      const plain = await login(owner.password);
      expect(plain).toMatchObject({ status: 1, stdout: '' });
      expect(plain.stderr).toContain('plain HTTP');
      expect(existsSync(file)).toBe(false);
      expect(await login(owner.password, '--insecure')).toMatchObject({ status: 0 });
      const saved = readFileSync(file, 'utf8');
      const wrong = await login('wr0ng', '--insecure');
      expect(wrong).toMatchObject({ status: 1, stdout: '' });
      expect(wrong.stderr).toContain(`error: ${registry.host} refuses the login: invalid username/password\n`);
      expect(wrong.stderr).not.toContain('wr0ng');
      expect(readFileSync(file, 'utf8')).toBe(saved);
      expect(await login('wr0ng', '--skip-check')).toMatchObject({ status: 0 });
      expect(readFileSync(file, 'utf8')).not.toBe(saved);
      delete user.env.REGISTRY_AUTH_FILE;
    });

    test('lets in with the pull secret of the namespace', async () => {
      storePullSecret(user, 'team', configuration(registry.host, owner));
      await imagestream(user, `${importing('secret')} -n team`);
      expect(await imagestream(user, 'get is/secret -n team -o yaml')).toContain(image.digest);
    });
  });
}
