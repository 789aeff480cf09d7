import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Image, ImageStream, TagEvent } from '../../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { type PruneOptions, pruneHistory, unusedImages } from '../../../src/core/prune/plan.ts';
import { type UsedReferences, usedReferences } from '../../../src/core/prune/used-references.ts';
import { anEvent, aStream } from '../../support/streams.ts';
import { ago, anImage, aWorkload, kindNamed } from './objects.ts';

const digest = (n: number) => `sha256:${n.toString(16).padStart(64, '0')}`;
const options = (over: Partial<PruneOptions> = {}): PruneOptions => ({
  keepAfter: Date.parse(ago(60)),
  keepTagRevisions: 3,
  allImages: true,
  ...over,
});
const imagesOf = (...images: Image[]) => new Map(images.map((image) => [image.metadata.name, image]));
const used = (...objects: KubeObject[]): UsedReferences =>
  usedReferences(
    objects.map((object) => ({ kind: kindNamed(object.kind), objects: [object] })),
    Date.parse(ago(60)),
  );
const nothing = used();
const event = (n: number, minutes = 600, over: Partial<TagEvent> = {}) =>
  anEvent(digest(n), { created: ago(minutes), ...over });

function aHistory(items: TagEvent[], over: { minutes?: number } = {}): ImageStream {
  const stream = aStream({ history: [{ tag: 'latest', items }] });
  stream.metadata.creationTimestamp = ago(over.minutes ?? 600);
  return stream;
}

const left = (stream: ImageStream) => stream.status.tags?.flatMap((tag) => tag.items?.map((i) => i.image) ?? []) ?? [];
const known = imagesOf(...[0, 1, 2, 3, 4, 5].map((n) => anImage(digest(n))));

describe('the rules of a history, each alone', () => {
  const five = () => aHistory([0, 1, 2, 3, 4].map((n) => event(n)));

  test('the newest are kept, up to the number of revisions', () => {
    const { stream, dropped } = pruneHistory(five(), known, nothing, options());
    expect([left(stream), dropped]).toEqual([[digest(0), digest(1), digest(2)], 2]);
  });

  test('0 revisions keep nothing', () => {
    expect(pruneHistory(five(), known, nothing, options({ keepTagRevisions: 0 })).stream.status.tags).toBeUndefined();
  });

  test('what is young is kept at any place, and what is as old as the threshold is not', () => {
    const stream = aHistory([event(0), event(1, 60), event(2, 59)]);
    expect(left(pruneHistory(stream, known, nothing, options({ keepTagRevisions: 0 })).stream)).toEqual([digest(2)]);
  });

  test('a young item is kept without an Image object', () => {
    expect(pruneHistory(aHistory([event(9, 5)]), known, nothing, options()).dropped).toBe(0);
  });

  test('a tag in use keeps its newest item, and only that', () => {
    const tag = used(aWorkload('Deployment', 'any.host/demo/app:latest'));
    const { stream } = pruneHistory(five(), known, tag, options({ keepTagRevisions: 0 }));
    expect(left(stream)).toEqual([digest(0)]);
  });

  test('a tag in use keeps its newest item also without an Image object', () => {
    const tag = used(aWorkload('Deployment', 'any.host/demo/app:latest'));
    expect(pruneHistory(aHistory([event(9)]), known, tag, options()).dropped).toBe(0);
  });

  test('an item without an Image object goes, however many revisions are kept', () => {
    expect(left(pruneHistory(aHistory([event(9), event(0)]), known, nothing, options()).stream)).toEqual([digest(0)]);
  });

  test('an item without an Image object goes even when its digest is in use', () => {
    const image = used(aWorkload('Deployment', `any.host/demo/app@${digest(9)}`));
    expect(pruneHistory(aHistory([event(9)]), known, image, options()).dropped).toBe(1);
  });

  test('an item of a tag that only points goes: it has no image', () => {
    const pointing = event(0, 600, { image: '', dockerImageReference: 'quay.io/team/app:1' });
    expect(pruneHistory(aHistory([pointing]), known, nothing, options()).stream.status.tags).toBeUndefined();
  });

  test('a digest in use is kept at any place', () => {
    const image = used(aWorkload('Deployment', `any.host/demo/app@${digest(4)}`));
    const { stream } = pruneHistory(five(), known, image, options({ keepTagRevisions: 1 }));
    expect(left(stream)).toEqual([digest(0), digest(4)]);
  });

  test('a digest in use as part of another stream is not', () => {
    const image = used(aWorkload('Deployment', `any.host/other/app@${digest(4)}`));
    expect(pruneHistory(five(), known, image, options()).dropped).toBe(2);
  });

  test('a tag of the spec that nobody uses does not keep anything', () => {
    const stream = five();
    stream.spec.tags = [
      {
        name: 'prod',
        annotations: null,
        from: { kind: 'ImageStreamImage', name: `app@${digest(4)}` },
        generation: 1,
        importPolicy: {},
        referencePolicy: { type: 'Source' },
      },
    ];
    expect(left(pruneHistory(stream, known, nothing, options()).stream)).not.toContain(digest(4));
  });

  test.each([
    [59, 0],
    [60, 2],
  ])('a stream %d minutes old loses %d items', (minutes, dropped) => {
    const stream = aHistory(
      [0, 1, 2, 3, 4].map((n) => event(n)),
      { minutes },
    );
    expect(pruneHistory(stream, known, nothing, options()).dropped).toBe(dropped);
  });

  test('a stream and an item that do not say their age are old', () => {
    const stream = aHistory([0, 1, 2, 3].map((n) => event(n)));
    delete stream.metadata.creationTimestamp;
    (stream.status.tags?.[0]?.items?.[3] as Partial<TagEvent>).created = null as never;
    expect(pruneHistory(stream, known, nothing, options()).dropped).toBe(1);
  });

  test('an item whose time cannot be read is not removed by mistake', () => {
    const stream = aHistory([0, 1, 2].map((n) => event(n)).concat(event(3, 0, { created: 'yesterday' })));
    expect(pruneHistory(stream, known, nothing, options()).dropped).toBe(0);
  });
});

describe('what becomes of the tags', () => {
  const failing = {
    tag: 'failing',
    items: null,
    conditions: [
      {
        type: 'ImportSuccess',
        status: 'False',
        lastTransitionTime: ago(600),
        reason: 'NotFound',
        message: 'gone',
        generation: 1,
      },
    ],
  };

  test('when anything is dropped, tags without items go with their conditions', () => {
    const stream = aHistory([0, 1, 2, 3].map((n) => event(n)));
    stream.status.tags = [failing, ...(stream.status.tags ?? []), { tag: 'old', items: [event(9)] }];
    const pruned = pruneHistory(stream, known, nothing, options());
    expect(pruned.stream.status.tags?.map((tag) => tag.tag)).toEqual(['latest']);
    expect(pruned.dropped).toBe(2);
  });

  test('when nothing is dropped they stay, and it is the same object', () => {
    const stream = aHistory([event(0)]);
    stream.status.tags?.unshift(failing);
    expect(pruneHistory(stream, known, nothing, options()).stream).toBe(stream);
  });

  test('the stream that was given is not changed', () => {
    const stream = aHistory([0, 1, 2, 3].map((n) => event(n)));
    const before = structuredClone(stream);
    pruneHistory(stream, known, nothing, options());
    expect(stream).toEqual(before);
  });
});

describe('by size', () => {
  const sized = imagesOf(anImage(digest(0), { size: 100 }), anImage(digest(1), { size: 101 }));
  const both = () => aHistory([event(0, 5), event(1, 5)], { minutes: 5 });

  test('what is too large goes, however young and new it is', () => {
    const limits = options({ sizeLimits: new Map([['demo', 100]]) });
    expect(left(pruneHistory(both(), sized, nothing, limits).stream)).toEqual([digest(0)]);
  });

  test('in use it is kept', () => {
    const image = used(aWorkload('Deployment', `any.host/demo/app@${digest(1)}`));
    expect(pruneHistory(both(), sized, image, options({ sizeLimits: new Map([['demo', 100]]) })).dropped).toBe(0);
  });

  test('without a limit in the namespace nothing is too large', () => {
    expect(pruneHistory(both(), sized, nothing, options({ sizeLimits: new Map([['other', 1]]) })).dropped).toBe(0);
  });
});

describe('Image objects', () => {
  const naming = aHistory([event(0)]);

  test('those in no history go, sorted', () => {
    const images = imagesOf(anImage(digest(2)), anImage(digest(0)), anImage(digest(1)));
    expect(unusedImages([naming], images, options())).toEqual([digest(1), digest(2)]);
  });

  test('young ones stay, those as old as the threshold go', () => {
    const images = imagesOf(anImage(digest(1), { minutes: 59 }), anImage(digest(2), { minutes: 60 }));
    expect(unusedImages([naming], images, options())).toEqual([digest(2)]);
  });

  test('without --all only those that were pushed go', () => {
    const images = imagesOf(anImage(digest(1)), anImage(digest(2), { managed: true }));
    expect(unusedImages([naming], images, options({ allImages: false }))).toEqual([digest(2)]);
  });

  test('age does not count when size does', () => {
    const images = imagesOf(anImage(digest(1), { minutes: 1 }));
    expect(unusedImages([], images, options({ sizeLimits: new Map() }))).toEqual([digest(1)]);
  });

  test('children of an index that is kept are kept, at any depth; those of one that goes, go', () => {
    const images = imagesOf(
      anImage(digest(0), { children: [digest(1)] }),
      anImage(digest(1), { children: [digest(2), digest(0)] }),
      anImage(digest(2)),
      anImage(digest(3), { children: [digest(4)] }),
      anImage(digest(4)),
    );
    expect(unusedImages([naming], images, options())).toEqual([digest(3), digest(4)]);
  });

  test('children of an index that is kept for its age are kept', () => {
    const images = imagesOf(anImage(digest(3), { minutes: 5, children: [digest(4)] }), anImage(digest(4)));
    expect(unusedImages([], images, options())).toEqual([]);
  });
});

describe('for any store', () => {
  const minutes = fc.integer({ min: 0, max: 120 });
  const digests = fc.integer({ min: 0, max: 9 }).map(digest);
  const items = fc.array(
    fc.tuple(fc.oneof(digests, fc.constant('')), minutes).map(([image, age]) => anEvent(image, { created: ago(age) })),
    { maxLength: 6 },
  );
  const streams = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.tuple(items, items, minutes).map(([one, two, age]) => {
          const stream = aStream({
            name,
            history: [
              { tag: '1', items: one },
              { tag: '2', items: two },
            ],
          });
          stream.metadata.creationTimestamp = ago(age);
          return stream;
        }),
      ),
    ),
  ) as fc.Arbitrary<ImageStream[]>;
  const images = fc
    .uniqueArray(fc.tuple(digests, minutes, fc.boolean(), fc.array(digests, { maxLength: 2 })), {
      selector: ([name]) => name,
    })
    .map((list) =>
      imagesOf(...list.map(([name, age, managed, children]) => anImage(name, { minutes: age, managed, children }))),
    );
  const workloads = fc.array(
    fc
      .tuple(
        fc.constantFrom('a', 'b'),
        fc.oneof(
          fc.constantFrom(':1', ':2'),
          digests.map((d) => `@${d}`),
        ),
      )
      .map(([name, rest]) => aWorkload('Deployment', `any.host/demo/${name}${rest}`)),
    { maxLength: 4 },
  );
  const settings = fc
    .tuple(fc.integer({ min: 0, max: 4 }), minutes, fc.boolean())
    .map(([keepTagRevisions, age, allImages]) =>
      options({ keepTagRevisions, allImages, keepAfter: Date.parse(ago(age)) }),
    );
  const plan = (given: ImageStream[], known: Map<string, Image>, use: UsedReferences, set: PruneOptions) => {
    const pruned = given.map((stream) => pruneHistory(stream, known, use, set).stream);
    const gone = unusedImages(pruned, known, set);
    return { pruned, gone, images: new Map([...known].filter(([name]) => !gone.includes(name))) };
  };

  test('nothing in use and nothing young is dropped', () => {
    fc.assert(
      fc.property(streams, images, workloads, settings, (given, known, objects, set) => {
        const use = used(...objects);
        const { pruned, gone } = plan(given, known, use, set);
        given.forEach((stream, i) => {
          const name = stream.metadata.name;
          stream.status.tags?.forEach((list) => {
            const kept = pruned[i]?.status.tags?.find((tag) => tag.tag === list.tag)?.items ?? [];
            list.items?.forEach((item, revision) => {
              const young = Date.parse(item.created) > set.keepAfter;
              const inUse =
                (revision === 0 && use.hasTag('demo', name, list.tag)) ||
                (known.has(item.image) && use.hasImage('demo', name, item.image));
              if (young || inUse) expect(kept).toContain(item);
            });
          });
        });
        const named = new Set(pruned.flatMap(left));
        for (const name of gone) {
          expect(named.has(name)).toBe(false);
          expect(Date.parse(known.get(name)?.metadata.creationTimestamp ?? '')).toBeLessThanOrEqual(set.keepAfter);
        }
      }),
    );
  });

  test('a second pruning finds nothing to do', () => {
    fc.assert(
      fc.property(streams, images, workloads, settings, (given, known, objects, set) => {
        const use = used(...objects);
        const first = plan(given, known, use, set);
        const second = plan(first.pruned, first.images, use, set);
        for (const [i, stream] of second.pruned.entries()) expect(stream).toBe(first.pruned[i]);
        expect(second.gone).toEqual([]);
      }),
    );
  });
});
