import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { referencePage } from '../../build/manual/markdown.ts';
import { manPages } from '../../build/manual/pages.ts';
import { literal, prose } from '../../build/manual/roff.ts';
import { TOPICS } from '../../src/cli/topics/index.ts';
import { VERBS } from '../../src/cli/verbs.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

let pages: Map<string, string>;
beforeAll(async () => {
  pages = await manPages('1.2.3');
});

describe('what is committed is what is generated; `npm run manual` writes it anew', () => {
  test('man/reference.md', async () => {
    expect(read('man/reference.md')).toBe(await referencePage());
  });

  test('the pages that package.json names', () => {
    const { man } = JSON.parse(read('package.json')) as { man: string[] };
    expect(man).toEqual([...pages.keys()].map((page) => `man/${page}`));
  });
});

test('the program, each verb and each topic has a page', () => {
  const verbs = VERBS.map(({ path: words }) => `imagestream-${words.join('-')}.1`);
  const topics = TOPICS.map(({ name }) => `imagestream-${name}.7`);
  expect([...pages.keys()]).toEqual(['imagestream.1', ...verbs, ...topics]);
});

test('every page has a title and a line for man -k, and nothing of it is taken for a request', () => {
  for (const [file, text] of pages) {
    const name = file.slice(0, -2);
    const [title, heading, summary] = text.split('\n');
    const marked = name.replaceAll('-', '\\-');
    expect(title).toBe(`.TH "${marked.toUpperCase()}" ${file.at(-1)} "" "imagestream 1.2.3"`);
    expect(heading).toBe('.SH "NAME"');
    expect(summary?.startsWith(`${marked} \\- `)).toBe(true);
    expect(text).not.toMatch(/`|undefined/);
    const requests = text.split('\n').filter((line) => /^[.']/.test(line));
    expect(requests.filter((line) => !/^\.(?:TH .+|S[HS] ".+"|PP|TP|nf|fi|RS 4|RE)$/.test(line))).toEqual([]);
  }
});

test('a page tells what the help of its verb tells', async () => {
  const verb = VERBS.find(({ path: words }) => words.join(' ') === 'import-image');
  const { spec } = (await verb?.load()) ?? { spec: { flags: [], examples: [] } };
  const page = pages.get('imagestream-import-image.1') as string;
  for (const { name, hidden } of spec.flags) expect(page.includes(`\\-\\-${literal(name)}`)).toBe(!hidden);
  for (const { run } of spec.examples) expect(page).toContain(literal(run));
});

test('text stays what it is', () => {
  expect(literal(".profile\n'quoted' C:\\Users --flag")).toBe("\\&.profile\n\\&'quoted' C:\\eUsers \\-\\-flag");
  expect(prose('say `--mirror` twice')).toBe('say \\fB\\-\\-mirror\\fR twice');
  expect(prose('`.watch` in the store')).toBe('\\fB\\&.watch\\fR in the store');
});

const groff = spawnSync('groff', ['--version']).status === 0;
(groff ? test : test.skip)('groff has nothing against them', () => {
  const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8'], {
    input: [...pages.values()].join('\n'),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
