import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EndMark } from '../../src/sinks/end-mark.ts';

const MARK = 'abcabd';

/** What comes out of pieces, and the code. */
function read(pieces: readonly string[]): [string, number | undefined] {
  const mark = new EndMark(MARK);
  const output = pieces.map((piece) => mark.take(Buffer.from(piece)).toString());
  return [output.join('') + mark.rest().toString(), mark.code];
}

test.each<[string[], string, number | undefined]>([
  [['out', `${MARK} 0\n`], 'out', 0],
  [['out\nabcab', 'd 12', '7\n'], 'out\n', 127],
  [['out abcabcabd 1\n'], 'out abc', 1],
  [['out abcab'], 'out abcab', undefined],
  [[`${MARK} 3\n`, 'later'], '', 3],
])('%j', (pieces, output, code) => {
  const mark = new EndMark(MARK);
  let all = '';
  for (const piece of pieces) {
    all += mark.take(Buffer.from(piece)).toString();
    if (mark.code !== undefined) break;
  }
  expect([all + mark.rest().toString(), mark.code]).toEqual([output, code]);
});

test('however the output is cut, it comes out whole, and nothing of the mark', () => {
  const text = fc.stringMatching(/^[abcd\n ]{0,40}$/).filter((each) => !each.includes(`${MARK} `));
  fc.assert(
    fc.property(
      text,
      fc.array(fc.integer({ min: 1, max: 9 })),
      fc.integer({ min: 0, max: 255 }),
      (output, cuts, code) => {
        fc.pre(!`${output}${MARK} `.slice(0, -1).includes(`${MARK} `));
        let rest = `${output}${MARK} ${code}\n`;
        const pieces: string[] = [];
        for (const cut of cuts) {
          pieces.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(read([...pieces, rest])).toEqual([output, code]);
      },
    ),
  );
});
