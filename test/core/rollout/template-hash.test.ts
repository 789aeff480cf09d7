import { expect, test } from '@jest/globals';
import { templateHash } from '../../../src/core/rollout/template-hash.ts';

const template = { metadata: { labels: { a: '1', b: '2' } }, spec: { containers: [{ name: 'c' }, { name: 'd' }] } };
const none = new Set<string>();

test('the same template has the same hash, however it is written', () => {
  const other = { spec: { containers: [{ name: 'c' }, { name: 'd' }] }, metadata: { labels: { b: '2', a: '1' } } };
  expect(templateHash('app', other, none)).toBe(templateHash('app', template, none));
});

test.each<[string, unknown]>([
  ['value', { ...template, spec: {} }],
  ['order of a list', { ...template, spec: { containers: [{ name: 'd' }, { name: 'c' }] } }],
])('another %s has another hash', (_what, other) => {
  expect(templateHash('app', other, none)).not.toBe(templateHash('app', template, none));
});

test('a hash is a short word without vowels', () => {
  expect(templateHash('app', template, none)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
});

test('names that are taken are passed over', () => {
  const first = templateHash('app', template, none);
  const second = templateHash('app', template, new Set([`app-${first}`]));
  const third = templateHash('app', template, new Set([`app-${first}`, `app-${second}`]));
  expect(new Set([first, second, third]).size).toBe(3);
  expect(templateHash('app', template, new Set([`other-${first}`, first]))).toBe(first);
});
