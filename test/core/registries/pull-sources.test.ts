import { describe, expect, test } from '@jest/globals';
import { blockingEntry, pullSources, type RegistryRules } from '../../../src/core/registries/pull-sources.ts';
import { findEntry, type RegistryEntry } from '../../../src/core/registries/registry-entry.ts';
import { digestA } from '../../support/streams.ts';

const entry = (prefix: string, over: Partial<RegistryEntry> = {}): RegistryEntry => ({
  prefix,
  location: '',
  insecure: false,
  blocked: false,
  mirrors: [],
  origin: 'test',
  ...over,
});
const mirror = (location: string, pull: 'all' | 'digest-only' | 'tag-only' = 'all', insecure = false) => ({
  location,
  pull,
  insecure,
});
const rules = (over: Partial<RegistryRules> = {}): RegistryRules => ({
  sets: [],
  files: [],
  isInsecure: () => false,
  isInsecureByUser: () => false,
  consented: false,
  isBlocked: () => false,
  ...over,
});

describe('the longest prefix', () => {
  test.each<[string[], string, string | undefined]>([
    [['quay.io'], 'quay.io/a/b:1', 'quay.io'],
    [['quay.io', 'quay.io/a'], 'quay.io/a/b:1', 'quay.io/a'],
    [['quay.io/a', 'quay.io'], 'quay.io/ab:1', 'quay.io'],
    [['quay.io/a/b'], 'quay.io/a/b@sha256:1', 'quay.io/a/b'],
    [['quay.io/a/b:1'], 'quay.io/a/b:1', 'quay.io/a/b:1'],
    [['quay.io/a/b:1'], 'quay.io/a/b:10', undefined],
    [['example.com'], 'example.com:5000/a', 'example.com'],
    [['quay.io'], 'quay.io.evil.example/a', undefined],
    [['*.example.com'], 'a.b.example.com/x', '*.example.com'],
    [['*.example.com'], 'a.example.com:5000/x', '*.example.com'],
    [['*.example.com'], 'example.com/x', undefined],
    [['*.example.com'], '.example.com/x', undefined],
    [['*.example.com'], 'xexample.com/x', undefined],
    [['*.example.com'], 'a.example.community/x', undefined],
    [['*.example.com', 'a.example.com'], 'a.example.com/x', 'a.example.com'],
    [['*.example.com', '*.a.example.com'], 'b.a.example.com/x', '*.a.example.com'],
  ])('of %j for %s is %s', (prefixes, name, expected) => {
    const found = findEntry(
      prefixes.map((prefix) => entry(prefix)),
      name,
    );
    expect(found?.entry.prefix).toBe(expected);
  });
});

describe('where an image is asked for', () => {
  const address = { registry: 'quay.io', repository: 'team/app', insecure: false };
  const where = (r: RegistryRules, reference: string | undefined, at = address) =>
    pullSources(r, at, reference).map(
      (s) => `${s.address.registry}/${s.address.repository}${s.address.insecure ? '!' : ''}`,
    );

  test('without rules: where it says', () => {
    expect(pullSources(rules(), address, '1')).toEqual([{ address }]);
  });

  test.each<[string, Partial<RegistryRules>, string | undefined, string[]]>([
    [
      'mirrors first',
      { files: [entry('quay.io', { mirrors: [mirror('m.io/q'), mirror('n.io')] })] },
      '1',
      ['m.io/q/team/app', 'n.io/team/app', 'quay.io/team/app'],
    ],
    [
      'the rest after the prefix is kept',
      { files: [entry('quay.io/team', { mirrors: [mirror('m.io')] })] },
      '1',
      ['m.io/app', 'quay.io/team/app'],
    ],
    [
      'by tag only',
      { files: [entry('quay.io', { mirrors: [mirror('d.io', 'digest-only'), mirror('t.io', 'tag-only')] })] },
      '1',
      ['t.io/team/app', 'quay.io/team/app'],
    ],
    [
      'by digest only',
      { files: [entry('quay.io', { mirrors: [mirror('d.io', 'digest-only'), mirror('t.io', 'tag-only')] })] },
      digestA,
      ['d.io/team/app', 'quay.io/team/app'],
    ],
    [
      'no mirror for lists of tags',
      { files: [entry('quay.io', { mirrors: [mirror('m.io')] })] },
      undefined,
      ['quay.io/team/app'],
    ],
    [
      'the sets of the store before files',
      {
        sets: [entry('quay.io/team/app', { mirrors: [mirror('s.io/x')] })],
        files: [entry('quay.io', { mirrors: [mirror('f.io')] })],
      },
      '1',
      ['s.io/x', 'f.io/team/app', 'quay.io/team/app'],
    ],
    [
      'another location',
      { files: [entry('quay.io/team', { location: 'other.io:5000/deep' })] },
      '1',
      ['other.io:5000/deep/app'],
    ],
    [
      'another location for a list',
      { files: [entry('quay.io/team', { location: 'other.io' })] },
      undefined,
      ['other.io/app'],
    ],
    [
      'a wildcard keeps the path',
      { files: [entry('*.io', { mirrors: [mirror('m.corp/io')] })] },
      '1',
      ['m.corp/io/team/app', 'quay.io/team/app'],
    ],
    [
      'insecure for what it says',
      { files: [entry('quay.io', { insecure: true, mirrors: [mirror('m.io'), mirror('n.io', 'all', true)] })] },
      '1',
      ['m.io/team/app', 'n.io/team/app!', 'quay.io/team/app!'],
    ],
    [
      'insecure by host',
      { files: [entry('quay.io', { mirrors: [mirror('m.io')] })], isInsecure: (host) => host === 'm.io' },
      '1',
      ['m.io/team/app!', 'quay.io/team/app'],
    ],
    [
      'a blocked host through its mirrors alone',
      { sets: [entry('quay.io', { mirrors: [mirror('m.io')] })], isBlocked: (host) => host === 'quay.io' },
      '1',
      ['m.io/team/app'],
    ],
    [
      'a place named twice once',
      {
        sets: [entry('quay.io', { mirrors: [mirror('m.io')] })],
        files: [entry('quay.io', { mirrors: [mirror('m.io')] })],
      },
      '1',
      ['m.io/team/app', 'quay.io/team/app'],
    ],
  ])('%s', (_, over, reference, expected) => {
    expect(where(rules(over), reference)).toEqual(expected);
  });

  const byHost = (host: string) => host === 'quay.io';
  test.each<[string, boolean, Parameters<typeof rules>[0], string | undefined]>([
    ['nobody', false, {}, 'verified'],
    ['a tag', true, {}, 'store'],
    ['insecureRegistries of the store', false, { isInsecure: byHost }, 'store'],
    ['a tag, in a call with --insecure', true, { consented: true }, 'user'],
    ['--insecure of a call for something else', false, { consented: true }, 'verified'],
    ["the user's configuration", false, { isInsecureByUser: byHost }, 'user'],
    ["the user's configuration and the store", true, { isInsecureByUser: byHost, isInsecure: byHost }, 'user'],
    ["the user's configuration for another host", true, { isInsecureByUser: (host) => host === 'x.io' }, 'store'],
    ['registries.conf', true, { files: [entry('quay.io', { insecure: true })] }, 'user'],
  ])('whose consent to insecurity it is: %s', (_, insecure, over, who) => {
    const [source] = pullSources(rules(over), { ...address, insecure }, '1');
    expect(source?.address.insecure).toBe(who !== 'verified');
    expect(source?.address.insecureBy).toBe(who === 'store' ? 'store' : undefined);
  });

  test('a mirror that the store calls insecure gets no consent of the user from the call', () => {
    const r = rules({
      sets: [entry('quay.io', { mirrors: [mirror('m.io')] })],
      isInsecure: (host) => host === 'm.io',
      consented: true,
    });
    expect(pullSources(r, { ...address, insecure: true }, '1').map((source) => source.address.insecureBy)).toEqual([
      'store',
      undefined,
    ]);
  });

  test("the caller's consent does not extend to mirrors", () => {
    const r = rules({ files: [entry('quay.io', { mirrors: [mirror('m.io')] })] });
    expect(where(r, '1', { ...address, insecure: true })).toEqual(['m.io/team/app', 'quay.io/team/app!']);
  });

  test('a mirror on Docker Hub has its namespace', () => {
    const r = rules({ files: [entry('quay.io/team', { mirrors: [mirror('docker.io')] })] });
    expect(where(r, '1')).toEqual(['docker.io/library/app', 'quay.io/team/app']);
  });

  test('says what names a place, and which registry it stands for', () => {
    const files = [entry('quay.io', { location: 'moved.io', mirrors: [mirror('m.io')] })];
    expect(pullSources(rules({ files }), address, '1')).toEqual([
      { address: { ...address, registry: 'm.io' }, mirrorOf: 'quay.io', origin: 'test' },
      { address: { ...address, registry: 'moved.io' }, origin: 'test' },
    ]);
  });

  test('a place on Docker Hub that has a namespace keeps it', () => {
    const r = rules({ files: [entry('quay.io', { mirrors: [mirror('docker.io')] })] });
    expect(where(r, '1')).toEqual(['docker.io/team/app', 'quay.io/team/app']);
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['quay.io/team/app:1', '1', 'quay.io/team/app:1'],
    ['quay.io/team/app:1', '2', undefined],
    [`quay.io/team/app@${digestA}`, digestA, `quay.io/team/app@${digestA}`],
    [`quay.io/team/app@${digestA}`, '1', undefined],
    ['quay.io/team/app:1', undefined, undefined],
    ['quay.io/team/app', undefined, 'quay.io/team/app'],
  ])('%s blocks %s: %s', (prefix, reference, blocking) => {
    expect(blockingEntry([entry(prefix, { blocked: true })], address, reference)?.prefix).toBe(blocking);
  });

  test('blocked is what the best entry blocks', () => {
    const files = [entry('quay.io', { blocked: true }), entry('quay.io/team')];
    expect(blockingEntry(files, address, '1')).toBeUndefined();
    expect(blockingEntry(files, { ...address, repository: 'other/app' }, '1')?.prefix).toBe('quay.io');
  });
});
