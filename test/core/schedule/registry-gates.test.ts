import { describe, expect, test } from '@jest/globals';
import { isRegistryDown, RegistryGates } from '../../../src/core/schedule/registry-gates.ts';
import { RegistryError, type RegistryErrorCode } from '../../../src/errors.ts';

const gates = (random = () => 1) => new RegistryGates({ first: 30_000, longest: 900_000, random });

describe('isRegistryDown', () => {
  const codes: [RegistryErrorCode, number | undefined, boolean][] = [
    ['REGISTRY_CONNECTION', undefined, true],
    ['REGISTRY_TIMEOUT', undefined, true],
    ['REGISTRY_TOO_MANY_REQUESTS', 429, true],
    ['REGISTRY_UNEXPECTED_ANSWER', 503, true],
    ['REGISTRY_UNEXPECTED_ANSWER', 500, false],
    ['REGISTRY_UNEXPECTED_ANSWER', 418, false],
    ['REGISTRY_MANIFEST_UNKNOWN', 404, false],
    ['REGISTRY_UNAUTHORIZED', 401, false],
    ['REGISTRY_CONTENT', undefined, false],
  ];
  test.each(codes)('%s with status %s: %s', (code, status, down) => {
    expect(isRegistryDown(new RegistryError(code, 'x', status === undefined ? {} : { status }))).toBe(down);
  });
});

test('a server that asks to be left alone is down, whatever it calls its failure', () => {
  const said = (status: number) => new RegistryError('REGISTRY_UNEXPECTED_ANSWER', 'x', { status, retryAfter: 1000 });
  expect([500, 507, 404].map((status) => isRegistryDown(said(status)))).toEqual([true, true, false]);
});

describe('RegistryGates', () => {
  test('a registry that nobody complained about is open', () => {
    expect(gates().state('r', 0)).toBe('open');
    expect(gates().opensAt('r', 7)).toBe(7);
  });

  test('the pause doubles up to the longest one', () => {
    const all = gates();
    const pauses = [];
    for (let now = 0, n = 0; n < 8; n++) {
      all.failed('r', 'why', now);
      pauses.push(all.opensAt('r', now) - now);
      now = all.opensAt('r', now);
    }
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000, 900_000]);
  });

  test('half of the pause is chance', () => {
    const all = gates(() => 0);
    all.failed('r', 'why', 0);
    expect(all.opensAt('r', 0)).toBe(15_000);
  });

  test('what fails together counts once', () => {
    const all = gates();
    expect(all.failed('r', 'first', 0)).toBe(true);
    expect(all.failed('r', 'second', 10)).toBe(false);
    expect(all.opensAt('r', 10)).toBe(30_000);
    expect(all.reason('r')).toBe('first');
  });

  test('one probe goes through, and only its success opens the gate', () => {
    const all = gates();
    all.failed('r', 'why', 0);
    expect(all.state('r', 29_999)).toBe('shut');
    expect(all.state('r', 30_000)).toBe('probe');
    all.begin('r');
    expect(all.state('r', 30_000)).toBe('shut');
    expect(all.opensAt('r', 30_000)).toBe(Number.POSITIVE_INFINITY);
    all.failed('r', 'again', 30_001);
    all.end('r', 30_002);
    expect(all.state('r', 60_000)).toBe('shut');
    expect(all.state('r', 90_001)).toBe('probe');
    expect(all.succeeded('r')).toBe(true);
    expect(all.state('r', 90_001)).toBe('open');
    expect(all.succeeded('r')).toBe(false);
  });

  test('a clock that is set back does not lengthen the pause', () => {
    const all = gates();
    all.failed('r', 'why', 1e9);
    expect(all.state('r', 0)).toBe('shut');
    expect(all.opensAt('r', 0)).toBe(30_000);
  });

  test('one registry does not shut another', () => {
    const all = gates();
    all.failed('r', 'why', 0);
    expect(all.state('other', 0)).toBe('open');
  });

  test('a pause that was asked for goes before the own one, also beyond the longest', () => {
    const all = gates();
    all.failed('r', 'why', 0, 7_200_000);
    expect(all.opensAt('r', 0)).toBe(7_200_000);
    expect(all.state('r', 7_199_999)).toBe('shut');
    expect(all.state('r', 7_200_000)).toBe('probe');
  });

  test('a short pause that was asked for holds the first time; who goes on failing gets no shorter ones than others', () => {
    const all = gates();
    all.failed('r', 'why', 0, 2000);
    expect(all.opensAt('r', 0)).toBe(2000);
    all.failed('r', 'why', 2000, 2000);
    expect(all.opensAt('r', 2000)).toBe(62_000);
  });

  test('of what fails together the longest pause that was asked for counts', () => {
    const all = gates();
    all.failed('r', 'lost', 0);
    expect(all.failed('r', 'busy', 10, 3_600_000)).toBe(false);
    all.failed('r', 'busy', 20, 60_000);
    expect(all.opensAt('r', 20)).toBe(3_600_010);
  });

  test('a probe that found nothing out is followed by the own pause, not by the one that was asked for before', () => {
    const all = gates();
    all.failed('r', 'busy', 0, 3_600_000);
    all.begin('r');
    all.end('r', 3_600_000);
    expect(all.opensAt('r', 3_600_000)).toBe(3_630_000);
  });
});
