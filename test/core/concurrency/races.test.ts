import { describe, expect, test } from '@jest/globals';
import { untilNoRace } from '../../../src/core/concurrency/races.ts';

const raced = (error: unknown) => error instanceof Error && error.message === 'raced';

describe('untilNoRace', () => {
  test('does again what was raced, and gives the first answer', async () => {
    let attempts = 0;
    const attempt = async () => {
      if (++attempts < 3) throw new Error('raced');
      return attempts;
    };
    expect(await untilNoRace(attempt, raced)).toBe(3);
  });

  test('passes every other failure on at once', async () => {
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw new Error('broken');
    };
    await expect(untilNoRace(attempt, raced)).rejects.toThrow('broken');
    expect(attempts).toBe(1);
  });

  test('gives up in the end', async () => {
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw new Error('raced');
    };
    await expect(untilNoRace(attempt, raced)).rejects.toThrow('raced');
    expect(attempts).toBe(100);
  });
});
