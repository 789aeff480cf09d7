import { describe, expect, test } from '@jest/globals';
import type { Look } from '../../../src/print/printed.ts';
import { asciiChecks, paintAnswer, paintMessages } from '../../../src/print/text/paint.ts';
import { isUnicodeLocale } from '../../../src/print/text/screen.ts';
import type { Style } from '../../../src/print/text/style.ts';

/** Marks that can be read. */
const STYLE: Style = {
  error: (text) => `<red ${text}>`,
  warning: (text) => `<yellow ${text}>`,
  success: (text) => `<green ${text}>`,
  strong: (text) => `<bold ${text}>`,
};

test.each([
  ['error: no such tag\nhint: Try another\n', '<red error:> no such tag\n<bold hint:> Try another\n'],
  [
    'Error from server (NotFound): x "error: y" not found\n',
    '<red Error from server (NotFound):> x "error: y" not found\n',
  ],
  [
    'Warning: old\nwarning: unsafe\nnote: warning: no\n',
    '<yellow Warning:> old\n<yellow warning:> unsafe\nnote: warning: no\n',
  ],
  ['created store /x\n', 'created store /x\n'],
])('of the message %j the word that says what it is', (text, painted) => {
  expect(paintMessages(text, STYLE)).toBe(painted);
});

describe('of an answer', () => {
  test.each<[Look, string, string]>([
    ['table', '  REVISION  IMAGE\n* 2  x\n', '<bold   REVISION  IMAGE>\n* 2  x\n'],
    ['fields', 'Name:\t\tweb\nImage Name:\tx: y\n', '<bold Name:>\t\tweb\n<bold Image Name:>\tx: y\n'],
    [
      'fields',
      'Tags:\t1\n\n2.4 (latest)\n  tagged from x\n\n  ! error: Import failed: y\n  * quay.io/a:b\n',
      '<bold Tags:>\t1\n\n<bold 2.4 (latest)>\n  tagged from x\n\n<red   ! error:> Import failed: y\n  * quay.io/a:b\n',
    ],
    ['fields', 'one line that ends\nand another\n', 'one line that ends\nand another\n'],
    ['checks', '✓ a.example\n  name  ✓\n✗ b.example\n', '<green ✓> a.example\n  name  ✓\n<red ✗> b.example\n'],
    [
      'project',
      'In project a in store /b\n\nTAG  STATE\na:b  FAILS since 3s; behind a:c\n\nErrors:\n  * a:b FAILS\n',
      '<bold In project a in store /b>\n\n<bold TAG  STATE>\na:b  <red FAILS> since 3s; <yellow behind> a:c\n\n<red Errors:>\n  * a:b FAILS\n',
    ],
    ['checks', 'ok a.example\nfailed b.example\n', '<green ok> a.example\n<red failed> b.example\n'],
  ])('that is %s, what leads the eye: %j', (look, text, painted) => {
    expect(paintAnswer(text, look, STYLE)).toBe(painted);
  });
});

test('checks have words where the locale has no marks', () => {
  expect(asciiChecks('✓ a ✓\n✗ b\n')).toBe('ok a ✓\nfailed b\n');
});

test.each([
  [{ LANG: 'en_US.UTF-8' }, 'linux', true],
  [{ LANG: 'ko_KR.utf8' }, 'linux', true],
  [{ LANG: 'C' }, 'linux', false],
  [{}, 'linux', false],
  [{}, 'darwin', true],
  [{ LANG: 'C' }, 'win32', true],
  [{ LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, 'linux', false],
  [{ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, 'linux', true],
])('%j on %s is of UTF-8: %s', (variables, platform, unicode) => {
  expect(isUnicodeLocale(variables, platform)).toBe(unicode);
});
