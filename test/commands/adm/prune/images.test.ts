import { describe, expect, test } from '@jest/globals';
import type { ImageApi } from '../../../../src/api/api.ts';
import { IMAGE, IMAGE_STREAM } from '../../../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../../../src/core/objects/meta.ts';
import { AppError } from '../../../../src/errors.ts';
import { ago, anImage, aWorkload, kindNamed } from '../../../core/prune/objects.ts';
import { type ApiFixture, anImageApi } from '../../../support/image-api.ts';
import { runInProcess } from '../../../support/in-process.ts';
import { anEvent, aStream, aTag } from '../../../support/streams.ts';

const digest = (n: number) => `sha256:${String(n).repeat(64)}`;
const API_ONLY = 'Only API objects will be removed.  No modifications to the image registry will be made.\n';
const DRY_RUN = 'Dry run enabled - no modifications will be made. Add --confirm to remove images\n';

async function putStream(fixture: ApiFixture, namespace: string, name: string, images: number[]): Promise<void> {
  const items = images.map((n) => anEvent(digest(n), { created: ago(600) }));
  const stream = aStream({ name, namespace, tags: [aTag('latest')], history: [{ tag: 'latest', items }] });
  stream.metadata.creationTimestamp = ago(600);
  await fixture.store.create({ group: 'image.openshift.io', resource: 'imagestreams', namespace, name }, stream);
}

async function putImages(fixture: ApiFixture, images: number[], minutes = 600): Promise<void> {
  for (const n of images) {
    const key = { group: 'image.openshift.io', resource: 'images', name: digest(n) };
    await fixture.store.create(key, anImage(digest(n), { minutes }) as KubeObject);
  }
}

/** Two streams: `demo/app` with five images in its history, `other/app` with four; and an image that nobody names. */
async function aStore(): Promise<ApiFixture> {
  const fixture = anImageApi();
  await putImages(fixture, [1, 2, 3, 4, 5, 6]);
  await putStream(fixture, 'demo', 'app', [1, 2, 3, 4, 5]);
  await putStream(fixture, 'other', 'app', [1, 2, 3, 4]);
  return fixture;
}

const history = async ({ api }: ApiFixture, namespace = 'demo') =>
  (await api.get<ImageStream>(IMAGE_STREAM, namespace, 'app')).status.tags?.[0]?.items?.map((item) => item.image);
const images = async ({ api }: ApiFixture) => (await api.list(IMAGE, undefined)).items.map((i) => i.metadata.name);
const prune = (fixture: ApiFixture, ...flags: string[]) => runInProcess(fixture, ['adm', 'prune', 'images', ...flags]);

const BOTH = `${API_ONLY}Deleting 2 items from image stream demo/app
Deleting 1 items from image stream other/app
Deleting image ${digest(4)}
Deleting image ${digest(5)}
Deleting image ${digest(6)}
Summary: deleted 3 image object(s), deleted 3 image stream tag item(s), updated 2 image stream(s)
`;

describe('pruning', () => {
  test('without --confirm shows everything and does nothing', async () => {
    const fixture = await aStore();
    expect(await prune(fixture)).toEqual({ status: 0, stdout: BOTH, stderr: DRY_RUN });
    expect(await history(fixture)).toHaveLength(5);
    expect(await images(fixture)).toHaveLength(6);
  });

  test('with --confirm does what was shown, and finds nothing the second time', async () => {
    const fixture = await aStore();
    expect(await prune(fixture, '--confirm')).toEqual({ status: 0, stdout: BOTH, stderr: '' });
    expect(await history(fixture)).toEqual([1, 2, 3].map(digest));
    expect(await images(fixture)).toEqual([1, 2, 3].map(digest));
    const second = await prune(fixture, '--confirm');
    expect(second).toEqual({ status: 0, stdout: `${API_ONLY}Summary: deleted 0 objects\n`, stderr: '' });
    expect(fixture.registry.asked).toEqual([]);
  });

  test('with -n looks at the streams of that namespace and deletes no image', async () => {
    const fixture = await aStore();
    const { stdout } = await prune(fixture, '--confirm', '-n', 'other');
    expect(stdout).toBe(
      `${API_ONLY}Deleting 1 items from image stream other/app\nSummary: deleted 1 image stream tag item(s), updated 1 image stream(s)\n`,
    );
    expect(await history(fixture)).toHaveLength(5);
    expect(await history(fixture, 'other')).toHaveLength(3);
    expect(await images(fixture)).toHaveLength(6);
  });

  test('the namespace that one works in is no limit', async () => {
    const fixture = await aStore();
    const { stdout } = await runInProcess(fixture, ['adm', 'prune', 'images'], { namespace: 'other' });
    expect(stdout).toBe(BOTH);
  });

  test('a workload of another namespace keeps what it uses, also with -n', async () => {
    const fixture = await aStore();
    const workload = aWorkload('Deployment', `any.host/demo/app@${digest(5)}`, { namespace: 'elsewhere' });
    await fixture.api.create(kindNamed('Deployment'), 'elsewhere', workload);
    await prune(fixture, '--confirm', '-n', 'demo');
    expect(await history(fixture)).toEqual([1, 2, 3, 5].map(digest));
  });

  test.each<[string[], number]>([
    [['--keep-tag-revisions=1'], 1],
    [['--keep-tag-revisions', '4'], 4],
    [['--keep-younger-than=96h'], 5],
    [['--keep-younger-than=9h59m'], 3],
    [['--keep-younger-than=10h1s'], 5],
    [['--all=false'], 3],
    [['--num-workers=0', '--prune-registry=false', '--registry-url=https://registry.test', '--force-insecure'], 3],
    [['--prune-over-size-limit'], 5],
  ])('with %j %d items stay', async (flags, expected) => {
    const fixture = await aStore();
    expect((await prune(fixture, '--confirm', ...flags)).status).toBe(0);
    expect(await history(fixture)).toHaveLength(expected);
  });

  test('--all=false keeps images that were imported', async () => {
    const fixture = await aStore();
    await prune(fixture, '--confirm', '--all=false');
    expect(await images(fixture)).toHaveLength(6);
  });

  test('--prune-over-size-limit removes what a LimitRange forbids', async () => {
    const fixture = await aStore();
    const key = { group: 'image.openshift.io', resource: 'images', name: digest(7) };
    await fixture.store.create(key, anImage(digest(7), { size: 2000 }) as KubeObject);
    await putStream(fixture, 'small', 'app', [7]);
    const limits = { limits: [{ type: 'openshift.io/Image', max: { storage: '1Ki' } }] };
    await fixture.store.create(
      { group: '', resource: 'limitranges', namespace: 'small', name: 'limits' },
      { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits', namespace: 'small' }, spec: limits },
    );
    await prune(fixture, '--confirm', '--prune-over-size-limit');
    expect(await history(fixture, 'small')).toBeUndefined();
    expect(await images(fixture)).toEqual([1, 2, 3, 4, 5].map(digest));
  });
});

describe('what is refused', () => {
  const SEE = "\nSee 'imagestream adm prune images -h' for help and examples\n";
  const USAGE = "\nSee 'imagestream adm prune images --help' for usage.\n";
  const DURATION = 'hint: A duration is written as 30s, 15m or 1h30m\n';
  test.each<[string[], string]>([
    [['now'], `error: no arguments are allowed to this command${SEE}`],
    [
      ['--prune-over-size-limit', '--keep-tag-revisions=3'],
      'error: --prune-over-size-limit cannot be specified with --keep-tag-revisions nor --keep-younger-than\n',
    ],
    [
      ['--prune-over-size-limit=false', '--keep-younger-than=1h'],
      'error: --prune-over-size-limit cannot be specified with --keep-tag-revisions nor --keep-younger-than\n',
    ],
    [
      ['--keep-younger-than=-1s', '--keep-tag-revisions=-1'],
      'error: --keep-younger-than must be greater than or equal to 0\n',
    ],
    [['--keep-tag-revisions=-1'], 'error: --keep-tag-revisions must be greater than or equal to 0\n'],
    [['--registry-url=ftp://host'], 'error: invalid --registry-url flag: unsupported scheme: ftp\n'],
    [
      ['--registry-url=host:5000/path'],
      'error: invalid --registry-url flag: no path after <host>[:<port>] is allowed\n',
    ],
    [
      ['--registry-url=https://host/?a=b'],
      'error: invalid --registry-url flag: no query arguments are allowed after <host>[:<port>]\n',
    ],
    [['--registry-url=https://'], 'error: invalid --registry-url flag: no host name specified\n'],
    [
      ['--certificate-authority=ca.crt', '--force-insecure'],
      'error: --certificate-authority cannot be specified with --force-insecure\n',
    ],
    [
      ['--certificate-authority=ca.crt', '--registry-url=http://host'],
      'error: --certificate-authority cannot be specified for insecure http protocol\n',
    ],
    [
      ['--keep-younger-than=4d'],
      `error: invalid argument "4d" for "--keep-younger-than" flag: time: unknown unit "d" in duration "4d"${USAGE}${DURATION}`,
    ],
    [
      ['--keep-younger-than=60', 'now'],
      `error: invalid argument "60" for "--keep-younger-than" flag: time: missing unit in duration "60"${USAGE}${DURATION}`,
    ],
  ])('%j', async (flags, stderr) => {
    const fixture = await aStore();
    expect(await prune(fixture, '--confirm', ...flags)).toEqual({ status: 1, stdout: '', stderr });
    expect(await history(fixture)).toHaveLength(5);
  });

  test('an image reference that cannot be read stops everything', async () => {
    const fixture = await aStore();
    await fixture.api.create(kindNamed('Deployment'), 'demo', aWorkload('Deployment', 'No:good:at:all'));
    expect(await prune(fixture, '--confirm')).toEqual({
      status: 1,
      stdout: '',
      stderr: `Failed to build graph!

The following objects have invalid references:

  deployment/w namespace=demo: container web: invalid image reference "No:good:at:all": invalid reference format

Either fix the references or delete the objects to make the pruner proceed.
error: failed to build graph - no changes made
hint: with --ignore-invalid-refs such references are passed over
`,
    });
    expect(await history(fixture)).toHaveLength(5);
    expect((await prune(fixture, '--confirm', '--ignore-invalid-refs')).stdout).toBe(BOTH);
  });
});

describe('when not everything goes well', () => {
  const failing = (fixture: ApiFixture, over: Partial<ImageApi>): ApiFixture => ({
    ...fixture,
    api: { ...fixture.api, ...over },
  });

  test('a stream that cannot be written keeps its images, and the others go on', async () => {
    const fixture = await aStore();
    const broken = failing(fixture, {
      updateStatus: async (namespace, stream, options) => {
        if (namespace === 'demo') throw new AppError('STORE_IO', 'cannot write app.yaml: disk full');
        return fixture.api.updateStatus(namespace, stream, options);
      },
    });
    const { status, stdout, stderr } = await prune(broken, '--confirm');
    expect(status).toBe(1);
    expect(stdout).toBe(`${API_ONLY}Deleting 2 items from image stream demo/app
Deleting 1 items from image stream other/app
Deleting image ${digest(6)}
Summary: deleted 1 image object(s), deleted 1 image stream tag item(s), updated 1 image stream(s)
`);
    expect(
      stderr,
    ).toBe(`error updating image stream demo/app to remove image references: cannot write app.yaml: disk full
error: imagestream demo/app: cannot write app.yaml: disk full
`);
    expect(await images(fixture)).toEqual([1, 2, 3, 4, 5].map(digest));
  });

  test('images that cannot be deleted are all named at the end', async () => {
    const fixture = await aStore();
    const broken = failing(fixture, {
      delete: async () => {
        throw new AppError('STORE_LOCKED', 'somebody else writes it');
      },
    });
    const { status, stdout, stderr } = await prune(broken, '--confirm');
    expect(status).toBe(1);
    expect(stdout).toMatch(/\nSummary: deleted 3 image stream tag item\(s\), updated 2 image stream\(s\)\n$/);
    expect(
      stderr.match(/^error: image sha256:\d+: failed to delete image sha256:\d+: somebody else writes it$/gm),
    ).toHaveLength(3);
  });

  test('a stream that somebody writes meanwhile is looked at anew', async () => {
    const fixture = await aStore();
    let raced = false;
    const racing = failing(fixture, {
      updateStatus: async (namespace, stream, options) => {
        if (namespace === 'demo' && !raced) {
          raced = true;
          await putImages(fixture, [7], 0);
          const now = await fixture.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app');
          now.status.tags?.[0]?.items?.unshift(anEvent(digest(7), { created: ago(0) }));
          await fixture.api.updateStatus('demo', now);
        }
        return fixture.api.updateStatus(namespace, stream, options);
      },
    });
    const { status, stdout } = await prune(racing, '--confirm');
    expect(status).toBe(0);
    expect(stdout).toContain('Deleting 3 items from image stream demo/app\n');
    expect(await history(fixture)).toEqual([7, 1, 2].map(digest));
  });

  test('an image that a stream gets again meanwhile is kept', async () => {
    const fixture = await aStore();
    const racing = failing(fixture, {
      updateStatus: async (namespace, stream, options) => {
        if (namespace === 'demo') await putStream(fixture, 'late', 'app', [6]);
        return fixture.api.updateStatus(namespace, stream, options);
      },
    });
    await prune(racing, '--confirm');
    expect(await images(fixture)).toContain(digest(6));
  });

  test('streams and images that are gone meanwhile are no failure', async () => {
    const fixture = await aStore();
    const racing = failing(fixture, {
      updateStatus: async (namespace, stream, options) => {
        await fixture.api.delete(IMAGE_STREAM, 'demo', 'app').catch(() => {});
        await fixture.api.delete(IMAGE, '', digest(6)).catch(() => {});
        return fixture.api.updateStatus(namespace, stream, options);
      },
    });
    const { status, stdout } = await prune(racing, '--confirm');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /Summary: deleted 2 image object\(s\), deleted 1 image stream tag item\(s\), updated 1 image stream\(s\)\n$/,
    );
  });

  test('a signal ends it between two objects, and what was done is said', async () => {
    const fixture = await aStore();
    const controller = new AbortController();
    const stopping = failing(fixture, {
      updateStatus: async (...args) => {
        controller.abort();
        return fixture.api.updateStatus(...args);
      },
    });
    const argv = ['adm', 'prune', 'images', '--confirm', '--num-workers=1'];
    const { status, stdout } = await runInProcess(stopping, argv, { signal: controller.signal });
    expect(status).toBe(130);
    expect(stdout).toBe(`${API_ONLY}Deleting 2 items from image stream demo/app
Summary: deleted 2 image stream tag item(s), updated 1 image stream(s)
`);
    expect(await history(fixture, 'other')).toHaveLength(4);
    expect(await images(fixture)).toHaveLength(6);
  });
});
