import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { archiveImage } from '../../support/archive-image.ts';
import { indexOf, sha256 } from '../../support/images.ts';
import { type ImagesSite, startImagesSite } from '../../support/images-site.ts';

const app = archiveImage([
  [
    { path: 'etc/', type: 'Directory' },
    { path: 'etc/a.conf', content: 'lower' },
    { path: 'etc/b.conf', content: 'b' },
    { path: 'etc/gone.conf', content: 'x' },
    { path: 'usr/bin/tool', content: '#!', mode: 0o755 },
    { path: 'root-file', content: 'r' },
  ],
  [
    { path: 'etc/a.conf', content: 'upper' },
    { path: 'etc/.wh.gone.conf' },
    { path: 'etc/link', type: 'SymbolicLink', linkpath: 'a.conf' },
    { path: 'dev/null', type: 'CharacterDevice' },
  ],
]);
const evil = archiveImage([[{ path: '../../evil', content: 'x' }]]);
const arm = archiveImage([[{ path: 'arm', content: 'arm' }]], { platform: 'linux/arm64', format: 'oci' });
const amd = archiveImage([[{ path: 'amd', content: 'amd' }]], { format: 'oci' });
const multi = indexOf(
  [
    { image: arm, platform: 'linux/arm64' },
    { image: amd, platform: 'linux/amd64' },
  ],
  { format: 'oci' },
);

describe('image extract', () => {
  let site: ImagesSite;
  let image: string;
  let folder: string;

  beforeAll(async () => {
    site = await startImagesSite();
    image = `${site.host}/team/app`;
    for (const [what, tag] of [
      [app, 'v1'],
      [evil, 'evil'],
      [multi, 'multi'],
    ] as const)
      site.registry.push(what, 'team/app', tag);
  });
  afterAll(() => site.stop());
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'image-extract-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const extract = (...args: string[]) => site.run('image', 'extract', '--insecure', ...args);
  const names = () => (readdirSync(folder, { recursive: true }) as string[]).sort();
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const failed = (message: string) => ({ status: 1, stdout: '', stderr: `error: ${message}\n` });

  test('copies all of an image', async () => {
    expect(await extract(`${image}:v1`, '--path', `/:${folder}`)).toEqual({
      status: 0,
      stdout: '',
      stderr: 'warning: dev/null is left out: it is a device, a pipe or of an unknown type\n',
    });
    expect(names()).toEqual([
      'etc',
      'etc/a.conf',
      'etc/b.conf',
      'etc/link',
      'root-file',
      'usr',
      'usr/bin',
      'usr/bin/tool',
    ]);
    expect([read('etc/link'), statSync(path.join(folder, 'usr/bin/tool')).mode & 0o777]).toEqual(['upper', 0o640]);
  });

  test.each([
    ['/etc/', ['a.conf', 'b.conf', 'link']],
    ['/etc/*.conf', ['a.conf', 'b.conf']],
    ['etc/[b-z]*', ['b.conf', 'link']],
    ['/usr', ['usr', 'usr/bin', 'usr/bin/tool']],
    ['/root-file', ['root-file']],
    ['/nosuch/', []],
  ])('takes %s', async (source, expected) => {
    expect((await extract(`${image}:v1`, '--path', `${source}:${folder}`)).status).toBe(0);
    expect(names()).toEqual(expected);
  });

  test('takes the layers that are chosen, by a digest too', async () => {
    await extract(`${image}@${app.digest}[0]`, '--path', `/etc/:${folder}`, '--only-files');
    expect([names(), read('a.conf')]).toEqual([['a.conf', 'b.conf', 'gone.conf'], 'lower']);
    await extract(`${image}:v1[~${app.blobs[2]!.digest.slice(0, 15)}]`, '--path', `/etc/:${folder}`, '--confirm');
    expect([names(), read('a.conf')]).toEqual([['a.conf', 'b.conf', 'gone.conf', 'link'], 'upper']);
  });

  test('lists what it would copy, without what higher layers have', async () => {
    expect(await extract(`${image}:v1`, '--path', '/etc/:/', '--dry-run')).toEqual({
      status: 0,
      stdout: ` 1 -rw-r-----            5 /a.conf
 1 -rw-r-----            0 /.wh.gone.conf
 1 Lrwxr-xr-x            0 link -> /a.conf
 0 -rw-r-----            1 /b.conf
 0 -rw-r-----            1 /gone.conf
`,
      stderr: '',
    });
    const { stdout } = await extract(
      `${image}:v1[:1]`,
      '--file=/etc/a.conf,usr/bin/tool',
      '--dry-run',
      '--all-layers',
      '-p',
    );
    expect(stdout).toBe(' 0 -rw-r--r--            5 a.conf\n 0 -rwxr-xr-x            2 tool\n');
  });

  test('of an index takes the image of the platform', async () => {
    await extract(`${image}:multi`, '--path', `/:${folder}`);
    expect(names()).toEqual(['amd']);
    await extract(`${image}:multi`, '--path', `/:${folder}`, '--confirm', '--filter-by-os=arm64');
    expect(names()).toEqual(['amd', 'arm']);
    const { stderr } = await extract(`${image}:multi`, '--dry-run', '--filter-by-os=linux');
    expect(stderr).toContain(
      'several images of it fit the platform\nhint: Choose one by --filter-by-os of: linux/arm64, linux/amd64\n',
    );
  });

  test('needs an empty folder, or leave', async () => {
    mkdirSync(path.join(folder, 'etc'));
    writeFileSync(path.join(folder, 'etc/mine'), 'mine');
    const to = ['--path', `/:${folder}`];
    expect(await extract(`${image}:v1`, ...to)).toEqual(
      failed(`directory ${folder} must be empty, pass --confirm to overwrite contents of directory`),
    );
    expect(names()).toEqual(['etc', 'etc/mine']);
    expect((await extract(`${image}:v1`, ...to, '--confirm')).status).toBe(0);
    expect([read('etc/mine'), read('etc/a.conf')]).toEqual(['mine', 'upper']);
  });

  test('writes nothing outside, and says what is wrong', async () => {
    const inside = path.join(folder, 'a');
    mkdirSync(inside);
    const { status, stderr } = await extract(`${image}:evil`, '--path', `/:${inside}`);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`error: unable to extract layer ${evil.blobs[1]!.digest} from ${image}:evil: `),
    ]);
    expect(stderr).toContain('"../../evil" leads outside of the image');
    expect(names()).toEqual(['a']);
  });

  test('tells of bytes', async () => {
    site.events.length = 0;
    await extract(`${image}:v1`, '--dry-run');
    const total = app.blobs.slice(1).reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(site.events.at(-1)).toMatchObject({ type: 'bytes-copied', bytes: total, total });
  });

  test('takes no blob that is not what it claims', async () => {
    const { digest, bytes } = app.blobs[1]!;
    const wrong = Buffer.from(bytes);
    wrong.writeUInt8(wrong.readUInt8(5) ^ 1, 5);
    const other = await startImagesSite();
    try {
      other.registry.push(
        { ...app, blobs: app.blobs.map((blob) => (blob.digest === digest ? { ...blob, bytes: wrong } : blob)) },
        'x',
        '1',
      );
      const { status, stderr } = await other.run(
        'image',
        'extract',
        '--insecure',
        `${other.host}/x:1`,
        '--path',
        `/:${folder}`,
      );
      expect([status, stderr]).toEqual([1, expect.stringContaining('content integrity error')]);
    } finally {
      await other.stop();
    }
  });

  test.each([
    ['more', 10 ** 14],
    ['less', 5],
  ])('takes no layer that is to have %s bytes than it has', async (_what, size) => {
    const [config, ...layers] = amd.blobs;
    const document = JSON.parse(String(amd.manifest));
    document.layers[0].size = size;
    const manifest = Buffer.from(JSON.stringify(document));
    site.registry.push(
      { ...amd, manifest, digest: sha256(manifest), blobs: [config!, ...layers] },
      'team/app',
      `size-${size}`,
    );
    const { status, stderr } = await extract(`${image}:size-${size}`, '--path', `/:${folder}`);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(
        `has ${layers[0]!.bytes.length} bytes instead of ${size}: its size does not agree with the manifest`,
      ),
    ]);
    expect(names()).toEqual([]);
  });

  test('takes no layer that is compressed twice', async () => {
    const bytes = gzipSync(amd.blobs[1]!.bytes);
    const document = JSON.parse(String(amd.manifest));
    Object.assign(document.layers[0], { size: bytes.length, digest: sha256(bytes) });
    const manifest = Buffer.from(JSON.stringify(document));
    const blobs = [amd.blobs[0]!, { ...amd.blobs[1]!, bytes, digest: sha256(bytes) }];
    site.registry.push({ ...amd, manifest, digest: sha256(manifest), blobs }, 'team/app', 'twice');
    const { status, stderr } = await extract(`${image}:twice`, '--path', `/:${folder}`);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('the layer is compressed twice, by gzip and then by gzip'),
    ]);
    expect(names()).toEqual([]);
  });

  test.each([
    [[], 'you must specify at least one image to extract as an argument'],
    [['x:1', '--path', '/etc'], '--paths must be of the form SRC:DST'],
    [['x:1', '--file', 'etc/'], 'invalid file: etc/ must not end with a slash'],
    [['x'], 'source image must point to an image ID or image tag'],
    [['x:1[]'], 'layer selectors must be of the form IMAGE[\\d:\\d]'],
    [['x:1[one]'], 'the layer selector [one] is not valid, must be [from:to], [index], or [~digest]'],
    [['x:1', '--path', '/a/[:.'], '"/a/[": syntax error in pattern'],
    [['x:1', '--path', '/:/nosuch'], 'destination path does not exist: /nosuch'],
  ])('refuses %j', async (argv, message) => {
    expect(await extract(...argv)).toEqual(failed(message));
  });

  test('says which layers there are not', async () => {
    expect((await extract(`${image}:v1[2]`, '--dry-run')).stderr).toBe(
      'error: tried to select layer 2, but image only has 2 layers\n',
    );
  });
});
