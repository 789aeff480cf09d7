import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import { EQUIVALENT } from './equivalent.ts';
import { mutantsOf, mutate } from './mutants.ts';
import { functionAt, withProbes } from './reach.ts';

/** What becomes of a text, mutant by mutant. */
const mutations = (text: string) => mutantsOf('x.ts', text).map((mutant) => mutate(text, mutant));

describe('mutants', () => {
  test.each([
    ['f(a < b);', ['f(a <= b);', ';']],
    ['f(a === b);', ['f(a !== b);', ';']],
    ['if (a) f();', ['if (true) f();', 'if (false) f();', 'if (a) ;']],
    ['const x = a && b;', ['const x = ((a) || (b));']],
    ['const x = a ?? b;', ['const x = ((a) && (b));']],
    ['const x = a + 2;', ['const x = a - 2;', 'const x = a + (2 + 1);']],
    [`const x = \`\${a}\` + 'b';`, ["const x = '' + 'b';", `const x = \`\${a}\` + '';`]],
    ['const x = !a;', ['const x = (a);']],
    ['const x = true;', ['const x = false;']],
    ["const x = { 'a': '' };", ['const x = {};', "const x = { 'a': 'mutated' };"]],
    ['const x = a?.b?.(c);', ['const x = a?.b(c);', 'const x = a.b?.(c);']],
    ['const x = a.filter(b).some(c);', ['const x = a.some(c);', 'const x = a.filter(b).every(c);']],
    ['const x = /^[a]+$/;', ['const x = /[a]+$/;', 'const x = /^[a]+/;', 'const x = /^[a]$/;']],
    ['function f() { a(); return b; }', ['function f() {}', 'function f() { ; return b; }', 'function f() { a(); ; }']],
    ['const f = () => a;', ['const f = () => undefined;']],
  ])('%s', (text, expected) => {
    expect(mutations(text).sort()).toEqual([...expected].sort());
  });

  test.each([
    ["import { a } from './a.ts';"],
    ["interface A { kind: 'a' | 'b' }"],
    ["type A = 'a' extends 'b' ? true : false;"],
    ['class A extends B { constructor() { super(); } }'],
  ])('none of %s', (text) => {
    expect(mutations(text)).toEqual([]);
  });

  test('the code of an error is a rule, its sentence and its hint are words', () => {
    const text = `throw new AppError('CODE', \`no such \${name}\`, { hint: 'try another one' });`;
    expect(mutations(text)).toEqual([';', text.replace('CODE', '')]);
  });
});

describe('probes', () => {
  const text = 'const f = (a) => (b) => a + b; function g() { return f(1)(2); } class C { m() { return g(); } }';
  const run = (call: string) => {
    const globals = {} as { __reached?: Set<string> };
    new Function('globalThis', `${withProbes('x.ts', text)}; ${call}`)(globals);
    return globals.__reached;
  };
  const at = (part: string) => functionAt('x.ts', text, text.indexOf(part));

  test('note what is called, and nothing else', () => {
    expect(run('')).toEqual(new Set([at('const f')]));
    expect(run('f(1)')).toEqual(new Set([at('const f'), at('(b) =>')]));
    expect(run('new C().m()')).toEqual(
      new Set([at('const f'), at('(b) =>'), at('a + b'), at('return f'), at('return g')]),
    );
  });

  test('leave the program as it is', () => {
    expect(new Function('globalThis', `${withProbes('x.ts', text)}; return new C().m()`)({})).toBe(3);
  });
});

test.each(EQUIVALENT.map((entry) => [`${entry.file}: ${entry.on}`, entry] as const))(
  'what is called equivalent is there: %s',
  (_name, { file, on, from, to }) => {
    const text = readFileSync(path.join(projectRoot(), file), 'utf8');
    const plain = (part: string) => part.replace(/\s+/g, ' ');
    const found = mutantsOf(file, text).filter(
      (mutant) =>
        text.split('\n')[mutant.line - 1]?.includes(on) &&
        plain(mutant.from).startsWith(from) &&
        plain(mutant.to) === to,
    );
    expect(found.length).toBeGreaterThan(0);
  },
);
