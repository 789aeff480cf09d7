import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Cut, startCuttingProxy } from '../support/cutting-proxy.ts';
import { type DockerRegistry, describeWithDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { createImage, createIndex, type Image, sha256 } from '../support/images.ts';
import { type ImagesSite, startImagesSite } from '../support/images-site.ts';
import { pushImage } from '../support/push-image.ts';

const app = createImage({ seed: 'app', layers: [12_000_000, 300] });
const multi = createIndex({ seed: 'multi', format: 'oci', platforms: ['linux/amd64', 'linux/arm64'] });

describeWithDockerRegistry('image mirror between real registries', () => {
  let site: ImagesSite;
  let from: DockerRegistry;
  let to: DockerRegistry;

  beforeAll(async () => {
    [site, from, to] = await Promise.all([startImagesSite(), startDockerRegistry(), startDockerRegistry()]);
    await pushImage(from.url, app, 'team/app', 'v1');
    await pushImage(from.url, multi, 'team/multi', 'v1');
  });
  afterAll(async () => {
    await Promise.all([site?.stop(), from?.stop(), to?.stop()]);
  });

  const mirror = (...args: string[]) => site.run('image', 'mirror', '--insecure', ...args);

  /** What a registry gives out under a name, hashed. */
  async function digestAt(registry: DockerRegistry, path: string): Promise<string> {
    const answer = await fetch(`${registry.url}/v2/${path}`, {
      headers: { accept: `${app.mediaType}, ${multi.mediaType}, ${multi.children[0]?.mediaType}` },
    });
    return answer.ok ? sha256(Buffer.from(await answer.arrayBuffer())) : String(answer.status);
  }

  async function expectWhole(registry: DockerRegistry, repository: string, image: Image, tag: string): Promise<void> {
    expect(await digestAt(registry, `${repository}/manifests/${tag}`)).toBe(image.digest);
    for (const { digest } of image.blobs) {
      expect(await digestAt(registry, `${repository}/blobs/${digest}`)).toBe(digest);
    }
    for (const child of image.children) await expectWhole(registry, repository, child, child.digest);
  }

  test('an image, and an index with its children', async () => {
    const { status, stdout } = await mirror(
      ...['--keep-manifest-list', `${from.host}/team/app:v1=${to.host}/plain`],
      `${from.host}/team/multi:v1=${to.host}/multi:x`,
    );
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    await expectWhole(to, 'plain', app, 'v1');
    await expectWhole(to, 'multi', multi, 'x');
  });

  test('mounts within a registry', async () => {
    const { status, stderr } = await mirror(`${from.host}/team/app:v1`, `${from.host}/copy/app`);
    expect(status).toBe(0);
    expect(stderr.match(/^mounted: /gm)).toHaveLength(3);
    await expectWhole(from, 'copy/app', app, 'v1');
  });

  test('sends what is not mounted, within a registry too', async () => {
    const { status, stderr } = await mirror('--skip-mount', `${from.host}/team/app:v1`, `${from.host}/sent/app`);
    expect(status).toBe(0);
    expect(stderr).not.toContain('mounted: ');
    await expectWhole(from, 'sent/app', app, 'v1');
  });

  test.each<['source' | 'target', Cut[]]>([
    [
      'source',
      [
        { from: 'server', after: 5_000_000 },
        { from: 'server', after: 3_000_000 },
      ],
    ],
    ['target', [{ from: 'client', after: 5_000_000 }]],
    [
      'target',
      [
        { from: 'client', after: 7_000_000 },
        { from: 'client', after: 2_000_000 },
      ],
    ],
  ])('goes on when the connection to the %s is lost: %j', async (side, cuts) => {
    const behind = Number((side === 'source' ? from : to).host.split(':')[1]);
    const proxy = await startCuttingProxy(behind, cuts);
    try {
      const name = `cut/${side}${cuts.length}`;
      const [source, target] = side === 'source' ? [proxy.host, to.host] : [from.host, proxy.host];
      const { status, stderr } = await mirror(`${source}/team/app:v1`, `${target}/${name}`);
      expect(stderr).not.toContain('error');
      expect(status).toBe(0);
      expect(proxy.cuts).toEqual([]);
      await expectWhole(to, name, app, 'v1');
    } finally {
      await proxy.stop();
    }
  });

  test('pushes with a token for both repositories', async () => {
    const guarded = await startDockerRegistry({
      access: { mode: 'bearer', users: { rover: 'curiosity' }, pushers: ['rover'] },
    });
    try {
      site.credential = { username: 'rover', password: 'curiosity', origin: 'the test' };
      expect((await mirror(`${from.host}/team/app:v1`, `${guarded.host}/a`)).status).toBe(0);
      const { status, stderr } = await mirror(`${guarded.host}/a:v1`, `${guarded.host}/b`);
      expect(status).toBe(0);
      expect(stderr.match(/^mounted: /gm)).toHaveLength(3);
    } finally {
      site.credential = undefined;
      await guarded.stop();
    }
  });
});
