import { expect, jest, test } from '@jest/globals';
import { onAbort } from '../../../src/registry/transport/abort-listeners.ts';

test('everybody who still waits is told of an abort, once, by one listener', () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const listen = jest.spyOn(first.signal, 'addEventListener');
  const told: string[] = [];
  const leave = onAbort(first.signal, () => told.push('left'));
  onAbort(first.signal, () => told.push('stays'));
  onAbort(first.signal, () => told.push('stays, too'));
  onAbort(second.signal, () => told.push('of another signal'));
  leave();
  leave();
  first.abort();
  first.abort();
  expect(told).toEqual(['stays', 'stays, too']);
  expect(listen).toHaveBeenCalledTimes(1);
});
