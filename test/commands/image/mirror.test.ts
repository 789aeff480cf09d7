import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FixtureRegistry, startFixtureRegistry } from '../../support/fixture-registry.ts';
import { createImage, createIndex, type Image, indexOf, sha256 } from '../../support/images.ts';
import { type ImagesSite, startImagesSite } from '../../support/images-site.ts';
import type { InProcessOutcome } from '../../support/in-process.ts';
import { startScriptedRegistry } from '../../support/scripted-registry.ts';

const app = createImage({ seed: 'app', layers: [40_000, 300] });
const other = createImage({ seed: 'other' });
const multi = createIndex({
  seed: 'multi',
  format: 'oci',
  platforms: ['linux/amd64', 'linux/arm64', 'unknown/unknown'],
});

let site: ImagesSite;
let mirror: FixtureRegistry;

beforeEach(async () => {
  [site, mirror] = await Promise.all([startImagesSite(), startFixtureRegistry()]);
});
afterEach(async () => {
  await Promise.all([site.stop(), mirror.stop()]);
});

const run = (...args: string[]): Promise<InProcessOutcome> => site.run('image', 'mirror', '--insecure', ...args);
const calm = (text: string) => text.replace(/in \S+s( \(\S+\/s\))?$/gm, 'in TIME');

/** Whether a repository of the mirror has all that a tag needs. */
function has(repository: string, image: Image, tag = image.digest): boolean {
  const { content } = mirror;
  const blobs = image.blobs.every(({ digest, bytes }) => content.blob(repository, digest)?.equals(bytes));
  return (
    blobs &&
    content.manifest(repository, tag)?.digest === image.digest &&
    image.children.every((child) => has(repository, child))
  );
}

const writes = (registry: FixtureRegistry) =>
  registry.requests
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .map(({ method, status, url }) => `${method} ${status} ${url.replace(/\?.*|[0-9a-f-]{36}/g, '')}`);

describe('one image', () => {
  beforeEach(() => site.registry.push(app, 'team/app', 'v1'));

  test('is planned, copied and tagged, in the words of oc', async () => {
    const { status, stdout, stderr } = await run(`${site.host}/team/app:v1`, `${mirror.host}/base/app`);
    const [config, large, small] = app.blobs.map(({ digest }) => digest);
    const from = `      ${site.host}/team/app`;
    expect(stdout).toBe(`${app.digest} ${mirror.host}/base/app:v1\n`);
    expect(stderr).not.toMatch(/\d(?:kB|MB|GB)/);
    expect(calm(stderr)).toBe(`${mirror.host}/
  base/app
    blobs:
${from} ${config} 642B
${from} ${small} 2.022KiB
${from} ${large} 41.02KiB
    manifests:
      ${app.digest} -> v1
  stats: shared=0 unique=3 size=43.67KiB ratio=1.00

phase 0:
  ${mirror.host} base/app blobs=3 mounts=0 manifests=1 shared=0

info: Planning completed in TIME
uploading: ${mirror.host}/base/app ${large} 41.02KiB
info: Mirroring completed in TIME
`);
    expect(status).toBe(0);
    expect(has('base/app', app, 'v1')).toBe(true);
    expect(writes(mirror).at(-1)).toBe('PUT 201 /v2/base/app/manifests/v1');
  });

  test('--dry-run writes nothing', async () => {
    const { status, stdout, stderr } = await run('--dry-run', `${site.host}/team/app:v1=${mirror.host}/base/app:x`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(calm(stderr)).toMatch(/-> x\n[\s\S]*\ninfo: Planning completed in TIME\ninfo: Dry run complete\n$/);
    expect(writes(mirror)).toEqual([]);
  });

  test('goes to several tags, and by digest alone where no tag is written', async () => {
    const image = `${site.host}/team/app`;
    const { stdout } = await run(`${image}:v1`, `${mirror.host}/a:x`, `${mirror.host}/a:y`, `${mirror.host}/b`);
    expect(stdout.trim().split('\n').sort()).toEqual(
      [`a:x`, `a:y`, `b:v1`].map((name) => `${app.digest} ${mirror.host}/${name}`),
    );
    await run(`${image}@${app.digest}`, `${mirror.host}/c`);
    expect(mirror.content.tags('c')).toEqual([]);
    expect(has('c', app)).toBe(true);
  });

  test('what the destination has is not sent again, unless --force', async () => {
    const args = [`${site.host}/team/app:v1`, `${mirror.host}/base/app`] as const;
    await run(...args);
    mirror.requests.length = 0;
    const again = await run(...args);
    expect(again.stdout).toBe(`${app.digest} ${mirror.host}/base/app:v1\n`);
    expect(again.stderr).toContain('stats: shared=0 unique=0 size=0B\n');
    expect(writes(mirror)).toEqual(['PUT 201 /v2/base/app/manifests/v1']);
    mirror.requests.length = 0;
    await run('--force', ...args);
    expect(writes(mirror).filter((line) => line.startsWith('POST'))).toHaveLength(3);
  });

  test('blobs that are there are found by HEAD', async () => {
    for (const blob of app.blobs.slice(1)) mirror.content.putBlob('base/app', blob.digest, blob.bytes);
    await run(`${site.host}/team/app:v1`, `${mirror.host}/base/app`);
    expect(writes(mirror).filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(has('base/app', app, 'v1')).toBe(true);
  });

  test('within one registry blobs are mounted, and sent with --skip-mount', async () => {
    const { stderr } = await run(`${site.host}/team/app:v1`, `${site.host}/copy/app`);
    expect(stderr.match(/^mounted: /gm)).toHaveLength(3);
    expect(writes(site.registry).filter((line) => line.startsWith('POST 201'))).toHaveLength(3);
    const sent = await run('--skip-mount', `${site.host}/team/app:v1`, `${site.host}/copy/sent`);
    expect(sent.stderr).not.toContain('mounted: ');
    expect(sent.status).toBe(0);
  });

  test('within one repository only the tag is written', async () => {
    await run(`${site.host}/team/app:v1`, `${site.host}/team/app:stable`);
    expect(writes(site.registry)).toEqual(['PUT 201 /v2/team/app/manifests/stable']);
  });

  test('a blob for two repositories is sent once and mounted once', async () => {
    const { stderr } = await run(`${site.host}/team/app:v1`, `${mirror.host}/a`, `${mirror.host}/b`);
    expect(stderr).toContain('stats: shared=3 unique=0');
    expect(calm(stderr)).toContain(
      `phase 0:\n  ${mirror.host} a blobs=3 mounts=0 manifests=1 shared=3\n` +
        `phase 1:\n  ${mirror.host} b blobs=3 mounts=3 manifests=1 shared=3\n`,
    );
    expect(stderr.match(/^mounted: .*\/b /gm)).toHaveLength(3);
    expect(has('b', app, 'v1')).toBe(true);
  });
});

describe('an index', () => {
  beforeEach(() => site.registry.push(multi, 'team/multi', 'v1'));
  const from = () => `${site.host}/team/multi:v1`;
  const tagged = () => mirror.content.manifest('m', 'v1');

  test('gives the image of the host alone', async () => {
    const { stdout, stderr } = await run(from(), `${mirror.host}/m`);
    expect(stdout).toBe(`${multi.children[0]!.digest} ${mirror.host}/m:v1\n`);
    expect(stderr).toContain(`info: Chose linux/amd64 manifest from the manifest list of ${from()}\n`);
    expect(has('m', multi.children[0]!, 'v1')).toBe(true);
  });

  test('--keep-manifest-list copies it byte for byte, children first', async () => {
    const { stdout } = await run('--keep-manifest-list', from(), `${mirror.host}/m`);
    expect(has('m', multi, 'v1')).toBe(true);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    expect(stdout.trim().split('\n').at(-1)).toBe(`${multi.digest} ${mirror.host}/m:v1`);
    const puts = writes(mirror).filter((line) => line.includes('/manifests/'));
    expect(puts.at(-1)).toBe('PUT 201 /v2/m/manifests/v1');
  });

  test('--filter-by-os makes a smaller index where several match', async () => {
    const { status } = await run('--filter-by-os=linux/', from(), `${mirror.host}/m`);
    expect(status).toBe(0);
    const document = JSON.parse(String(tagged()?.bytes));
    expect(tagged()?.mediaType).toBe(multi.mediaType);
    expect(document.manifests.map(({ digest }: Image) => digest)).toEqual(
      multi.children.slice(0, 2).map((c) => c.digest),
    );
    expect(mirror.content.manifest('m', multi.children[2]!.digest)).toBeUndefined();
  });

  test('of which nothing is left is passed over', async () => {
    const { status, stdout, stderr } = await run('--filter-by-os=windows', from(), `${mirror.host}/m`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain(`info: Filtered all images from ${from()}, skipping\n`);
  });

  test('may hold indexes', async () => {
    const nested = indexOf([{ image: multi }, { image: app, platform: 'linux/s390x' }], { format: 'oci' });
    site.registry.push(nested, 'team/multi', 'nested');
    await run('--keep-manifest-list', `${site.host}/team/multi:nested`, `${mirror.host}/n`);
    expect(has('n', nested, 'nested')).toBe(true);
  });
});

describe('arguments', () => {
  test('a tag with * stands for all that match', async () => {
    for (const tag of ['1.0', '1.1', '2.0']) site.registry.push(app, 'team/app', tag);
    await run(`${site.host}/team/app:1.*`, `${mirror.host}/a`);
    expect(mirror.content.tags('a')).toEqual(['1.0', '1.1']);
    const { stderr } = await run(`${site.host}/team/app:1.*`, `${mirror.host}/a:x`);
    expect(stderr).toBe('error: when source contains wildcards, the destination must be a repository\n');
  });

  test('mappings come from files, with comments', async () => {
    site.registry.push(app, 'team/app', 'v1');
    site.registry.push(other, 'team/other', 'v2');
    site.files['list.txt'] = `# all of ours\n\n${site.host}/team/app:v1=${mirror.host}/a # the first\n`;
    site.files['-'] = `${site.host}/team/other:v2   ${mirror.host}/b:x ${mirror.host}/c`;
    const { status } = await run('-f', 'list.txt', '-f', '-');
    expect(status).toBe(0);
    expect([has('a', app, 'v1'), has('b', other, 'x'), has('c', other, 'v2')]).toEqual([true, true, true]);
    site.files['bad.txt'] = '\nonly:one\n';
    expect((await run('-f', 'bad.txt')).stderr).toMatch(/^error: file bad.txt, line 2: all arguments must be valid/);
  });

  test.each([
    [
      [],
      'you must specify at least one source image to pull and the destination to push to as SRC=DST or SRC DST [DST2 DST3 ...]',
    ],
    [
      ['a:1'],
      'all arguments must be valid SRC=DST mappings, or you must specify one SRC argument and one or more DST arguments',
    ],
    [['a:1='], 'all arguments must be valid SRC=DST mappings'],
    [['q.io/a:1', 'q.io/a:1'], 'SRC and DST may not be the same'],
    [['docker.io/library/a:1', 'a:1'], 'SRC and DST may not be the same'],
    [['q.io/a:1=q.io/b:1', 'q.io/c:1=q.io/b:1'], 'each destination tag may only be specified once: q.io/b:1'],
    [['q.io/a:1', `q.io/b@${app.digest}`], 'you must specify a tag for DST or leave it blank to only push by digest'],
    [['q.io/a:1', 'q.io/b', '--max-registry=0'], '--max-registry must be at least 1'],
  ])('%j is refused', async (args, message) => {
    expect(await run(...args)).toEqual({ status: 1, stdout: '', stderr: `error: ${message}\n` });
  });

  test.each(['file://a/b:1', 's3://s3.amazonaws.com/region/bucket/image:1'])('%s is refused', async (place) => {
    const { status, stderr } = await run('q.io/a:1', place);
    expect(status).toBe(1);
    expect(stderr).toMatch(/are not supported, only those in registries\nhint: to copy them/);
  });
});

describe('failures', () => {
  test('an image that is missing ends the planning', async () => {
    site.registry.push(app, 'team/app', 'v1');
    const args = [`${site.host}/team/app:v1=${mirror.host}/a`, `${site.host}/team/app:v2=${mirror.host}/a`];
    const ended = await run(...args);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain(
      `\n\nerror: unable to retrieve source image ${site.host}/team/app by tag v2: manifest unknown\nerror: an error occurred during planning\n`,
    );
    expect(writes(mirror)).toEqual([]);

    const continued = await run('--continue-on-error', ...args);
    expect(continued.status).toBe(1);
    expect(continued.stdout).toBe(`${app.digest} ${mirror.host}/a:v1\n`);
    expect(continued.stderr).toMatch(/error: an error occurred during planning\n$/);

    const skipped = await run('--skip-missing', ...args);
    expect(skipped.status).toBe(0);
    expect(skipped.stderr).toContain(
      `warning: Image ${site.host}/team/app:v2 does not exist and will not be mirrored\n`,
    );
  });

  test('a blob that is wrong is refused, and no tag is written', async () => {
    site.registry.push(app, 'team/app', 'v1');
    const { digest, bytes } = app.blobs[1]!;
    const wrong = Buffer.from(bytes);
    wrong[1000]! ^= 1;
    site.registry.content.putBlob('team/app', digest, wrong);
    const { status, stdout, stderr } = await run(`${site.host}/team/app:v1`, `${mirror.host}/a`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`content integrity error: the blob retrieved with digest ${digest} does not match`);
    expect(stderr).toMatch(
      /info: Mirroring completed in .*\nerror: one or more errors occurred while uploading images\n$/,
    );
    expect(mirror.content.blob('a', digest)).toBeUndefined();
    expect(writes(mirror).some((line) => line.includes('/manifests/'))).toBe(false);
    expect(writes(mirror)).toContain('DELETE 204 /v2/a/blobs/uploads/');
  });

  test('with --continue-on-error only what misses something is left out', async () => {
    site.registry.push(multi, 'team/multi', 'v1');
    site.registry.push(app, 'team/multi', 'v2');
    const { digest } = multi.children[1]!.blobs[1]!;
    site.registry.content.putBlob('team/multi', digest, Buffer.from('wrong'));
    const { status, stdout, stderr } = await run(
      ...['--continue-on-error', '--keep-manifest-list'],
      ...[`${site.host}/team/multi:v1=${mirror.host}/m`, `${site.host}/team/multi:v2=${mirror.host}/m`],
    );
    expect(status).toBe(1);
    expect(stdout).toContain(`${app.digest} ${mirror.host}/m:v2\n`);
    expect(stdout).toContain(`${multi.children[0]!.digest} ${mirror.host}/m\n`);
    expect(mirror.content.tags('m')).toEqual(['v2']);
    expect(stderr).toContain(`unable to push manifest to ${mirror.host}/m:v1: ${multi.digest} needs`);
  });

  test('foreign layers are left to their vendor, and their URLs alone', async () => {
    const vendor = await startScriptedRegistry(() => ({ status: 200, body: 'layer' }));
    try {
      const foreign = {
        mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
        size: 5,
        digest: sha256('layer'),
        urls: [`${vendor.url}/layer`],
      };
      const document = JSON.parse(String(app.manifest));
      const manifest = Buffer.from(JSON.stringify({ ...document, layers: [foreign, ...document.layers] }));
      const image: Image = { ...app, manifest, digest: sha256(manifest) };
      site.registry.push(image, 'team/app', 'v1');
      const { status, stderr } = await run(`${site.host}/team/app:v1`, `${mirror.host}/a`);
      expect(stderr).toContain(
        `warning: ${site.host}/team/app does not hold the foreign layer ${foreign.digest}, which is left out\n`,
      );
      expect(vendor.requests).toEqual([]);
      // Whether a registry takes such a manifest is its own business: the fixture wants every layer.
      expect(status).toBe(1);
      expect(stderr).toContain(`unable to push manifest to ${mirror.host}/a:v1: `);
    } finally {
      await vendor.stop();
    }
  });

  test('logins with rights to push, and none without', async () => {
    await mirror.stop();
    mirror = await startFixtureRegistry({
      access: { mode: 'bearer', users: { rover: 'curiosity', guest: 'guest' }, pushers: ['rover'] },
    });
    site.registry.push(app, 'team/app', 'v1');
    const args = [`${site.host}/team/app:v1`, `${mirror.host}/a`] as const;
    site.credential = { username: 'guest', password: 'guest', origin: 'the test' };
    const refused = await run(...args);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toBe('');
    site.credential = { username: 'rover', password: 'curiosity', origin: 'the test' };
    mirror.requests.length = 0;
    site.forget();
    const { status } = await run(...args);
    expect(status).toBe(0);
    expect(has('a', app, 'v1')).toBe(true);
    expect(mirror.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(1);
  });

  test('a signal ends it, and takes the upload back', async () => {
    site.registry.push(app, 'team/app', 'v1');
    site.aborter.abort();
    const { status, stdout } = await run(`${site.host}/team/app:v1`, `${mirror.host}/a`);
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
  });
});
