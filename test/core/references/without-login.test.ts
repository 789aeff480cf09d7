import { expect, test } from '@jest/globals';
import { withoutLogin } from '../../../src/core/references/without-login.ts';

test.each([
  ['https://u:p@quay.io/v1/', 'https://quay.io/v1/'],
  ['https://token@quay.io', 'https://quay.io'],
  ['u:p@quay.io/a/b:1', 'quay.io/a/b:1'],
  ['u:p@w@quay.io:5000', 'quay.io:5000'],
  ['quay.io/a@sha256:00', 'quay.io/a@sha256:00'],
  ['web@sha256:00', 'web@sha256:00'],
  ['quay.io', 'quay.io'],
])('%s is shown as %s', (text, shown) => expect(withoutLogin(text)).toBe(shown));
