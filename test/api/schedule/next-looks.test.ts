import { expect, test } from '@jest/globals';
import { nextLooks } from '../../../src/api/schedule/next-looks.ts';
import { anEvent, aStream, aTag, digestA } from '../../support/streams.ts';

const MINUTE = 60_000;
const recorded = Date.parse('2026-01-01T00:00:00Z');

test('tells when each scheduled tag is due, from the looks that are remembered and the images that are recorded', async () => {
  const scheduled = (name: string, annotations: Record<string, string> | null = null) =>
    aTag(name, { annotations, importPolicy: { scheduled: true, importMode: 'Legacy' } });
  const stream = aStream({
    tags: [
      scheduled('never'),
      scheduled('looked'),
      scheduled('own', { 'imagestream.dev/schedule': '1h' }),
      scheduled('cron', { 'imagestream.dev/schedule': '* * * * *' }),
      aTag('not'),
    ],
    history: ['looked', 'own', 'cron'].map((tag) => ({ tag, items: [anEvent(digestA)] })),
  });
  let reads = 0;
  const place = {
    read: async () => {
      reads++;
      return new Map([['demo/app:looked', { at: recorded + 5 * MINUTE }]]);
    },
  };
  const options = {
    interval: 10 * MINUTE,
    parseCron: async () => ({ next: (after: number) => after + MINUTE }),
    warn: (message: string) => expect(message).toBe('nothing to warn of'),
  };
  const due = await nextLooks(place, [stream, aStream({ name: 'none', tags: [aTag('a')] })], options);
  expect([...due.keys()].sort()).toEqual(['demo/app:cron', 'demo/app:looked', 'demo/app:never', 'demo/app:own']);
  expect(due.get('demo/app:never')).toBe(0);
  expect(due.get('demo/app:cron')).toBe(recorded + MINUTE);
  const within = (key: string, least: number) => {
    const at = (due.get(key) as number) - recorded;
    expect(at).toBeGreaterThanOrEqual(least);
    expect(at).toBeLessThanOrEqual(least * 1.1);
  };
  within('demo/app:own', 60 * MINUTE);
  expect((due.get('demo/app:looked') as number) - recorded).toBeGreaterThanOrEqual(15 * MINUTE);

  // Nothing is read where nothing is scheduled.
  reads = 0;
  await nextLooks(place, [aStream({ tags: [aTag('a')] })], options);
  expect(reads).toBe(0);
});
