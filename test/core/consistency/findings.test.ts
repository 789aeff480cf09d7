import { describe, expect, test } from '@jest/globals';
import { falseClaims } from '../../../src/core/consistency/false-claims.ts';
import { disagreements, mendedHistory } from '../../../src/core/consistency/history-findings.ts';
import { lineOf } from '../../../src/core/consistency/line-of.ts';
import { mendedStream, oddities } from '../../../src/core/consistency/stream-findings.ts';
import { copyJson } from '../../../src/core/json/json-value.ts';
import { PINNED_ANNOTATION } from '../../../src/core/stream/pin.ts';
import { specTag, statusTag } from '../../../src/core/stream/tag-history.ts';
import { bornLife, type Deed, live } from '../../support/stream-life.ts';

const deed = (kind: Deed['kind'], tag: string, which = 0): Deed => ({ kind, tag, which, later: 60 });
const life = () =>
  copyJson(
    live(
      bornLife(),
      [deed('import', 'dev', 3), deed('import', 'prod', 1), deed('import', 'prod', 2), deed('rollback', 'prod', 1)],
      'ann',
      0,
    ),
  );
const whats = (found: readonly { what: string }[]) => found.map(({ what }) => what);

describe('a stream and a history as they were written', () => {
  test('have nothing to be found', () => {
    const { stream, history } = life();
    expect([...falseClaims(stream), ...oddities(stream), ...disagreements(stream, history)]).toEqual([]);
    expect([mendedStream(stream, history), mendedHistory(history, stream)]).toEqual([stream, history]);
  });
});

describe('a pin at another tag', () => {
  test('is found, and put back where its own tag still points at the image', () => {
    const { stream, history } = life();
    const [prod, dev] = [specTag(stream, 'prod'), specTag(stream, 'dev')];
    if (!prod || !dev) throw new Error('no tags');
    const pin = prod.annotations;
    prod.annotations = null;
    dev.annotations = pin;
    expect(whats(falseClaims(stream))).toEqual(['the tag dev has the pin of the tag prod']);
    const mended = mendedStream(stream, history);
    expect(falseClaims(mended)).toEqual([]);
    expect([specTag(mended, 'prod')?.annotations, specTag(mended, 'dev')?.annotations]).toEqual([pin, null]);
  });

  test('is left to a person where its own tag points elsewhere now', () => {
    const { stream } = life();
    const [prod, dev] = [specTag(stream, 'prod'), specTag(stream, 'dev')];
    if (!prod || !dev) throw new Error('no tags');
    dev.annotations = prod.annotations;
    prod.annotations = null;
    prod.from = { kind: 'DockerImage', name: 'quay.io/team/app:prod' };
    expect(falseClaims(stream)).toMatchObject([{ fixable: false, isFalse: true }]);
    expect(mendedStream(stream, undefined)).toEqual(stream);
  });

  test('of an older version, which names no tag, is taken as it is', () => {
    const { stream } = life();
    const prod = specTag(stream, 'prod');
    if (!prod?.annotations) throw new Error('no pin');
    const { tag: _tag, ...older } = JSON.parse(prod.annotations[PINNED_ANNOTATION] as string);
    prod.annotations[PINNED_ANNOTATION] = JSON.stringify(older);
    expect(falseClaims(stream)).toEqual([]);
  });
});

describe('a stream', () => {
  test('that has another image than its pin says is found', () => {
    const { stream } = life();
    statusTag(stream, 'prod')?.items?.shift();
    expect(whats(falseClaims(stream))).toEqual([
      expect.stringMatching(/^the tag prod is pinned to sha256:1+ and has sha256:2+$/),
    ]);
  });

  test('with a tag twice is found, and mended where both are equal', () => {
    const { stream } = life();
    stream.spec.tags = [...(stream.spec.tags ?? []), copyJson(specTag(stream, 'dev')) as never];
    expect(falseClaims(stream)).toMatchObject([{ what: 'the tag dev is there 2 times', fixable: true }]);
    expect(mendedStream(stream, undefined)).toEqual(life().stream);
  });

  test('with generations out of order is found and mended', () => {
    const { stream } = life();
    const items = statusTag(stream, 'prod')?.items ?? [];
    if (items[1]) items[1].generation = 9;
    expect(oddities(stream)).toMatchObject([{ tag: 'prod', fixable: true }]);
    const mended = mendedStream(stream, undefined);
    expect(oddities(mended)).toEqual([]);
    expect(mended.metadata.generation).toBe(9);
  });
});

describe('a history', () => {
  test('that does not say who brought the newest image is found', () => {
    const { stream, history } = life();
    history.tags[1]?.items.shift();
    expect(disagreements(stream, history)).toMatchObject([
      { tag: 'prod', fixable: false, what: expect.stringContaining('nothing says who brought sha256:1') },
    ]);
  });

  test('with what the tag never had, or out of order, is found and mended', () => {
    const { stream, history } = life();
    const items = history.tags[1]?.items ?? [];
    items.unshift({ ...(items[0] as (typeof items)[0]), revision: 2, image: `sha256:${'9'.repeat(64)}` });
    expect(whats(disagreements(stream, history))).toEqual([
      expect.stringContaining('which it never had'),
      'the revisions of the tag prod are not in order',
    ]);
    expect(disagreements(stream, mendedHistory(history, stream))).toEqual([]);
  });

  test('that has a tag pinned which the stream has not is found', () => {
    const { stream, history } = life();
    const prod = specTag(stream, 'prod');
    if (prod) prod.annotations = null;
    expect(whats(disagreements(stream, history))).toEqual([
      expect.stringMatching(/pinned to sha256:1+, and in the stream it is not/),
    ]);
  });
});

test.each([
  ['spec', 'prod', 5],
  ['status', 'prod', 9],
  ['status', 'nosuch', 7],
  ['metadata', undefined, 1],
] as const)('the line of %s %s', (section, tag, line) => {
  const text =
    'metadata:\n  name: prod\nspec:\n  tags:\n  - name: prod\n    from: x\nstatus:\n  tags:\n  - tag: prod\n';
  expect(lineOf(text, tag === undefined ? { section } : { section, tag })).toBe(line);
});
