import { describe, expect, test } from '@jest/globals';
import { connectionError } from '../../../src/registry/transport/connection-error.ts';
import { OpenConnections } from '../../../src/registry/transport/open-connections.ts';

const url = new URL('https://r.example.com/v2/');
const fault = (code: string) => connectionError(Object.assign(new Error(code), { code }), url);

/** Requests that take a turn each, where the system allows so many at a time. */
function sending(allowed: number, code = 'EMFILE') {
  const seen = { running: 0, most: 0, refused: 0 };
  const send = async () => {
    if (seen.running >= allowed) {
      seen.refused++;
      await null;
      throw fault(code);
    }
    seen.running++;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise((resolve) => setImmediate(resolve));
    seen.running--;
    return 'answer';
  };
  return { seen, send };
}

const all = (open: OpenConnections, count: number, send: () => Promise<string>) =>
  Promise.allSettled(Array.from({ length: count }, () => open.run(send)));

describe('connections that the system refuses', () => {
  test.each([1, 3, 7])('are done without: all is asked over %d', async (allowed) => {
    const { seen, send } = sending(allowed);
    const outcomes = await all(new OpenConnections(8), 100, send);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(seen.most).toBe(allowed);
  });

  test('nothing waits where none is refused', async () => {
    const { seen, send } = sending(100);
    await all(new OpenConnections(8), 100, send);
    expect(seen.most).toBe(100); // how many are sent is up to who asks
  });

  test('that nobody else has are an error', async () => {
    const { seen, send } = sending(0);
    const outcomes = await all(new OpenConnections(8), 20, send);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(seen.refused).toBeLessThan(20 * 20);
    await expect(new OpenConnections(8).run(send)).rejects.toThrow(
      'r.example.com: too many connections and files are open',
    );
  });

  test('other failures are passed on, and make room', async () => {
    const open = new OpenConnections(8);
    const { send } = sending(2);
    await all(open, 8, send);
    await all(open, 8, () => Promise.reject(fault('ECONNRESET')));
    expect(await all(open, 8, send)).toEqual(Array(8).fill({ status: 'fulfilled', value: 'answer' }));
  });
});
