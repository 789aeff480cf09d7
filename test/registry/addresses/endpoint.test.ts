import { describe, expect, test } from '@jest/globals';
import { isMeteredByName, registryUrl, resourceUrl } from '../../../src/registry/addresses/endpoint.ts';

const refused = expect.objectContaining({ code: 'REGISTRY_REFUSED' });
const at = (repository: string) => ({ registry: 'r.example.com', repository, insecure: false });
const base = new URL('https://r.example.com/');

describe('the URL of a registry', () => {
  test.each([
    ['quay.io', 'https://quay.io/'],
    ['docker.io', 'https://registry-1.docker.io/'],
    ['index.docker.io', 'https://registry-1.docker.io/'],
    ['localhost:5000', 'https://localhost:5000/'],
    ['[::1]:5000', 'https://[::1]:5000/'],
    ['R', 'https://r/'],
  ])('%s', (registry, url) => expect(registryUrl(registry, 'https').href).toBe(url));

  test('in plain HTTP', () => expect(registryUrl('quay.io', 'http').href).toBe('http://quay.io/'));

  test.each([
    '',
    '-a.io',
    'a.io-',
    'a b',
    'a.io/b',
    'a.io:',
    'a.io:123456',
    'a.io:99999',
    'user@a.io',
    '[::1',
    'x[::1]',
    'a?b',
    'a.io:5000x',
  ])('%j is no host', (registry) => expect(() => registryUrl(registry, 'https')).toThrow(refused));

  test('only Docker Hub counts pulls', () => {
    expect(['docker.io', 'index.docker.io', 'quay.io'].map(isMeteredByName)).toEqual([true, false, false]);
  });
});

describe('the URL of a resource', () => {
  test.each(['a', 'team/app', 'a.b_c__d-e--f/0', 'a'.repeat(255)])('%s', (repository) => {
    const { href } = resourceUrl(base, at(repository), 'tags/list');
    expect(href).toBe(`https://r.example.com/v2/${repository}/tags/list`);
  });

  test.each([
    '',
    'A',
    '../x',
    'a/../b',
    'a//b',
    '/a',
    'a/',
    'a..b',
    'a___b',
    '-a',
    'a-',
    'a?b',
    'a#b',
    'a%2e',
    'a'.repeat(256),
  ])('%j is no repository', (repository) =>
    expect(() => resourceUrl(base, at(repository), 'tags/list')).toThrow(refused),
  );

  test.each(['manifests/..', 'manifests/a?b', 'manifests/a#b', 'manifests/a b', '../../x'])(
    '%j makes no safe address',
    (rest) => {
      expect(() => resourceUrl(base, at('a'), rest)).toThrow('r.example.com/a makes no safe address');
    },
  );
});
