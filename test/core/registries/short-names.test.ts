import { expect, test } from '@jest/globals';
import { exact, parseReference } from '../../../src/core/references/reference.ts';
import { registriesConf } from '../../../src/core/registries/registries-conf.ts';
import { candidatesFor } from '../../../src/core/registries/short-names.ts';
import { digestA } from '../../support/streams.ts';

const search = { 'unqualified-search-registries': ['quay.io', 'docker.io'] };
const aliases = { aliases: { ubi8: 'registry.access.redhat.com/ubi8', debian: 'docker.io/library/debian', gone: '' } };

test.each<[string, Record<string, unknown>, string[], string[]]>([
  // Nothing is configured: Docker Hub, as written.
  ['nginx:1', {}, [], ['nginx:1']],
  ['team/app', {}, [], ['team/app']],
  ['quay.io/a/b:1', search, ['x.io'], ['quay.io/a/b:1']],
  ['docker.io/nginx', search, [], ['docker.io/nginx']],
  ['nginx:1', search, [], ['quay.io/nginx:1', 'docker.io/nginx:1']],
  ['team/app', search, [], ['quay.io/team/app', 'docker.io/team/app']],
  [`app@${digestA}`, search, [], [`quay.io/app@${digestA}`, `docker.io/app@${digestA}`]],
  // The cluster's list goes before files and their aliases.
  ['ubi8', { ...search, ...aliases }, ['x.io:5000'], ['x.io:5000/ubi8']],
  ['ubi8:8.1', { ...search, ...aliases }, [], ['registry.access.redhat.com/ubi8:8.1']],
  ['ubi8', { ...aliases, 'short-name-mode': 'disabled' }, [], ['ubi8']],
  ['gone', { ...search, ...aliases }, [], ['quay.io/gone', 'docker.io/gone']],
  // What means Docker Hub anyway stays as written.
  ['debian:12', aliases, [], ['debian:12']],
  ['nginx', { 'unqualified-search-registries': ['docker.io'] }, [], ['nginx']],
  ['nginx', {}, ['docker.io'], ['nginx']],
])('%s with %j and %j means %j', (text, document, cluster, expected) => {
  const { references } = candidatesFor(parseReference(text), registriesConf(document, 'conf'), cluster);
  expect(references.map(exact)).toEqual(expected);
});

test('a name that is looked for in several places is ambiguous where full names are asked for', () => {
  const conf = registriesConf({ ...search, 'short-name-mode': 'enforcing' }, 'conf');
  expect(candidatesFor(parseReference('nginx'), conf, []).ambiguous).toBe(true);
  expect(candidatesFor(parseReference('nginx'), conf, ['a.io', 'b.io']).ambiguous).toBeUndefined();
});
