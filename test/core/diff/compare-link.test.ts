import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareLink } from '../../../src/core/diff/compare-link.ts';

const link = (source: string, from = 'aaa', to = 'bbb') =>
  compareLink({ source, revision: from }, { source, revision: to });

describe('the page of the commits between two images', () => {
  test.each([
    ['https://github.com/team/app', 'https://github.com/team/app/compare/aaa...bbb'],
    ['https://github.com/team/app.git', 'https://github.com/team/app/compare/aaa...bbb'],
    ['https://ann:secret@github.com/team/app/tree/main/sub?x#y', 'https://github.com/team/app/compare/aaa...bbb'],
    ['https://gitlab.example:8443/a/b/c/app/', 'https://gitlab.example:8443/a/b/c/app/-/compare/aaa...bbb'],
    ['https://gitlab.com/a/app/-/tree/main', 'https://gitlab.com/a/app/-/compare/aaa...bbb'],
    ['http://gitea.example/team/app', 'http://gitea.example/team/app/compare/aaa...bbb'],
    ['https://codeberg.org/team/app', 'https://codeberg.org/team/app/compare/aaa...bbb'],
    ['https://bitbucket.org/team/app', 'https://bitbucket.org/team/app/branches/compare/bbb%0Daaa'],
  ])('%s', (source, expected) => {
    expect(link(source)).toBe(expected);
  });

  test.each([
    'git@github.com:team/app.git',
    'ssh://git@github.com/team/app',
    'javascript://github.com/team/app/%0aalert(1)',
    'https://github.com/team',
    'https://git.example/team/app',
    'no address',
  ])('is not made of %s', (source) => {
    expect(link(source)).toBeUndefined();
  });

  test.each(['', 'a b', 'a..b', '../x', 'a\u001b[31m', '-x', 'a'.repeat(201)])('nor of the revision %j', (revision) => {
    expect(link('https://github.com/team/app', revision)).toBeUndefined();
    expect(link('https://github.com/team/app', 'aaa', revision)).toBeUndefined();
  });

  test('needs one repository and two revisions', () => {
    const at = (source: string, revision: string) => ({ source, revision });
    expect(compareLink(at('https://github.com/a/b', '1'), at('https://github.com/a/c', '2'))).toBeUndefined();
    expect(link('https://github.com/a/b', '1', '1')).toBeUndefined();
    expect(compareLink({}, { source: 'https://github.com/a/b' })).toBeUndefined();
  });

  test('holds nothing that steers a terminal, whatever labels say', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((s) => `https://github.com/${s}/${s}`),
    );
    fc.assert(
      fc.property(text, text, text, (source, from, to) => {
        const found = compareLink({ source, revision: from }, { source, revision: to });
        if (found !== undefined) expect(found).toMatch(/^https?:\/\/[!-~]+$/);
      }),
    );
  });
});
