import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { namesHost, validateClusterImageConfig } from '../../../src/core/registries/cluster-image-config.ts';

function config(spec: unknown, name = 'cluster', status?: unknown): KubeObject {
  return {
    apiVersion: 'config.openshift.io/v1',
    kind: 'Image',
    metadata: { name },
    spec,
    ...(status === undefined ? {} : { status }),
  } as KubeObject;
}

const messages = (object: KubeObject) => validateClusterImageConfig(object).map((c) => `${c.field}: ${c.message}`);

describe('a configuration that may be written', () => {
  test.each([
    [{}],
    [{ allowedRegistriesForImport: [{ domainName: 'quay.io' }, { domainName: '*.acme.io:*', insecure: true }] }],
    [{ registrySources: { blockedRegistries: ['quay.io', 'a.b:5000/team', '*.evil.example'] } }],
    [{ registrySources: { containerRuntimeSearchRegistries: ['quay.io', 'localhost', 'reg:5000'] } }],
    [{ additionalTrustedCA: { name: 'registry-cas' } }],
    [{ additionalTrustedCA: { name: '' }, unknownField: [1] }],
    [{ externalRegistryHostnames: ['registry.apps.example.com'] }],
  ])('%j', (spec) => {
    expect(messages(config(spec))).toEqual([]);
  });
});

describe('a configuration that may not', () => {
  const host = 'must be a host with an optional port, such as registry.example.com:5000';
  test.each<[unknown, string]>([
    [
      { allowedRegistriesForImport: 'quay.io' },
      'spec.allowedRegistriesForImport: Invalid value: "string": spec.allowedRegistriesForImport in body must be of type array: "string"',
    ],
    [
      { registrySources: { blockedRegistries: ['a.io', 7] } },
      'spec.registrySources.blockedRegistries[1]: Invalid value: "integer": spec.registrySources.blockedRegistries[1] in body must be of type string: "integer"',
    ],
    [{ allowedRegistriesForImport: [{}] }, 'spec.allowedRegistriesForImport[0].domainName: Required value'],
    [
      { allowedRegistriesForImport: [{ domainName: 'a:1:2' }] },
      'spec.allowedRegistriesForImport[0].domainName: Invalid value: "a:1:2": too many colons',
    ],
    [
      { allowedRegistriesForImport: [{ domainName: 'https://quay.io' }] },
      'spec.allowedRegistriesForImport[0].domainName: Invalid value: "https://quay.io": must be a host with an optional port, in which * and ? stand for anything',
    ],
    [
      { registrySources: { insecureRegistries: ['a:1:2'] } },
      'spec.registrySources.insecureRegistries[0]: Invalid value: "a:1:2": too many colons',
    ],
    [
      { registrySources: { insecureRegistries: ['reg.io:99999'] } },
      'spec.registrySources.insecureRegistries[0]: Invalid value: "reg.io:99999": must be a host with an optional port and path, or *.example.com',
    ],
    [
      { registrySources: { containerRuntimeSearchRegistries: ['quay.io/team'] } },
      `spec.registrySources.containerRuntimeSearchRegistries[0]: Invalid value: "quay.io/team": ${host}`,
    ],
    [
      { registrySources: { blockedRegistries: ['a.io'], allowedRegistries: ['b.io'] } },
      'spec.registrySources: Forbidden: only one of blockedRegistries or allowedRegistries may be set',
    ],
    [
      { additionalTrustedCA: { name: 'Not A Name' } },
      'spec.additionalTrustedCA.name: Invalid value: "Not A Name": must be the name of a config map',
    ],
  ])('%j', (spec, message) => {
    expect(messages(config(spec))).toEqual([message]);
  });

  test('another name, and a host in the status that is none', () => {
    expect(messages(config({}, 'other', { internalRegistryHostname: 'http://x' }))).toEqual([
      'metadata.name: Invalid value: "other": must be cluster',
      `status.internalRegistryHostname: Invalid value: "http://x": ${host}`,
    ]);
  });
});

test.each<[string[] | undefined, string, boolean]>([
  [undefined, 'quay.io', false],
  [['quay.io'], 'quay.io', true],
  [['quay.io'], 'quay.io:443', false],
  [['quay.io/team'], 'quay.io', false],
  [['*.io'], 'quay.io', false],
  [['docker.io'], '', true],
  [['registry-1.docker.io'], 'docker.io', true],
])('%j names the host %j: %s', (list, registry, expected) => {
  expect(namesHost(list, registry)).toBe(expected);
});
