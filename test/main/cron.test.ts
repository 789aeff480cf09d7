import { describe, expect, test } from '@jest/globals';
import { parseCron } from '../../src/main/cron.ts';

const at = (text: string) => Date.parse(text);

describe('parseCron', () => {
  test.each([
    ['TZ=UTC 0 3 * * *', '2026-03-01T03:00:00Z', '2026-03-02T03:00:00Z'],
    ['CRON_TZ=UTC */15 * * * *', '2026-03-01T10:07:00Z', '2026-03-01T10:15:00Z'],
    ['CRON_TZ=UTC 0 3 * * mon-fri', '2026-03-06T12:00:00Z', '2026-03-09T03:00:00Z'],
    ['CRON_TZ=Europe/Paris 0 3 * * *', '2026-07-01T00:00:00Z', '2026-07-01T01:00:00Z'],
    ['CRON_TZ=UTC @daily', '2026-03-01T10:00:00Z', '2026-03-02T00:00:00Z'],
  ])('%s after %s', async (expression, after, next) => {
    expect((await parseCron(expression)).next(at(after))).toBe(at(next));
  });

  test('a day that never comes has no next time', async () => {
    expect((await parseCron('CRON_TZ=UTC 0 0 30 2 *')).next(at('2026-03-01T00:00:00Z'))).toBeUndefined();
  });

  test.each(['', 'often', '61 * * * *', '* * * *', '* * * * * *', 'CRON_TZ=Nowhere/Town 0 3 * * *'])(
    '%j is refused',
    async (expression) => {
      await expect(parseCron(expression)).rejects.toMatchObject({ code: 'ARGUMENT' });
    },
  );
});
