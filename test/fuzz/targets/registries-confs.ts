import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { createRegistriesConfSource } from '../../../src/registries-conf/registries-conf-files.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mostly, mutated } from '../mutation.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imagestream-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'registries.conf');

const quoted = (texts: fc.Arbitrary<string>) => texts.map((text) => JSON.stringify(text));
const location = quoted(
  mostly(
    ['quay.io', 'quay.io/team', 'localhost:5000', 'mirror.example.com:5000/a/b', 'quay.io/', '[::1]:5000', 'UPPER.io'],
    ['', ' ', 'a b', 'http://quay.io', '__proto__', `${'a/'.repeat(100)}b`, 'quay.io:99999', 'quay.io/A'],
  ),
);
const prefix = fc.oneof(
  location,
  quoted(fc.constantFrom('*.example.com', 'quay.io/a@sha256:00', 'quay.io/a:v1', '*.')),
);
const bool = mostly(['true', 'false'], ['1', '"true"', '[]']);
const lines = (keys: Record<string, fc.Arbitrary<string>>) =>
  fc.record(keys, { requiredKeys: [] }).map((values) =>
    Object.entries(values)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join(''),
  );
const mirror = fc
  .tuple(
    location,
    lines({ insecure: bool, 'pull-from-mirror': mostly(['"all"', '"digest-only"'], ['"x"', '1979-05-27']) }),
  )
  .map(([where, more]) => `[[registry.mirror]]\nlocation = ${where}\n${more}`);
const registry = fc
  .tuple(
    location,
    lines({ prefix, insecure: bool, blocked: bool, 'mirror-by-digest-only': bool }),
    fc.array(mirror, { maxLength: 2 }),
  )
  .map(([where, more, mirrors]) => `[[registry]]\nlocation = ${where}\n${more}${mirrors.join('')}`);
const alias = fc
  .tuple(quoted(mostly(['fedora', 'team/app', 'a-b', 'constructor'], ['quay.io/x', 'a:b', '', '__proto__'])), location)
  .map(([name, is]) => `${name} = ${is}\n`);
const conf = fc.oneof(
  fc
    .tuple(
      lines({
        'unqualified-search-registries': fc.array(location, { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
        'short-name-mode': mostly(['"enforcing"', '"permissive"'], ['"x"', 'inf']),
        'credential-helpers': fc.constantFrom('["containers-auth.json"]', '{}'),
      }),
      fc.array(registry, { maxLength: 3 }),
      fc.array(alias, { maxLength: 2 }).map((all) => (all.length === 0 ? '' : `[aliases]\n${all.join('')}`)),
    )
    .map(([top, registries, aliases]) => top + registries.join('') + aliases),
  fc
    .array(fc.tuple(fc.constantFrom('search', 'insecure', 'block'), fc.array(location, { maxLength: 2 })), {
      maxLength: 3,
    })
    .map((parts) => parts.map(([name, all]) => `[registries.${name}]\nregistries = [${all.join(', ')}]\n`).join('')),
);

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
