import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { MIRROR_SET_KINDS, mirrorEntries, validateMirrorSet } from '../../../src/core/registries/mirror-sets.ts';

const [IDMS, ITMS, ICSP] = MIRROR_SET_KINDS as [
  (typeof MIRROR_SET_KINDS)[0],
  (typeof MIRROR_SET_KINDS)[0],
  (typeof MIRROR_SET_KINDS)[0],
];

function set(kind: typeof IDMS, rules: unknown, name = 'set'): KubeObject {
  return {
    apiVersion: `${kind.kind.group}/${kind.kind.version}`,
    kind: kind.kind.kind,
    metadata: { name },
    spec: { [kind.list]: rules },
  } as KubeObject;
}

test('the same source in several sets has the mirrors of all', () => {
  const entries = mirrorEntries([
    { kind: IDMS, object: set(IDMS, [{ source: 'quay.io/team', mirrors: ['m.io/a', 'm.io/b'] }], 'one') },
    { kind: ICSP, object: set(ICSP, [{ source: 'quay.io/team', mirrors: ['m.io/b', 'm.io/c'] }], 'two') },
    { kind: ITMS, object: set(ITMS, [{ source: 'quay.io/team', mirrors: ['m.io/a'] }, { source: 'x.io' }], 'three') },
  ]);
  expect(entries).toEqual([
    {
      ...{ prefix: 'quay.io/team', location: '', insecure: false, blocked: false },
      mirrors: [
        { location: 'm.io/a', insecure: false, pull: 'digest-only' },
        { location: 'm.io/b', insecure: false, pull: 'digest-only' },
        { location: 'm.io/c', insecure: false, pull: 'digest-only' },
        { location: 'm.io/a', insecure: false, pull: 'tag-only' },
      ],
      origin: 'imagedigestmirrorset/one, imagecontentsourcepolicy/two, imagetagmirrorset/three',
    },
    { prefix: 'x.io', location: '', insecure: false, blocked: false, mirrors: [], origin: 'imagetagmirrorset/three' },
  ]);
});

test.each<[unknown, string[]]>([
  [[{ source: 'quay.io', mirrors: ['m.io:5000/a'], mirrorSourcePolicy: 'NeverContactSource' }], []],
  [[{ source: '*.redhat.io', mirrors: ['m.io'] }], []],
  [
    'x',
    [
      'spec.imageDigestMirrors: Invalid value: "string": spec.imageDigestMirrors in body must be of type array: "string"',
    ],
  ],
  [[{ mirrors: ['m.io'] }], ['spec.imageDigestMirrors[0].source: Required value']],
  [
    [{ source: 'https://a' }],
    [
      'spec.imageDigestMirrors[0].source: Invalid value: "https://a": must be a host with an optional port and path, or *.example.com',
    ],
  ],
  [
    [{ source: 'a.io', mirrors: ['b/../c'] }],
    ['spec.imageDigestMirrors[0].mirrors[0]: Invalid value: "b/../c": must be a host with an optional port and path'],
  ],
  [
    [{ source: 'a.io', mirrorSourcePolicy: 'x' }],
    [
      'spec.imageDigestMirrors[0].mirrorSourcePolicy: Unsupported value: "x": supported values: "NeverContactSource", "AllowContactingSource"',
    ],
  ],
])('%j: %j', (rules, expected) => {
  expect(validateMirrorSet(set(IDMS, rules), IDMS).map((c) => `${c.field}: ${c.message}`)).toEqual(expected);
});
