import { expect, test } from '@jest/globals';
import { conflictText } from '../../../src/core/merge/conflict-text.ts';

test.each([
  ['a\nb\nc\n', 'a\nx\nc\n', 'a\n<<<<<<< ours\nb\n=======\nx\n>>>>>>> theirs\nc\n'],
  ['a\n', 'b\n', '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n'],
  ['a\na\n', 'a\na\na\n', 'a\na\n<<<<<<< ours\n=======\na\n>>>>>>> theirs\n'],
])('the conflict of %j and %j', (ours, theirs, text) => {
  expect(conflictText(ours, theirs)).toBe(text);
});
