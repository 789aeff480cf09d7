import { describe, expect, test } from '@jest/globals';
import { once, whenAsked } from '../../../src/core/concurrency/when-asked.ts';

test('once makes a value at the first question, also one that is nothing', () => {
  let made = 0;
  const value = once(() => {
    made += 1;
  });
  expect(made).toBe(0);
  value();
  value();
  expect(made).toBe(1);
});

describe('whenAsked', () => {
  test('opens at the first call, once, and hands on what it is called with', async () => {
    let opened = 0;
    class Counter {
      #count = 0;
      async add(by: number) {
        this.#count += by;
        return this.#count;
      }
      get() {
        return this.#count;
      }
    }
    const counter = whenAsked(async () => {
      opened += 1;
      return new Counter();
    }, ['add', 'get']);
    expect(opened).toBe(0);
    expect(await Promise.all([counter.add(2), counter.add(3)])).toEqual([2, 5]);
    expect(await counter.get()).toBe(5);
    expect(opened).toBe(1);
  });

  test('each call fails where opening fails', async () => {
    const late = whenAsked(async (): Promise<{ read(): string }> => {
      throw new Error('there is none');
    }, ['read']);
    await expect(late.read()).rejects.toThrow('there is none');
    await expect(late.read()).rejects.toThrow('there is none');
  });
});
