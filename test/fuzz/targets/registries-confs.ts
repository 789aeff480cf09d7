import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { createRegistriesConfSource } from '../../../src/registries-conf/registries-conf-files.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated } from '../mutation.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imagestream-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'registries.conf');

const location = fc.constantFrom(
  ...[
    'quay.io',
    'quay.io/team',
    'localhost:5000',
    '*.example.com',
    'mirror.example.com:5000/a/b',
    'q/',
    '',
    ' ',
    'a b',
    '[::1]:5000',
  ],
  ...['quay.io/a@sha256:00', 'quay.io/a:v1', 'http://quay.io', '__proto__', `${'a/'.repeat(100)}b`, 'UPPER.io'],
);
const value = fc.oneof(
  location.map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'false', '1', '[]', '{}', "''", '1979-05-27', 'inf'),
);
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('prefix', 'location', 'insecure', 'blocked', 'mirror-by-digest-only', 'pull-from-mirror'),
      value,
    )
    .map(([key, is]) => `${key} = ${is}`),
  fc.array(location, { maxLength: 3 }).map((all) => `unqualified-search-registries = ${JSON.stringify(all)}`),
  fc.tuple(location, location).map(([name, is]) => `[aliases]\n${JSON.stringify(name)} = ${JSON.stringify(is)}`),
  fc.constantFrom(
    'short-name-mode = "enforcing"',
    'short-name-mode = "x"',
    'pull-from-mirror = "digest-only"',
    '# a comment',
    '',
  ),
  fc.constantFrom(
    '[[registry]]',
    '[[registry.mirror]]',
    '[registry]',
    '[aliases]',
    '[registries.search]',
    '[registries.block]',
  ),
  fc.constantFrom(
    "registries = ['quay.io']",
    'registry = 1',
    'registry = [{location = "a.io"}]',
    '[registries]',
    'mirror = [1]',
  ),
);
const conf = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `${lines.join('\n')}\n`);

/** registries.conf: a file as it lies on the disk, read for both of its purposes. */
export const registriesConfs: FuzzTarget<string> = {
  name: 'registries.conf',
  cases: mutated(conf, [
    '"""',
    "'''",
    '[[',
    ']]',
    '.',
    ' = ',
    '\\u0000',
    '__proto__ = 1\n',
    '[__proto__]\n',
    '[a.__proto__.b]\n',
    '= {',
  ]),
  chosen: [
    ['blank lines', `${'\n'.repeat(50_000)}# nothing`],
    ['blanks', `${' '.repeat(100_000)}#`],
    ['comments and blank lines', '# x\n\n'.repeat(50_000)],
    ['brackets', `${'['.repeat(50_000)}registry`],
    ['deep lists', `registry = ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep tables', `registry = ${'{a='.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['a long key', `registry${'.a'.repeat(100_000)} = 1`],
    ['a long number', `registry = ${'9'.repeat(50_000)}`],
    ['a long text', `unqualified-search-registries = ["${'a'.repeat(200_000)}"]`],
    ['slashes at the end', `[[registry]]\nlocation = "a.io${'/'.repeat(50_000)}x"`],
    ['colons', `[[registry]]\nprefix = "a.io${':a'.repeat(100_000)}"`],
    ['a digest without an end', `[[registry]]\nprefix = "a.io/a@${'a'.repeat(50_000)}"`],
    ['an alias without an end', `[aliases]\n"${'a'.repeat(50_000)}" = "quay.io/a"`],
    ['stars', `[[registry]]\nprefix = "${'*.'.repeat(100_000)}"`],
    ['many registries', '[[registry]]\nlocation = "a.io"\n'.repeat(20_000)],
    ['the old format', '[registries.search]\nregistries = ["quay.io"]\n'],
    ['poisoned tables', '[registry.__proto__]\npolluted = true\n[constructor.prototype]\npolluted = true\n'],
    ['poisoned aliases', '[aliases]\n__proto__ = "quay.io/a"\n"constructor" = "quay.io/b"\n'],
    ['a byte order mark', '\ufeff[[registry]]\nlocation = "a.io"\n'],
    ['NULs', '[[registry]]\0\nlocation = "a.io"\n'],
  ],
  async run(text) {
    writeFileSync(file, text);
    const source = createRegistriesConfSource({
      env: { CONTAINERS_REGISTRIES_CONF: file },
      home: folder,
      system: folder,
    });
    const registries = await source.read('registries');
    return [registries, await source.read('short-names')];
  },
};
