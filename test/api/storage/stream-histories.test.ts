import { describe, expect, test } from '@jest/globals';
import { createImageApi } from '../../../src/api/api.ts';
import { IMAGE_STREAM, IMAGE_STREAM_HISTORY, IMAGE_STREAM_TAG } from '../../../src/core/kinds/kind-names.ts';
import type { ImageStream, ImageStreamTag } from '../../../src/core/objects/image-stream.ts';
import type { ImageStreamHistory, RevisionRecord } from '../../../src/core/objects/image-stream-history.ts';
import type { ImageStreamImport } from '../../../src/core/objects/image-stream-import.ts';
import { conflict } from '../../../src/core/status.ts';
import { AppError } from '../../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';

const SOURCE = 'r.example/team/app:latest';

function importOf(tag: string, from = SOURCE): ImageStreamImport {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: 'app' },
    spec: {
      import: true,
      images: [
        {
          from: { kind: 'DockerImage', name: from },
          to: { name: tag },
          importPolicy: {},
          referencePolicy: { type: 'Source' },
        },
      ],
    },
    status: {},
  };
}

/** The fixture, as somebody who works with a command has it. */
function as(fixture: ApiFixture, cause: string, by: string, reason = '') {
  const origin = { cause, reason, author: async () => ({ by }) };
  return createImageApi({ ...fixture.context, origin });
}

const alias = (tag: string, target: string): ImageStreamTag => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStreamTag',
  metadata: { name: `app:${tag}`, namespace: 'demo' },
  tag: {
    name: tag,
    annotations: null,
    generation: null,
    from: { kind: 'ImageStreamTag', name: `app:${target}` },
    importPolicy: {},
    referencePolicy: { type: 'Source' },
  },
  generation: 0,
  lookupPolicy: { local: false },
  image: { metadata: { name: '' }, dockerImageReference: '' },
});

const find = async ({ api }: ApiFixture) => api.get<ImageStreamHistory>(IMAGE_STREAM_HISTORY, 'demo', 'app');
async function items(fixture: ApiFixture, tag = 'latest'): Promise<RevisionRecord[]> {
  return (await find(fixture)).tags.find((record) => record.tag === tag)?.items ?? [];
}

describe('the history beside a stream', () => {
  test('says who, what and why, and is not touched by an import without news', async () => {
    const fixture = anImageApi();
    const first = fixture.registry.push(SOURCE);
    await as(fixture, 'import', 'ann@laptop', 'begin').importImages('demo', importOf('latest'));
    const before = await find(fixture);
    expect(before.tags).toEqual([
      {
        tag: 'latest',
        revisions: 1,
        items: [
          {
            revision: 1,
            image: first,
            dockerImageReference: `r.example/team/app@${first}`,
            created: '2026-03-01T10:00:00Z',
            seen: '2026-03-01T10:00:00Z',
            cause: 'import',
            by: 'ann@laptop',
            reason: 'begin',
          },
        ],
      },
    ]);
    fixture.pass(60);
    let reads = 0;
    const { store } = fixture.context;
    const counting = {
      ...store,
      get: (...args: Parameters<typeof store.get>) => {
        if (args[0].resource === IMAGE_STREAM_HISTORY.plural) reads++;
        return store.get(...args);
      },
    };
    await createImageApi({ ...fixture.context, store: counting as typeof store }).importImages(
      'demo',
      importOf('latest'),
    );
    expect(reads).toBe(0);
    expect(await find(fixture)).toEqual(before);
  });

  test('tells the tags that follow, and goes with tag and stream', async () => {
    const fixture = anImageApi();
    fixture.registry.push(SOURCE);
    await as(fixture, 'import', 'ann').importImages('demo', importOf('latest'));
    await as(fixture, 'tag', 'bob').update(IMAGE_STREAM_TAG, 'demo', alias('stable', 'latest'));
    fixture.pass(60);
    const second = fixture.registry.push(SOURCE, { env: 'new' });
    await as(fixture, 'scheduled import', 'cron').importImages('demo', importOf('latest'));
    expect(await items(fixture, 'stable')).toMatchObject([
      { revision: 2, image: second, cause: 'follows latest', by: 'cron' },
      { revision: 1, cause: 'tag', by: 'bob' },
    ]);
    await fixture.api.delete(IMAGE_STREAM_TAG, 'demo', 'app:stable');
    expect((await find(fixture)).tags.map(({ tag }) => tag)).toEqual(['latest']);
    await fixture.api.delete(IMAGE_STREAM, 'demo', 'app');
    await expect(find(fixture)).rejects.toMatchObject({ status: { reason: 'NotFound' } });
  });

  test('begins in the middle of a stream that came from elsewhere, and makes nothing up', async () => {
    const fixture = anImageApi();
    fixture.registry.push(SOURCE);
    await fixture.api.importImages('demo', importOf('latest'));
    await fixture.api.delete(IMAGE_STREAM_HISTORY, 'demo', 'app');
    fixture.pass(60);
    fixture.registry.push(SOURCE, { env: 'new' });
    await as(fixture, 'import', 'ann').importImages('demo', importOf('latest'));
    const [newest, oldest] = await items(fixture);
    expect(newest).toMatchObject({ revision: 2, by: 'ann' });
    expect(Object.keys(oldest ?? {}).sort()).toEqual(['created', 'dockerImageReference', 'image', 'revision']);
  });

  test('keeps what somebody else wrote meanwhile', async () => {
    const fixture = anImageApi();
    const { store } = fixture.context;
    fixture.registry.push(SOURCE);
    await as(fixture, 'import', 'ann').importImages('demo', importOf('latest'));
    let race = true;
    const racing = {
      ...store,
      update: async (...args: Parameters<typeof store.update>) => {
        if (args[0].resource !== IMAGE_STREAM_HISTORY.plural || !race) return store.update(...args);
        race = false;
        fixture.pass(60);
        fixture.registry.push(SOURCE, { env: 'third' });
        await as(fixture, 'import', 'bob').importImages('demo', importOf('latest'));
        throw conflict('imagestreamhistories.imagestream.dev', 'app', 'raced');
      },
    };
    fixture.pass(60);
    fixture.registry.push(SOURCE, { env: 'second' });
    const context = { ...fixture.context, store: racing as typeof store };
    await as({ ...fixture, context }, 'import', 'cleo').importImages('demo', importOf('latest'));
    expect((await items(fixture)).map(({ revision, by }) => [revision, by])).toEqual([
      [3, 'bob'],
      [2, 'cleo'],
      [1, 'ann'],
    ]);
  });

  test('that cannot be written is a warning: the stream stands', async () => {
    const fixture = anImageApi();
    const { store } = fixture.context;
    fixture.registry.push(SOURCE);
    const warnings: string[] = [];
    const broken = {
      ...store,
      create: async (...args: Parameters<typeof store.create>) => {
        if (args[0].resource === IMAGE_STREAM_HISTORY.plural) throw new AppError('STORE_IO', 'no space left');
        return store.create(...args);
      },
    };
    const context = {
      ...fixture.context,
      store: broken as typeof store,
      warn: (text: string) => void warnings.push(text),
    };
    await createImageApi(context).importImages('demo', importOf('latest'));
    expect(warnings).toEqual(['the history of demo/app could not be written: no space left']);
    const stream = await fixture.api.get<ImageStream>(IMAGE_STREAM, 'demo', 'app');
    expect(stream.status.tags?.[0]?.items).toHaveLength(1);
  });

  test('that was broken by hand loses what cannot be read, and no more', async () => {
    const fixture = anImageApi();
    const key = { group: 'imagestream.dev', resource: 'imagestreamhistories', namespace: 'demo', name: 'app' };
    const tags = [
      null,
      { tag: 7 },
      {
        tag: 'latest',
        revisions: 'many',
        note: 'kept',
        items: [{ revision: 4, image: 'x', created: '2026-01-01T00:00:00Z' }, { revision: -1 }, 'x'],
        pins: 'none',
        waiting: [{}],
      },
    ];
    await fixture.store.create(key, {
      apiVersion: 'imagestream.dev/v1',
      kind: 'ImageStreamHistory',
      metadata: { name: 'app', namespace: 'demo' },
      tags,
    });
    fixture.registry.push(SOURCE);
    await as(fixture, 'import', 'ann').importImages('demo', importOf('latest'));
    expect((await find(fixture)).tags).toMatchObject([
      { tag: 'latest', note: 'kept', revisions: 5, items: [{ revision: 5, by: 'ann' }] },
    ]);
  });
});
