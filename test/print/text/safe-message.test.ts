import { describe, expect, test } from '@jest/globals';
import { safeMessage } from '../../../src/print/text/safe-text.ts';

describe('a message', () => {
  test.each([
    ['the webhook https://u:hunter2@ci.example/hook failed', 'the webhook https://ci.example/hook failed'],
    ['"http://hunter2@proxy:3128"', '"http://proxy:3128"'],
    ['docker://u:hunter2@quay.io/a:b', 'docker://quay.io/a:b'],
    ['https://u:hunter@2@quay.io/a', 'https://quay.io/a'],
    ['"u:hunter2@quay.io/a/b:1" is no pull spec', '"quay.io/a/b:1" is no pull spec'],
    ['error: u:hunter2@localhost:5000/a', 'error: localhost:5000/a'],
    ['--from=u:hunter2@registry:5000/a', '--from=registry:5000/a'],
    ['auths["https://u:hunter2@quay.io/v1/"]', 'auths["https://quay.io/v1/"]'],
  ])('%s', (text, shown) => expect(safeMessage(text)).toBe(shown));

  test.each([
    'web:dev@sha256:0123456789abcdef is no tag',
    'localhost:5000/a/b:1@sha256:0123',
    'the tag web:prod@3',
    'https://quay.io/a/b@sha256:0123',
    'root@vm: bad',
    'a.yaml:5:1: ann@example.com',
    'since 10:00:00 by ann@host',
    'write USER:PASSWORD@ before the host in HTTPS_PROXY',
  ])('that quotes no login stays: %s', (text) => expect(safeMessage(text)).toBe(text));

  test.each([
    'a'.repeat(500_000),
    'a:,'.repeat(200_000),
    'a://'.repeat(200_000),
    '=a:b='.repeat(100_000),
    `a:${'b'.repeat(500_000)}`,
  ])('takes no longer than its length asks for', (text) => {
    const started = process.cpuUsage().user;
    expect(safeMessage(`${text} @`)).toBe(`${text} @`);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(5);
  });

  test('steers no terminal', () => {
    expect(safeMessage('a\u001b]0;x\u0007b\u009bc\r\u202e')).toBe('a^[]0;x^Gb\\x9bc\\r\\u202e');
  });
});
