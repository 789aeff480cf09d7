import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createImage, createIndex, MEDIA_TYPES } from '../../support/images.ts';
import { type ImagesSite, startImagesSite } from '../../support/images-site.ts';

const app = createImage({
  seed: 'app',
  author: 'Rover Team',
  created: '2021-03-01T10:00:00.5Z',
  config: {
    Entrypoint: ['/opt/app/entry', '--now'],
    ExposedPorts: { '8443/tcp': {}, '8080/tcp': {} },
    Env: ['PATH=/bin', 'A=<b>'],
    Labels: { zeta: '1', alpha: '\u001b[31mred' },
    Volumes: { '/data': {} },
  },
});
const bare = createImage({ seed: 'bare', format: 'oci', config: null, layers: [] });
const multi = createIndex({
  seed: 'multi',
  format: 'oci',
  platforms: ['linux/amd64', 'linux/arm/v7', 'unknown/unknown'],
});
const single = createIndex({ seed: 'single', platforms: ['linux/arm64', 'unknown/unknown'] });

describe('image info', () => {
  let site: ImagesSite;
  let at: string;

  beforeAll(async () => {
    site = await startImagesSite();
    at = `${site.host}/team/app`;
    for (const [image, tag] of [
      [app, 'v1'],
      [bare, 'bare'],
      [multi, 'multi'],
      [single, 'single'],
      [app, '4.1'],
      [bare, '4.10'],
    ] as const) {
      site.registry.push(image, 'team/app', tag);
    }
  });
  afterAll(() => site.stop());

  const info = (...args: string[]) => site.run('image', 'info', '--insecure', ...args);

  test('shows digest, sizes, platform and configuration, safely', async () => {
    const { status, stdout, stderr } = await info(`${at}:v1`);
    const layers = app.blobs.slice(1);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`Name:          ${at}:v1
Digest:        ${app.digest}
Media Type:    ${MEDIA_TYPES.docker.manifest}
Created:       5y ago
Image Size:    5.678kB in 2 layers
Layers:        3.607kB ${layers[0]!.digest}
               2.071kB ${layers[1]!.digest}
OS:            linux
Arch:          amd64
Author:        Rover Team
Entrypoint:    /opt/app/entry --now
Command:       /opt/app/run.sh
Working Dir:   /opt/app
User:          1001
Exposes Ports: 8080/tcp, 8443/tcp
Environment:   PATH=/bin
               A=<b>
Labels:        alpha=^[[31mred
               zeta=1
Volumes:       /data

`);
  });

  test('leaves out what is empty, and the digest that was asked for', async () => {
    const { stdout } = await info(`${at}@${bare.digest}`);
    expect(stdout).toBe(`Name:       ${at}@${bare.digest}
Media Type: ${MEDIA_TYPES.oci.manifest}
Created:    3y ago
Layer Size: 0B
OS:         linux
Arch:       amd64

`);
  });

  test('asks to choose from an index, with a table', async () => {
    const { status, stdout, stderr } = await info(`${at}:multi`);
    const [amd64, arm, attestation] = multi.children;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(
      stderr,
    ).toBe(`error: the image is a manifest list and contains multiple images - use --filter-by-os to select from:

  OS              DIGEST
  linux/amd64     ${amd64!.digest}
  linux/arm/v7    ${arm!.digest}
  unknown/unknown ${attestation!.digest}

`);
  });

  test.each([
    ['linux/arm', 1],
    ['^linux/(arm|x86)/v7$', 1],
    ['AMD64', undefined],
    ['linux', undefined],
    ['windows', undefined],
  ])('--filter-by-os=%s', async (filter, child) => {
    const { status, stdout, stderr } = await info(`${at}:multi`, `--filter-by-os=${filter}`);
    expect(status).toBe(child === undefined ? 1 : 0);
    if (child === undefined) expect(stderr).toContain('use --filter-by-os');
    else expect(stdout).toContain(`Digest:        ${multi.children[child]!.digest}\nManifest List: ${multi.digest}\n`);
  });

  test('an attestation beside the only image is no choice', async () => {
    const { stdout } = await info(`${at}:single`);
    expect(stdout).toContain(`Digest:        ${single.children[0]!.digest}`);
  });

  test('--show-multiarch shows all images, as an array in JSON', async () => {
    const { stdout } = await info(`${at}:multi`, '--show-multiarch');
    expect(stdout.match(/^Digest: .*$/gm)).toHaveLength(2);
    const json = JSON.parse((await info(`${at}:multi`, '--show-multiarch', '-o', 'json')).stdout);
    expect(json.map(({ digest, listDigest }: Record<string, string>) => [digest, listDigest])).toEqual(
      multi.children.slice(0, 2).map(({ digest }) => [digest, multi.digest]),
    );
  });

  test('-o json has the fields of Go structs in their order, without a newline at the end', async () => {
    const { stdout } = await info(`${at}:v1`, '-o', 'json');
    expect(stdout.startsWith(`{\n  "name": "${at}:v1",\n  "digest": "${app.digest}",\n  "contentDigest":`)).toBe(true);
    expect(stdout.endsWith('\n}')).toBe(true);
    expect(stdout).toContain('"A=\\u003cb\\u003e"');
    const { listDigest, layers, config } = JSON.parse(stdout);
    expect(listDigest).toBe('');
    expect(Object.keys(layers[0])).toEqual(['mediaType', 'size', 'digest']);
    expect(Object.keys(config)).toEqual([
      'id',
      'created',
      'container_config',
      'author',
      'config',
      'architecture',
      'size',
      'rootfs',
      'history',
      'os',
    ]);
    expect(config).toMatchObject({ id: '', created: '2021-03-01T10:00:00.5Z', container_config: {}, size: 5678 });
  });

  test('a tag with * stands for all that match, in their order', async () => {
    const names = async (source: string) =>
      [...(await info(source, '-o=json')).stdout.matchAll(/"name": "(.*)"/g)].map((m) => m[1]);
    expect(await names(`${at}:4.*`)).toEqual([`${at}:4.1`, `${at}:4.10`]);
    expect(await names(`${at}:*1`)).toEqual([`${at}:4.1`, `${at}:v1`]);
    expect((await info(`${at}:5.*`)).stderr).toBe(`error: no tag of ${at} matches "5.*"\n`);
  });

  test('what came before a failure is shown', async () => {
    const { status, stdout, stderr } = await info(`${at}:v1`, `${at}:nope`);
    expect(status).toBe(1);
    expect(stdout).toContain(`Name:          ${at}:v1\n`);
    expect(stderr).toBe(`error: unable to read image ${at}:nope: manifest unknown\n`);
  });

  test.each([
    [[], 'info expects at least one argument, an image pull spec'],
    [['a:b', '-o', 'yaml'], "unrecognized --output, only 'json' is supported"],
    [['a:b', '--filter-by-os=('], /^--filter-by-os was not a valid regular expression: /],
    [['a b'], '"a b" is not a valid image reference: invalid reference format'],
    [['quay.io'], '"quay.io" is not a valid image reference: it names a registry, and no repository'],
    [['file://a:b'], /^"file:\/\/a:b": images in files are not supported, only those in registries\nhint: /],
  ])('%j is refused', async (args, message) => {
    const { status, stderr } = await info(...args);
    expect(status).toBe(1);
    const said = stderr.replace(/^error: /, '');
    if (typeof message === 'string') expect(said).toBe(`${message}\n`);
    else expect(said).toMatch(message);
  });

  test("no access is said in oc's words", async () => {
    const closed = await startImagesSite({ mode: 'basic', users: { rover: 'curiosity' } });
    try {
      closed.registry.push(app, 'team/app', 'v1');
      const image = `${closed.host}/team/app:v1`;
      const refused = await closed.run('image', 'info', '--insecure', image);
      expect(refused.stderr).toMatch(
        `error: image "${image}" does not exist or you don't have permission to access the repository\n`,
      );
      closed.credential = { username: 'rover', password: 'curiosity', origin: 'the test' };
      expect((await closed.run('image', 'info', '--insecure', image)).status).toBe(0);
    } finally {
      await closed.stop();
    }
  });
});
