import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import {
  BASIC_USER,
  type DockerRegistry,
  describeWithDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry.ts';
import { createImage, createIndex, type Image, sha256 } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';

const app = createImage({ seed: 'app', layers: [2_000_000, 300] });
const multi = createIndex({ seed: 'multi', format: 'oci', platforms: ['linux/amd64', 'linux/arm64'] });

describeWithDockerRegistry('the integrated registry', () => {
  let upstream: DockerRegistry;
  let user: CommandLine;
  const integrated: DockerRegistry[] = [];

  beforeAll(async () => {
    upstream = await startDockerRegistry();
    await pushImage(upstream.url, app, 'team/app', 'v1');
    await pushImage(upstream.url, multi, 'team/multi', 'v1');
  });
  afterAll(() => upstream?.stop());
  beforeEach(async () => {
    user = await createCommandLine({ IMAGESTREAM_CREDENTIAL_STORE: 'inline' });
  });
  afterEach(async () => {
    user.remove();
    await Promise.all(integrated.splice(0).map((registry) => registry.stop()));
  });

  /** Starts the integrated registry, which wants a login that is a secret of the namespace. */
  async function start(): Promise<DockerRegistry> {
    const registry = await startDockerRegistry({ access: 'basic' });
    integrated.push(registry);
    user.env.IMAGESTREAM_INTERNAL_REGISTRY = registry.host;
    const login = [`--docker-username=${BASIC_USER.user}`, `--docker-password=${BASIC_USER.password}`];
    const args = ['create', 'secret', 'docker-registry', 'push', `--docker-server=${registry.host}`, ...login];
    expect(await user.run(args)).toMatchObject({ status: 0 });
    return registry;
  }

  /** What a registry gives out under a name, hashed; else the HTTP status. */
  async function digestAt(registry: DockerRegistry, at: string): Promise<string> {
    const { user: name, password } = BASIC_USER;
    const answer = await fetch(`${registry.url}/v2/${at}`, {
      headers: {
        accept: `${app.mediaType}, ${multi.mediaType}, ${multi.children[0]?.mediaType}`,
        authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
      },
    });
    return answer.ok ? sha256(Buffer.from(await answer.arrayBuffer())) : String(answer.status);
  }

  async function expectWhole(registry: DockerRegistry, repository: string, image: Image): Promise<void> {
    expect(await digestAt(registry, `${repository}/manifests/${image.digest}`)).toBe(image.digest);
    for (const { digest } of image.blobs) {
      expect(await digestAt(registry, `${repository}/blobs/${digest}`)).toBe(digest);
    }
    for (const child of image.children) await expectWhole(registry, repository, child);
  }

  const local = (name: string, from: string, ...more: string[]) =>
    user.run([
      'import-image',
      name,
      `--from=${upstream.host}/${from}`,
      '--reference-policy=local',
      ...['--confirm', '--insecure', ...more],
    ]);

  test('import-image --mirror brings the image there, and resolve gives out what can be pulled', async () => {
    const registry = await start();
    expect(await local('app:v1', 'team/app:v1', '--mirror')).toMatchObject({ status: 0, stderr: '' });
    await expectWhole(registry, 'default/app', app);
    expect(await digestAt(registry, 'default/app/manifests/v1')).toBe(app.digest);
    expect(await user.run(['resolve', 'app:v1'])).toEqual({
      status: 0,
      stdout: `${registry.host}/default/app@${app.digest}\n`,
      stderr: '',
    });
  });

  test('an index is brought there with its images', async () => {
    const registry = await start();
    const outcome = await local('multi:v1', 'team/multi:v1', '--import-mode=PreserveOriginal', '--mirror');
    expect(outcome).toMatchObject({ status: 0 });
    await expectWhole(registry, 'default/multi', multi);
  });

  test('--mirror with --all brings every tag', async () => {
    const registry = await start();
    expect(await local('app', 'team/app', '--all', '--mirror')).toMatchObject({ status: 0 });
    expect(await digestAt(registry, 'default/app/manifests/v1')).toBe(app.digest);
  });

  test('without --mirror nothing is copied; resolve says so, and what it says helps', async () => {
    const registry = await start();
    await local('app:v1', 'team/app:v1');
    expect(await digestAt(registry, `default/app/manifests/${app.digest}`)).toBe('404');
    const reference = `${registry.host}/default/app@${app.digest}`;
    expect(await user.run(['resolve', 'app:v1'])).toEqual({
      status: 0,
      stdout: `${reference}\n`,
      stderr: `warning: the integrated registry does not have ${reference}; to copy it there: imagestream import-image app:v1 --mirror\n`,
    });
    expect(await user.run(['import-image', 'app:v1', '--mirror'])).toMatchObject({ status: 0 });
    expect(await user.run(['resolve', 'app:v1'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('tag --mirror copies an image elsewhere, and one of a stream', async () => {
    const registry = await start();
    const external = ['tag', `${upstream.host}/team/app:v1`, 'app:v1', '--insecure', '--reference-policy=local'];
    expect(await user.run([...external, '--mirror'])).toMatchObject({ status: 0, stderr: '' });
    expect(await digestAt(registry, 'default/app/manifests/v1')).toBe(app.digest);
    expect(await user.run(['tag', 'app:v1', 'copy:prod', '--reference-policy=local', '--mirror'])).toEqual({
      status: 0,
      stdout: `Tag copy:prod set to app@${app.digest}.\n`,
      stderr: '',
    });
    await expectWhole(registry, 'default/copy', app);
  });

  test('a copy that fails leaves the stream as it was', async () => {
    const registry = await start();
    await user.run(['delete', 'secret', 'push']);
    const { status, stderr } = await local('app:v1', 'team/app:v1', '--mirror');
    expect(status).toBe(1);
    expect(stderr).toContain(registry.host);
    expect(await user.run(['get', 'is', 'app'])).toMatchObject({ status: 1 });
    const tagged = await user.run(['tag', `${upstream.host}/team/app:v1`, 'app:v1', '--insecure', '--mirror']);
    expect(tagged).toMatchObject({ status: 1, stdout: '' });
    expect(await user.run(['get', 'is', 'app'])).toMatchObject({ status: 1 });
  });

  test('a dry run copies nothing', async () => {
    const registry = await start();
    expect(await local('app:v1', 'team/app:v1', '--mirror', '--dry-run')).toMatchObject({ status: 0 });
    expect(await digestAt(registry, 'default/app/manifests/v1')).toBe('404');
  });

  test('without an integrated registry --mirror says what to set', async () => {
    expect(await local('app:v1', 'team/app:v1', '--mirror')).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/no integrated registry .*[\s\S]*IMAGESTREAM_INTERNAL_REGISTRY/),
    });
  });

  test('a registry that the cluster names insecure needs no flag', async () => {
    const registry = await start();
    const spec = { registrySources: { insecureRegistries: [upstream.host, registry.host] } };
    const patch = ['patch', 'image.config.openshift.io/cluster', '--type=merge', '--patch', JSON.stringify({ spec })];
    expect(await user.run(patch)).toMatchObject({ status: 0 });
    const from = `--from=${upstream.host}/team/app:v1`;
    const args = ['import-image', 'app:v1', from, '--reference-policy=local', '--confirm', '--mirror'];
    expect(await user.run(args)).toMatchObject({ status: 0 });
    expect(await digestAt(registry, 'default/app/manifests/v1')).toBe(app.digest);
    expect(await user.run(['resolve', 'app:v1'])).toMatchObject({ status: 0, stderr: '' });
  });
});

describeWithDockerRegistry('a pull-through cache', () => {
  test('serves images under the name of their registry, also when that is gone', async () => {
    const upstream = await startDockerRegistry();
    await pushImage(upstream.url, app, 'team/app', 'v1');
    const cache = await startDockerRegistry({ cacheOf: upstream.url });
    const user = await createCommandLine();
    try {
      user.env.CONTAINERS_REGISTRIES_CONF = path.join(user.folder, 'registries.conf');
      const mirror = `[[registry.mirror]]\nlocation = "${cache.host}"\ninsecure = true\n`;
      writeFileSync(
        user.env.CONTAINERS_REGISTRIES_CONF,
        `[[registry]]\nprefix = "${upstream.host}"\nlocation = "${upstream.host}"\n${mirror}`,
      );
      const import_ = ['import-image', 'app:v1', `--from=${upstream.host}/team/app:v1`, '--confirm'];
      expect(await user.run(import_)).toMatchObject({ status: 0 });
      await upstream.stop();
      expect(await user.run(['import-image', 'app:v1'])).toMatchObject({ status: 0 });
      const resolved = await user.run(['resolve', 'app:v1']);
      expect(resolved.stdout).toBe(`${upstream.host}/team/app@${app.digest}\n`);
    } finally {
      user.remove();
      await Promise.all([cache.stop(), upstream.stop()]);
    }
  });
});
