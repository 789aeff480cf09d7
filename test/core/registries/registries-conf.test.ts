import { describe, expect, test } from '@jest/globals';
import { mergeRegistriesConf, registriesConf } from '../../../src/core/registries/registries-conf.ts';

const FILE = '/etc/containers/registries.conf';
const read = (document: Record<string, unknown>, file = FILE) => registriesConf(document, file);

describe('version 2', () => {
  test('everything that it can say', () => {
    const conf = read({
      'unqualified-search-registries': ['quay.io', 'localhost:5000'],
      'short-name-mode': 'enforcing',
      'credential-helpers': ['x'],
      registry: [
        { location: 'quay.io', blocked: true },
        {
          prefix: 'example.com/foo/',
          location: 'internal:5000/bar',
          insecure: true,
          mirror: [{ location: 'm1.io' }, { location: 'm2.io/x/', insecure: true, 'pull-from-mirror': 'tag-only' }],
        },
        { prefix: '*.corp', 'mirror-by-digest-only': true, mirror: [{ location: 'm3.io' }] },
      ],
      aliases: { ubi8: 'registry.access.redhat.com/ubi8', 'team/app': '' },
    });
    expect(conf.search).toEqual({ registries: ['quay.io', 'localhost:5000'], origin: FILE });
    expect(conf.shortNameMode).toBe('enforcing');
    expect(conf.registries).toEqual([
      {
        prefix: 'quay.io',
        location: '',
        insecure: false,
        blocked: true,
        mirrors: [],
        origin: `${FILE}, prefix "quay.io"`,
      },
      {
        prefix: 'example.com/foo',
        location: 'internal:5000/bar',
        insecure: true,
        blocked: false,
        mirrors: [
          { location: 'm1.io', insecure: false, pull: 'all' },
          { location: 'm2.io/x', insecure: true, pull: 'tag-only' },
        ],
        origin: `${FILE}, prefix "example.com/foo"`,
      },
      {
        ...{ prefix: '*.corp', location: '', insecure: false, blocked: false },
        mirrors: [{ location: 'm3.io', insecure: false, pull: 'digest-only' }],
        origin: `${FILE}, prefix "*.corp"`,
      },
    ]);
    expect([...conf.aliases]).toEqual([
      ['ubi8', { name: 'registry.access.redhat.com/ubi8', origin: FILE }],
      ['team/app', { name: '', origin: FILE }],
    ]);
  });

  test('an empty search list says nothing', () => {
    expect(read({ 'unqualified-search-registries': [] }).search).toBeUndefined();
  });
});

test('version 1', () => {
  const conf = read({
    registries: {
      search: { registries: ['docker.io', 'quay.io'] },
      insecure: { registries: ['a.io', 'b.io'] },
      block: { registries: ['b.io'] },
    },
  });
  expect(conf.search?.registries).toEqual(['docker.io', 'quay.io']);
  expect(conf.registries.map((r) => [r.prefix, r.insecure, r.blocked])).toEqual([
    ['a.io', true, false],
    ['b.io', true, true],
  ]);
});

describe('what makes no sense is named', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ 'unqualified-search-registries': 'quay.io' }, 'unqualified-search-registries: must be a list of strings'],
    [
      { 'unqualified-search-registries': ['https://quay.io'] },
      'unqualified-search-registries[0]: "https://quay.io" is no host with an optional port',
    ],
    [{ 'short-name-mode': 'maybe' }, 'short-name-mode: "maybe" is none of enforcing, permissive, disabled'],
    [{ registry: { location: 'a.io' } }, 'registry: must be a list of tables, written [[registry]]'],
    [{ registry: [{ location: 'a.io' }, 'b.io'] }, 'registry: must be a list of tables, written [[registry]]'],
    [{ registry: [{}] }, 'registry[0]: has neither a prefix nor a location'],
    [
      { registry: [{ location: 'https://a.io' }] },
      'registry[0].prefix: "https://a.io" is no host with an optional port and path',
    ],
    [{ registry: [{ location: 'a.io', insecure: 'yes' }] }, 'registry[0].insecure: must be true or false'],
    [
      { registry: [{ location: 'a.io', mirror: [{}] }] },
      'registry[0].mirror[0].location: "" is no host with an optional port and path',
    ],
    [
      { registry: [{ location: 'a.io', mirror: [{ location: 'b.io', 'pull-from-mirror': 'never' }] }] },
      'registry[0].mirror[0].pull-from-mirror: "never" is none of all, digest-only, tag-only',
    ],
    [
      {
        registry: [
          {
            location: 'a.io',
            'mirror-by-digest-only': true,
            mirror: [{ location: 'b.io', 'pull-from-mirror': 'all' }],
          },
        ],
      },
      'registry[0].mirror[0].pull-from-mirror: cannot be set together with mirror-by-digest-only',
    ],
    [{ aliases: { 'quay.io/a': 'b.io/a' } }, 'aliases."quay.io/a": is no name without registry and tag'],
    [{ aliases: { a: 'plain' } }, 'aliases."a": "plain" is no host with an optional port and path'],
    [{ registries: {}, registry: [] }, 'registry: the old format of [registries.*] cannot be mixed with it'],
    [{ registries: { search: { registries: 'a' } } }, 'registries.search.registries: must be a list of strings'],
  ])('%j', (document, message) => {
    expect(() => read(document)).toThrow(`${FILE}: ${message}`);
  });
});

test('a later file replaces registries of the same prefix, aliases of the same name, and the search list', () => {
  const one = read({
    'unqualified-search-registries': ['a.io'],
    registry: [{ location: 'a.io', insecure: true }, { location: 'b.io' }],
    aliases: { x: 'a.io/x', y: 'a.io/y' },
  });
  const two = read(
    { registry: [{ location: 'a.io' }], aliases: { x: '' }, 'unqualified-search-registries': ['b.io'] },
    'z.conf',
  );
  const both = mergeRegistriesConf(one, two);
  expect(both.files).toEqual([FILE, 'z.conf']);
  expect(both.registries.map((r) => [r.prefix, r.insecure])).toEqual([
    ['b.io', false],
    ['a.io', false],
  ]);
  expect(both.search).toEqual({ registries: ['b.io'], origin: 'z.conf' });
  expect([...both.aliases].map(([name, alias]) => [name, alias.name])).toEqual([
    ['x', ''],
    ['y', 'a.io/y'],
  ]);
});
