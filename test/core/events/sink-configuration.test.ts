import { describe, expect, test } from '@jest/globals';
import { deliveryPause } from '../../../src/core/events/delivery-backoff.ts';
import { chooseSubjects } from '../../../src/core/events/event-choice.ts';
import type { SubjectState } from '../../../src/core/events/image-change.ts';
import { parseSinks } from '../../../src/core/events/sink-configuration.ts';

describe('sinks of the configuration', () => {
  test('are read with their defaults', () => {
    const sinks = [
      { exec: 'deploy' },
      { exec: 'x', input: 'object', events: 'tags', timeLimit: '90s' },
      { webhook: 'https://a/b' },
    ];
    expect(parseSinks({ sinks })).toEqual([
      { type: 'exec', command: 'deploy', input: 'event', events: 'auto', timeLimit: 300_000 },
      { type: 'exec', command: 'x', input: 'object', events: 'tags', timeLimit: 90_000 },
      { type: 'webhook', url: 'https://a/b', events: 'auto', timeLimit: 30_000 },
    ]);
    expect(parseSinks(null)).toEqual([]);
    expect(parseSinks({})).toEqual([]);
  });

  test.each([
    [3, 'it must be an object'],
    [{ sinks: {} }, 'sinks: must be a list'],
    [{ sinks: ['x'] }, 'sinks[0]: must be an object'],
    [{ sinks: [{ exec: 'x' }, {}] }, 'sinks[1]: must have exec or webhook'],
    [{ sinks: [{ exec: ' ' }] }, 'sinks[0].exec: must be a command'],
    [{ sinks: [{ exec: 'x', webhook: 'https://a' }] }, 'sinks[0].webhook: unknown field of a command'],
    [{ sinks: [{ exec: 'x', input: 'all' }] }, 'sinks[0].input: must be event, object'],
    [{ sinks: [{ exec: 'x', events: 'all' }] }, 'sinks[0].events: must be auto, objects, tags'],
    [{ sinks: [{ exec: 'x', timeLimit: 5 }] }, 'sinks[0].timeLimit: must be a duration such as 5m'],
    [{ sinks: [{ exec: 'x', timeLimit: '0s' }] }, 'sinks[0].timeLimit: must be longer than nothing'],
    [{ sinks: [{ webhook: 'nowhere' }] }, 'sinks[0].webhook: it is not a URL'],
    [{ sinks: [{ webhook: 'file:///etc/passwd' }] }, 'sinks[0].webhook: it must begin with https:// or http://'],
    [{ sinks: [{ webhook: 'https://u:p@a' }] }, 'sinks[0].webhook: it must hold no login'],
  ])('%j', (value, why) => {
    expect(parseSinks(value)).toBe(why);
  });
});

describe('the choice of events', () => {
  const state = (kind: string, name: string, tag = ''): SubjectState => ({
    subject: { apiVersion: 'v1', kind, namespace: 'demo', name, ...(tag ? { tag } : {}) },
    images: [{ from: { namespace: 'demo', name: 'app:1' }, image: 'i', digest: '', created: '' }],
  });
  const [tag, object] = [state('ImageStream', 'app', '1'), state('Deployment', 'web')];

  test.each([
    ['auto', ['demo/app:1'], [object], [tag]],
    ['auto', [], [object, tag], []],
    ['objects', ['demo/app:1'], [object], []],
    ['tags', ['demo/app:1'], [tag], []],
  ] as const)('%s with %j followed', (choice, followed, told, passedOver) => {
    const subjects = { tags: [tag], objects: [object], followed: new Set<string>(followed) };
    expect(chooseSubjects(subjects, choice)).toEqual({ told, passedOver });
  });
});

test('pauses grow from a second to five minutes', () => {
  expect([1, 2, 3, 8, 9, 10, 1000].map((tries) => deliveryPause(tries, 0))).toEqual([
    1000, 2000, 4000, 128_000, 256_000, 300_000, 300_000,
  ]);
  expect(deliveryPause(3, 1)).toBe(3200);
});
