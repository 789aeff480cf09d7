import { expect, test } from '@jest/globals';
import { tooMuchAt } from '../../src/codec/yaml-work.ts';

test.each(['\n', '\r\n'])('items on lines of their own are no nesting, whatever ends the lines: %j', (end) => {
  expect(tooMuchAt(`a:${end}${`- x${end}`.repeat(5000)}`)).toBeUndefined();
  expect(tooMuchAt(`a:${end}${'- '.repeat(1001)}x${end}`)).toMatchObject({ what: 'deep' });
});
