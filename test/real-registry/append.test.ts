import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { archiveImage } from '../support/archive-image.ts';
import { type DockerRegistry, describeWithDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { sha256 } from '../support/images.ts';
import { type ImagesSite, startImagesSite } from '../support/images-site.ts';
import { pushImage } from '../support/push-image.ts';
import { tarArchive, tarGz } from '../support/tar-archive.ts';

const LAYERS = [
  [
    { path: 'etc/a', content: 'a' },
    { path: 'etc/b', content: 'b' },
  ],
];
const docker = archiveImage(LAYERS);
const oci = archiveImage(LAYERS, { format: 'oci' });
const added = tarGz([{ path: 'etc/.wh.b' }, { path: 'etc/c', content: 'c'.repeat(100_000) }]);

describeWithDockerRegistry('image append to real registries', () => {
  let site: ImagesSite;
  let from: DockerRegistry;
  let to: DockerRegistry;
  let folder: string;

  beforeAll(async () => {
    [site, from, to] = await Promise.all([startImagesSite(), startDockerRegistry(), startDockerRegistry()]);
    await pushImage(from.url, docker, 'base', 'docker');
    await pushImage(from.url, oci, 'base', 'oci');
  });
  afterAll(() => Promise.all([site?.stop(), from?.stop(), to?.stop()]));
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'append-'));
    writeFileSync(path.join(folder, 'layer.tgz'), added);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const append = (...args: string[]) => site.run('image', 'append', '--insecure', ...args);
  const layer = () => path.join(folder, 'layer.tgz');
  const skopeo = (...args: string[]) => spawnSync('skopeo', args, { encoding: 'utf8' });

  /** Pulls an image with another tool, which checks each blob, and reads what it is. */
  function pulled(image: string) {
    const where = path.join(folder, 'pulled');
    const { status, stderr } = skopeo('copy', '--src-tls-verify=false', `docker://${image}`, `dir:${where}`);
    expect([stderr, status]).toEqual([expect.anything(), 0]);
    const manifest = JSON.parse(readFileSync(path.join(where, 'manifest.json'), 'utf8'));
    const config = JSON.parse(readFileSync(path.join(where, manifest.config.digest.slice(7)), 'utf8'));
    const files = manifest.layers.map(({ digest }: { digest: string }) =>
      readFileSync(path.join(where, digest.slice(7))),
    );
    expect(config.rootfs.diff_ids).toEqual(
      files.map((bytes: Buffer) => sha256(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)),
    );
    expect(config.history.filter((entry: { empty_layer?: boolean }) => !entry.empty_layer)).toHaveLength(files.length);
    return { manifest, config };
  }

  test.each([
    ['docker', docker],
    ['oci', oci],
  ])('on an image as %s writes it, with another configuration', async (format, base) => {
    const target = `${to.host}/out/${format}:1`;
    const { status, stdout, stderr } = await append(
      ...[
        '--from',
        `${from.host}/base:${format}`,
        '--to',
        target,
        '--created-at',
        '2024-05-06T07:08:09Z',
        '--drop-history',
      ],
      ...['--image', '{"cmd":["sleep"],"Labels":{"c":"d"},"Env":null}', '--meta', '{"author":"ann"}', layer()],
    );
    expect([status, stderr]).toEqual([0, '']);
    const { manifest, config } = pulled(target);
    expect(stdout).toMatch(new RegExp(`^Pushed sha256:[0-9a-f]{64} to ${target}\n$`));
    expect([manifest.mediaType, manifest.layers.length]).toEqual([base.mediaType, 2]);
    expect(config).toMatchObject({
      ...{ author: 'ann', created: '2024-05-06T07:08:09Z', os: 'linux', architecture: 'amd64' },
      config: { Cmd: ['sleep'], Labels: { a: 'b', c: 'd' } },
    });
    expect(config.config).not.toHaveProperty('Env');
    const inspected = JSON.parse(skopeo('inspect', '--tls-verify=false', `docker://${target}`).stdout);
    expect(inspected).toMatchObject({
      Digest: /sha256:\S+/.exec(stdout)![0],
      Layers: [base.blobs[1]!.digest, sha256(added)],
    });
  });

  test('in one registry, and what is extracted again', async () => {
    const target = `${from.host}/other:1`;
    expect((await append('--from', `${from.host}/base:docker`, '--to', target, layer())).status).toBe(0);
    pulled(target);
    const out = path.join(folder, 'out');
    mkdirSync(out);
    await site.run('image', 'extract', '--insecure', target, '--path', `/etc/:${out}`);
    expect(readdirSync(out).sort()).toEqual(['a', 'c']);
  });

  test('from nothing, with archives that are not compressed, and from standard input', async () => {
    writeFileSync(layer(), tarArchive([{ path: 'x', content: 'x' }]));
    site.files['-'] = tarGz([{ path: 'y', content: 'y' }]).toString('latin1');
    expect((await append('--to', `${to.host}/scratch:1`, layer(), '-')).status).toBe(0);
    expect(
      pulled(`${to.host}/scratch:1`).manifest.layers.map(({ mediaType }: { mediaType: string }) => mediaType),
    ).toEqual(['application/vnd.docker.image.rootfs.diff.tar', 'application/vnd.docker.image.rootfs.diff.tar.gzip']);
    expect((await append('--to', `${to.host}/nothing`)).stdout).toContain(`${to.host}/nothing:latest\n`);
    expect(pulled(`${to.host}/nothing:latest`).manifest.layers).toHaveLength(1);
  });

  test('prints the configuration in a dry run, and pushes nothing', async () => {
    const target = `${to.host}/dry:1`;
    const { status, stdout } = await append('--from', `${from.host}/base:oci`, '--to', target, '--dry-run', layer());
    expect([status, JSON.parse(stdout).rootfs.diff_ids.length]).toEqual([0, 2]);
    expect(skopeo('inspect', '--tls-verify=false', `docker://${target}`).status).not.toBe(0);
  });

  test('refuses an archive that is compressed twice', async () => {
    writeFileSync(layer(), gzipSync(added));
    const { status, stderr } = await append('--to', `${to.host}/twice:1`, layer());
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`error: ${layer()}: the layer is compressed twice, by gzip and then by gzip`),
    ]);
  });

  test.each([
    [['--to', 'x@sha256:aa'], 'is not a valid image reference'],
    [[], 'you must say where the image goes by --to'],
    [['--to', 'x:1', '--from', 'y'], '--from must point to an image ID or image tag'],
    [['--to', 'x:1', '--created-at', 'now'], '--created-at must be'],
    [['--to', 'x:1', '--image', '{'], 'unable to patch image from --image: not valid JSON'],
    [['--to', 'x:1', '--image', '{"Nosuch":1}'], 'unable to patch image from --image: there is no field "Nosuch"'],
    [['--to', 'x:1', '--image', '{"Cmd":7}'], 'unable to patch image: '],
    [['--to', 'x:1', '/nosuch.tgz'], 'invalid argument: stat /nosuch.tgz: no such file or directory'],
    [['--to', 'x:1', '/'], 'invalid argument: / is a directory'],
    [['--to', 'x:1', '/etc/passwd'], '/etc/passwd: the layer is no archive that can be read'],
    [['--to', 'x:1', '--meta', '{"rootfs":{"diff_ids":["a"]}}'], 'the image cannot be appended to: '],
  ])('refuses %j before anything is sent', async (argv, message) => {
    const { status, stdout, stderr } = await append(...argv);
    expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining(`error: `)]);
    expect(stderr).toContain(message);
  });
});
