import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  exact,
  nameString,
  parseReference,
  type Reference,
  referenceProblem,
} from '../../../src/core/references/reference.ts';
import {
  asRepository,
  asV2,
  dockerClientDefaults,
  equalReferences,
  mostSpecific,
  registryHostPort,
  repositoryName,
} from '../../../src/core/references/reference-forms.ts';
import { isAppError } from '../../../src/errors.ts';

const D = `sha256:${'3c'.repeat(32)}`;

const ref = (registry = '', namespace = '', name = '', tag = '', id = ''): Reference => ({
  registry,
  namespace,
  name,
  tag,
  id,
});

describe('parsing', () => {
  test.each<[string, Reference]>([
    ['nginx', ref('', '', 'nginx')],
    ['mysql', ref('', '', 'mysql')],
    ['nginx:1.25', ref('', '', 'nginx', '1.25')],
    [`nginx:1.25@${D}`, ref('', '', 'nginx', '1.25', D)],
    ['library/nginx', ref('', 'library', 'nginx')],
    ['openshift/ruby:2.0', ref('', 'openshift', 'ruby', '2.0')],
    ['docker.io/nginx', ref('docker.io', '', 'nginx')],
    ['docker.io/library/nginx', ref('docker.io', 'library', 'nginx')],
    ['index.docker.io/nginx', ref('index.docker.io', '', 'nginx')],
    ['quay.io/a/b/c:v1', ref('quay.io', 'a', 'b/c', 'v1')],
    ['a/b/c', ref('', 'a', 'b/c')],
    ['localhost/app', ref('localhost', '', 'app')],
    ['localhost:5000/app', ref('localhost:5000', '', 'app')],
    ['localhost:5000', ref('localhost:5000')],
    ['localhostfoo:v1', ref('localhostfoo:v1')],
    ['localhostfoo/app', ref('', 'localhostfoo', 'app')],
    ['quay.io', ref('quay.io')],
    ['quay.io:latest', ref('quay.io:latest')],
    ['foo.bar', ref('foo.bar')],
    ['my.image:v1', ref('my.image:v1')],
    [`my.image@${D}`, ref(`my.image@${D}`, '', '', '', D)],
    ['bar:5000', ref('', '', 'bar', '5000')],
    ['bar:5000/app', ref('bar:5000', '', 'app')],
    ['MyReg.io/foo', ref('MyReg.io', '', 'foo')],
    ['MYREG/foo', ref('', 'MYREG', 'foo')],
    ['Foo/bar', ref('', 'Foo', 'bar')],
    ['a_b.c/d', ref('a_b.c', '', 'd')],
    [`sha256:${'3c'.repeat(32)}`, ref('', '', 'sha256', '3c'.repeat(32))],
    ['foo:_x', ref('', '', 'foo', '_x')],
    ['a__b', ref('', '', 'a__b')],
    ['a--b', ref('', '', 'a--b')],
    ['127.0.0.1:5000/a', ref('127.0.0.1:5000', '', 'a')],
    [`r/a:1@${D}`, ref('', 'r', 'a', '1', D)],
    [`foo:${'t'.repeat(128)}`, ref('', '', 'foo', 't'.repeat(128))],
    ['a'.repeat(255), ref('', '', 'a'.repeat(255))],
    [`x@sha256:${'AB'.repeat(32)}`, ref('', '', 'x', '', `sha256:${'AB'.repeat(32)}`)],
  ])('%s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
    expect(referenceProblem(text)).toBeUndefined();
  });

  const LOWER = 'repository name must be lowercase';
  const FORMAT = 'invalid reference format';
  test.each([
    ['', 'repository name must have at least one component'],
    ['Foo', LOWER],
    ['foo/Bar', LOWER],
    ['Bitnami/Apache', LOWER],
    ['\u212Bx', FORMAT],
    ['foo/\u212A', LOWER],
    ['\u0130', LOWER],
    ['foo:.x', FORMAT],
    ['foo:-x', FORMAT],
    ['foo:', FORMAT],
    [`foo:${'t'.repeat(129)}`, FORMAT],
    ['a___b', FORMAT],
    ['a..b', FORMAT],
    ['a.-b', FORMAT],
    ['a_', FORMAT],
    ['a-', FORMAT],
    ['-a', FORMAT],
    ['-a/b', FORMAT],
    ['a-/b', FORMAT],
    ['host:/b', FORMAT],
    ['host:80x/b', FORMAT],
    ['https://quay.io/a', FORMAT],
    ['docker://quay.io/a', FORMAT],
    ['quay.io/a/', FORMAT],
    ['quay.io//a', FORMAT],
    ['/a', FORMAT],
    [':tag', FORMAT],
    [`@${D}`, FORMAT],
    ['*', FORMAT],
    [' nginx', FORMAT],
    ['nginx\n', FORMAT],
    ['mars view', FORMAT],
    ['[::1]:5000/a', FORMAT],
    ['registry.io/foo/bar/:Tag', FORMAT],
    ['x@sha256:bad', FORMAT],
    ['abc@badid', FORMAT],
    ['a:bad@tag', FORMAT],
    ['a:b:c', FORMAT],
    [`x@${D}@${D}`, FORMAT],
    [`x@1sha:${'a'.repeat(32)}`, FORMAT],
    [`x@sha--a:${'a'.repeat(32)}`, FORMAT],
    [`x@sha256:${'a'.repeat(32)}`, 'invalid checksum digest length'],
    [`x@md5:${'a'.repeat(32)}`, 'unsupported digest algorithm'],
    [`x@a+b.c:${'a'.repeat(32)}`, 'unsupported digest algorithm'],
    ['a'.repeat(256), 'repository name must not be more than 255 characters'],
    [`h.io:5000/${'a'.repeat(246)}:tag`, 'repository name must not be more than 255 characters'],
    [`${'a'.repeat(256)}@md5:${'a'.repeat(32)}`, 'repository name must not be more than 255 characters'],
  ])('refuses %j', (text, problem) => {
    expect(referenceProblem(text)).toBe(problem);
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'ARGUMENT', message: problem }));
  });

  test('is found in each text anew, however well the one before it began', () => {
    const hex = 'a'.repeat(64);
    expect(referenceProblem(`quay.io/team/app@sha256:${hex}`)).toBeUndefined();
    expect(referenceProblem(`quay.io/team/app@sha256:${'b'.repeat(64)}`)).toBeUndefined();
    expect(referenceProblem(`quay.io/team/app@sha256:${hex}0`)).toBe('invalid checksum digest length');
    expect(referenceProblem(`quay.io/team/App@sha256:${hex}`)).toBe('repository name must be lowercase');
    expect(referenceProblem(`quay.io/team/App@sha256:${hex}`)).toBe('repository name must be lowercase');
  });
});

describe('derived forms', () => {
  const p = parseReference;
  test.each<[string, string]>([
    ['mysql', 'mysql'],
    ['quay.io/a/b/c:1', 'quay.io/a/b/c:1'],
    [`r/a:1@${D}`, `r/a@${D}`],
    ['docker.io/nginx', 'docker.io/nginx'],
    ['quay.io', ''],
  ])('exact: %s', (text, expected) => {
    expect(exact(p(text))).toBe(expected);
  });

  test.each<[Reference, string]>([
    [ref('h', 'n', ''), ''],
    [ref('', '', 'n', 't', D), `n@${D}`],
    [ref('', '', 'n', 't', 'v1'), 'n:v1'],
    [ref('', '', 'n', 't'), 'n:t'],
    [ref('', '', 'n'), 'n'],
  ])('name string: %j', (value, expected) => {
    expect(nameString(value)).toBe(expected);
  });

  test.each<[string, Reference]>([
    ['nginx', ref('docker.io', 'library', 'nginx', 'latest')],
    [`nginx@${D}`, ref('docker.io', 'library', 'nginx', 'latest', D)],
    ['index.docker.io/nginx:1', ref('index.docker.io', 'library', 'nginx', '1')],
    ['registry-1.docker.io/nginx', ref('registry-1.docker.io', 'library', 'nginx', 'latest')],
    ['quay.io/nginx', ref('quay.io', '', 'nginx', 'latest')],
    ['a/b', ref('docker.io', 'a', 'b', 'latest')],
  ])('what Docker would pull: %s', (text, expected) => {
    expect(dockerClientDefaults(p(text))).toEqual(expected);
  });

  test.each([
    ['docker.io/a', 'registry-1.docker.io'],
    ['index.docker.io/a', 'registry-1.docker.io'],
    ['registry-1.docker.io/a', 'registry-1.docker.io'],
    ['quay.io/a', 'quay.io'],
    ['a', ''],
  ])('the serving host of %s is %j', (text, registry) => {
    expect(asV2(p(text)).registry).toBe(registry);
  });

  test.each<[Reference, Reference]>([
    [ref('', '', 'a', 't', D), ref('', '', 'a', '', D)],
    [ref('', '', 'a', '', 'v1'), ref('', '', 'a', 'v1')],
    [ref('', '', 'a', 't', 'v1'), ref('', '', 'a', 't', 'v1')],
    [ref('', '', 'a', 't'), ref('', '', 'a', 't')],
  ])('most specific: %j', (value, expected) => {
    expect(mostSpecific(value)).toEqual(expected);
  });

  test('a repository has neither tag nor digest', () => {
    expect(asRepository(p(`h.io/n/a:1@${D}`))).toEqual(ref('h.io', 'n', 'a'));
    expect(repositoryName(p('h.io/n/a/b:1'))).toBe('n/a/b');
    expect(repositoryName(p('a'))).toBe('a');
  });

  test.each([
    ['a', false, 'docker.io', '443'],
    ['docker.io/a', false, 'registry-1.docker.io', '443'],
    ['quay.io/a', true, 'quay.io', '80'],
    ['quay.io:8443/a', true, 'quay.io', '8443'],
  ])('host and port of %s, insecure %s', (text, insecure, host, port) => {
    expect(registryHostPort(p(text), insecure)).toEqual({ host, port });
  });

  test.each([
    ['foobar', 'docker.io/library/foobar:latest', true],
    ['index.docker.io/foobar', 'docker.io/foobar', false],
    [`x@${D}`, `x:latest@${D}`, true],
    [`x:v1@${D}`, `x@${D}`, false],
    ['quay.io/a', 'quay.io/library/a', false],
  ])('%s equals %s: %s', (a, b, expected) => {
    expect(equalReferences(p(a), p(b))).toBe(expected);
    expect(equalReferences(p(b), p(a))).toBe(expected);
  });
});

/** The grammar as one pattern per part. It backtracks, so it is only used on short texts. */
function naive(text: string): string | undefined {
  const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
  const host = `${label}(?:\\.${label})*(?::[0-9]+)?`;
  const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
  const name = `(?:${host}/)?${component}(?:/${component})*`;
  const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
  const whole = new RegExp(`^(${name})(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(${digest}))?$`);
  const match = whole.exec(text);
  if (!match) {
    if (text === '') return 'repository name must have at least one component';
    return whole.test(text.toLowerCase()) ? 'repository name must be lowercase' : 'invalid reference format';
  }
  if ((match[1] ?? '').length > 255) return 'repository name must not be more than 255 characters';
  if (match[3] === undefined) return undefined;
  const [algorithm, hex = ''] = match[3].split(':');
  const lengths: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };
  const length = Object.hasOwn(lengths, algorithm ?? '') ? lengths[algorithm ?? ''] : undefined;
  if (length === undefined) return 'unsupported digest algorithm';
  return length === hex.length ? undefined : 'invalid checksum digest length';
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'aZ09._-/:@+ ') },
  fc.constantFrom('__', '--', 'localhost', 'quay.io', ':5000', `@${D}`, '@sha256:', 'b'.repeat(32), 'latest', 'é'),
);
const aroundTheGrammar = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

describe('for any text', () => {
  test('the scanner and the naive pattern agree', () => {
    fc.assert(
      fc.property(aroundTheGrammar, (text) => {
        expect(referenceProblem(text)).toBe(naive(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('parsing gives a reference or fails with ARGUMENT', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), aroundTheGrammar), (text) => {
        try {
          expect(Object.keys(parseReference(text))).toEqual(['registry', 'namespace', 'name', 'tag', 'id']);
        } catch (error) {
          expect(isAppError(error, 'ARGUMENT')).toBe(true);
          expect((error as Error).message).toBe(referenceProblem(text));
        }
      }),
      { numRuns: 1000 },
    );
  });

  const component = fc.stringMatching(/^[a-z0-9]{1,5}(?:[._-][a-z0-9]{1,5})?$/);
  const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,9}$/);
  const written = fc.record({
    registry: fc.constantFrom('', 'quay.io/', 'localhost:5000/', 'REG.example.com/'),
    path: fc.array(component, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('/')),
    suffix: fc.oneof(
      fc.constant(''),
      tag.map((text) => `:${text}`),
      fc.constant(`@${D}`),
    ),
  });
  test('what is parsed prints as it was written', () => {
    fc.assert(
      fc.property(written, ({ registry, path, suffix }) => {
        const text = `${registry}${path}${suffix}`;
        expect(exact(parseReference(text))).toBe(text);
      }),
    );
  });

  test('parsing what was printed gives the same again', () => {
    fc.assert(
      fc.property(aroundTheGrammar, (text) => {
        if (referenceProblem(text) !== undefined) return;
        const printed = exact(mostSpecific(parseReference(text)));
        if (printed !== '') expect(exact(parseReference(printed))).toBe(printed);
      }),
      { numRuns: 1000 },
    );
  });

  // A pattern that backtracks would not come back from these within the time limit of a test.
  const MEGABYTE = 1_000_000;
  test.each([
    ['a', '!'],
    ['a-', '!'],
    ['a_', ''],
    ['-', ''],
    ['a/', ''],
    ['a.', '/x'],
    ['a:', ''],
    ['@', ''],
    ['a@sha256:', ''],
    ['A-', '/a'],
    ['1', ':'],
    ['a__', 'a'],
    ['a-.', ''],
    ['\u0130', '/'],
  ])('a megabyte of %j ending in %j is refused in linear time', (unit, end) => {
    const text = unit.repeat(MEGABYTE / unit.length) + end;
    expect(referenceProblem(text)).toMatch(/^(invalid reference format|repository name must .*)$/);
  });
});
