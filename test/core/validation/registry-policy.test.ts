import { describe, expect, test } from '@jest/globals';
import { parseReference } from '../../../src/core/references/reference.ts';
import { type AllowedRegistry, createRegistryPolicy, searching } from '../../../src/core/validation/registry-policy.ts';

const policy = (...names: (string | AllowedRegistry)[]) =>
  createRegistryPolicy(
    names.map((name) => (typeof name === 'string' ? { domainName: name } : name)),
    undefined,
  );
const insecure80 = { domainName: 'quay.io', insecure: true };

describe('registries that images may come from', () => {
  test.each<[string, string | AllowedRegistry, boolean, boolean]>([
    ['quay.io/a', 'quay.io', false, true],
    ['quay.io/a', 'quay.io', true, false],
    ['quay.io/a', insecure80, true, true],
    ['quay.io/a', insecure80, false, false],
    ['quay.io:8443/a', 'quay.io', false, false],
    ['quay.io:8443/a', 'quay.io:8443', false, true],
    ['quay.io:8443/a', 'quay.io:*', false, true],
    ['quay.io/a', '*.io', false, true],
    ['quay.io/a', 'qua?.io', false, true],
    ['quay.io/a', '[q]uay.io', false, false],
    ['QUAY.io/a', 'quay.io', false, false],
    ['a', 'docker.io', false, true],
    ['docker.io/a', 'docker.io', false, true],
    ['a', 'registry-1.docker.io', false, true],
    ['index.docker.io/a', 'docker.io', false, true],
    ['a', 'quay.io', false, false],
  ])('%s under %j, insecure %s: %s', (text, allowed, insecure, expected) => {
    const refusal = policy(allowed).refusesImport(parseReference(text), insecure);
    expect(refusal === undefined).toBe(expected);
  });

  test('none named means all', () => {
    const all = createRegistryPolicy([], 'internal:5000');
    expect(all.refusesImport(parseReference('quay.io/a'), false)).toBeUndefined();
    expect(all.refusesTag(parseReference('quay.io/a'), false)).toBeUndefined();
  });

  test('the integrated registry is always among them', () => {
    const rules = createRegistryPolicy([{ domainName: 'quay.io' }], 'internal:5000');
    expect(rules.refusesImport(parseReference('internal:5000/a/b'), false)).toBeUndefined();
    expect(rules.refusesImport(parseReference('x.io/a'), false)).toBe(
      'importing images from registry "x.io:443" is forbidden: registry "x.io:443" not allowed by whitelist: "internal:5000", "quay.io:443"',
    );
  });

  test('a long list is cut', () => {
    const rules = policy('a', 'b', 'c', 'd', 'e', 'f');
    expect(rules.refusesTag(parseReference('x.io/a'), false)).toBe(
      'registry "x.io" not allowed by whitelist: "a:443", "b:443", "c:443", "d:443", and 2 more ...',
    );
    expect(policy('a', 'b', 'c', 'd', 'e').refusesTag(parseReference('x.io/a'), false)).toContain('"e:443"');
  });
});

describe('registries that tags may point at', () => {
  test.each<[string, string | AllowedRegistry, boolean, boolean]>([
    ['quay.io/a', 'quay.io', false, true],
    ['quay.io/a', insecure80, false, false],
    ['quay.io/a', insecure80, true, true],
    ['quay.io/a', 'quay.io', true, true],
    ['quay.io/a', 'quay.io:8443', true, false],
    ['quay.io/a', 'quay.io:*', true, true],
    ['quay.io:8443/a', 'quay.io', true, false],
    ['quay.io:8443/a', 'quay.io:8443', true, true],
  ])('%s under %j, insecure %s: %s', (text, allowed, insecure, expected) => {
    expect(policy(allowed).refusesTag(parseReference(text), insecure) === undefined).toBe(expected);
  });

  test('an unwritten registry is named as Docker Hub', () => {
    expect(policy('quay.io').refusesTag(parseReference('a'), false)).toBe(
      'registry "docker.io:443" not allowed by whitelist: "quay.io:443"',
    );
  });
});

describe('names without a registry under search registries', () => {
  test.each<[string, string[], boolean]>([
    ['app', [], false],
    ['app', ['docker.io'], false],
    ['app', ['docker.io', 'quay.io'], true],
    ['team/app', ['quay.io'], true],
    ['docker.io/app', ['quay.io'], false],
    ['quay.io/app', ['docker.io'], true],
  ])('%s, looked for in %j, where only quay.io is allowed: %s', (text, search, allowed) => {
    const rules = searching(policy('quay.io'), search);
    expect(rules.refusesImport(parseReference(text), false) === undefined).toBe(allowed);
    expect(rules.refusesTag(parseReference(text), false) === undefined).toBe(allowed);
  });
});
