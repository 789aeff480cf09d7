import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextPage, parseLinks } from '../../src/registry/pagination.ts';

describe('reading Link', () => {
  test.each<[string, string | undefined, unknown[]]>([
    ['nothing', undefined, []],
    ['one', '</v2/a/tags/list?last=b>; rel="next"', [{ target: '/v2/a/tags/list?last=b', relations: ['next'] }]],
    ['without quotes', '<x>; rel=next', [{ target: 'x', relations: ['next'] }]],
    ['in any case', '<x>; REL="Next"', [{ target: 'x', relations: ['next'] }]],
    ['several relations', '<x>; rel="prev next"', [{ target: 'x', relations: ['prev', 'next'] }]],
    ['other parameters', '<x>; title="a; b, c"; rel="next"; foo', [{ target: 'x', relations: ['next'] }]],
    [
      'several',
      '<a>; rel="prev", <b,c>; rel="next"',
      [
        { target: 'a', relations: ['prev'] },
        { target: 'b,c', relations: ['next'] },
      ],
    ],
    ['no relation', '<x>', [{ target: 'x', relations: [] }]],
    ['rubbish', 'rel="next"', []],
    ['an open target', '<x; rel="next"', []],
  ])('%s', (_name, header, expected) => {
    expect(parseLinks(header)).toEqual(expected);
  });

  test('never throws, whatever a server sends', () => {
    const piece = fc.constantFrom('<', '>', ';', ',', 'rel', '=', '"', 'next', ' ', '\\', '/v2/');
    const line = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(line, (header) => {
        for (const { target } of parseLinks(header)) expect(header).toContain(`<${target}>`);
      }),
    );
  });
});

describe('the next page', () => {
  const url = new URL('https://r.example.com/v2/team/app/tags/list?n=2');
  const here = 'https://r.example.com/v2/team/app/tags/list';
  test.each<[string, string | undefined, string[], string | undefined]>([
    ['a relative link', '</v2/team/app/tags/list?n=2&last=b>; rel="next"', ['a', 'b'], `${here}?n=2&last=b`],
    ['an absolute link', `<${here}?last=b&token=x>; rel="next"`, ['a', 'b'], `${here}?last=b&token=x`],
    ['a query only', '<?last=b>; rel="next"', ['a', 'b'], `${here}?last=b`],
    [
      'another host lends its last',
      '<https://evil.com/v2/team/app/tags/list?last=b>; rel="next"',
      ['a', 'b'],
      `${here}?n=2&last=b`,
    ],
    ['another scheme', '<http://r.example.com/v2/team/app/tags/list?last=b>; rel="next"', ['a'], `${here}?n=2&last=b`],
    [
      'a path without the repository key',
      '</v2/app/tags/list?last=b&n=2>; rel="next"',
      ['a', 'b'],
      `${here}?n=2&last=b`,
    ],
    ['a path without a last', '</v2/app/tags/list?token=x>; rel="next"', ['a', 'b'], `${here}?n=2&last=b`],
    [
      'a login in the link',
      '<https://u:p@r.example.com/v2/team/app/tags/list?last=b>; rel="next"',
      ['a'],
      `${here}?n=2&last=b`,
    ],
    ['a script', '<javascript:alert(1)>; rel="next"', ['a', 'b'], `${here}?n=2&last=b`],
    ['an unreadable link', '<https://[>; rel="next"', ['a', 'b'], `${here}?n=2&last=b`],
    ['a link elsewhere after no tags', '<https://evil.com/>; rel="next"', [], undefined],
    ['no link after a page that is not full', undefined, ['a'], undefined],
    ['no link after a full page', undefined, ['a', 'b'], `${here}?n=2&last=b`],
    ['another relation', '</v2/team/app/tags/list?last=b>; rel="prev"', ['a'], undefined],
  ])('%s', (_name, link, tags, expected) => {
    expect(nextPage({ url, link, tags, size: 2 })?.href).toBe(expected);
  });

  test.each<[string, string | undefined, string[], string | undefined]>([
    ['a link', '<?last=b>; rel="next"', ['a', 'b'], `${here}?last=b`],
    ['a link elsewhere', '<https://evil.com/?last=b>; rel="next"', ['a', 'b'], `${here}?last=b`],
    ['no link', undefined, ['a', 'b'], undefined],
    ['no tags', undefined, [], undefined],
  ])('without a number: %s', (_name, link, tags, expected) => {
    expect(nextPage({ url, link, tags, size: undefined })?.href).toBe(expected);
  });

  test.each([
    ['an empty last', '<https://evil.com/?last=>; rel="next"'],
    ['a user name', '<https://u@r.example.com/v2/team/app/tags/list?last=>; rel="next"'],
  ])('%s leads nowhere', (_name, link) => {
    expect(nextPage({ url, link, tags: ['a'], size: 2 })).toBeUndefined();
  });

  test('a fragment is left out, and nothing follows a page of one empty name', () => {
    expect(nextPage({ url, link: '<?last=b#x>; rel="next"', tags: [], size: 2 })?.href).toBe(`${here}?last=b`);
    expect(nextPage({ url, link: undefined, tags: ['a', ''], size: 2 })).toBeUndefined();
  });
});
