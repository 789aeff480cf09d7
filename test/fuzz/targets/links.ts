import fc from 'fast-check';
import { nextPage } from '../../../src/registry/pagination.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated } from '../mutation.ts';

const PATH = '/v2/team/app/tags/list';
const url = new URL(`https://r.example.com${PATH}?n=2`);
const target = fc.constantFrom(
  ...[
    `${PATH}?last=b&n=2`,
    `https://r.example.com${PATH}?last=b`,
    '?last=b',
    '',
    '/',
    'https://evil.net/?last=b',
    '//evil.net',
  ],
  ...[
    `http://r.example.com${PATH}`,
    'javascript:alert(1)',
    'https://[',
    `https://u:p@r.example.com${PATH}`,
    `${PATH}#x`,
    '..',
  ],
);
const parameter = fc.constantFrom(
  'rel="next"',
  'rel=next',
  'REL="prev NEXT"',
  'rel',
  'rel=',
  'title="a, b; c"',
  'x="\\""',
  'rel="',
);
const link = fc
  .tuple(target, fc.array(parameter, { maxLength: 4 }))
  .map(([where, parameters]) => [`<${where}>`, ...parameters].join('; '));

/** `Link` of a page of tags, up to the address of the next page. */
export const links: FuzzTarget<string> = {
  name: 'links',
  cases: mutated(
    fc.array(link, { minLength: 1, maxLength: 3 }).map((all) => all.join(', ')),
    ['<', '>', 'rel=', '; ', '"next"'],
  ),
  chosen: [
    ['targets without an end', `${'<'.repeat(50_000)}`],
    ['blanks', `<x>${' '.repeat(50_000)};`],
    ['blanks before an equals sign', `<x>; rel${' '.repeat(50_000)}x`],
    ['commas', `${' ,'.repeat(50_000)}x`],
    ['names', `<x>; ${'a'.repeat(50_000)}!`],
    ['a quote without an end', `<x>; rel="${'\\"'.repeat(100_000)}`],
    ['parameters', `<x>${'; a=b'.repeat(100_000)}`],
    ['relations', `<x>; rel="${'next '.repeat(100_000)}"`],
    ['many lines', Array(20_000).fill('</a>; rel=prev').join(', ')],
    ['targets that are no addresses', '<https://[>; rel="next", '.repeat(20_000)],
    ['a long target', `<?${'%41'.repeat(200_000)}>; rel=next`],
    ['links', '<x>; rel="next", '.repeat(50_000)],
  ],
  run(header) {
    const next = nextPage({ url, link: header, tags: ['a', 'b'], size: 2 });
    const here = next === undefined || (next.origin === url.origin && next.pathname === PATH && next.username === '');
    if (!here) throw new Error(`leads to ${next.href}`);
    return undefined;
  },
};
