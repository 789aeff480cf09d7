import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findKind, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import { DRAWN_KINDS } from '../../src/core/project-status/project-objects.ts';
import { objectCommands } from '../support/object-commands.ts';

const NAMES = ['a', 'b', 'app', 'rover:latest', 'app:a', 'app@sha256:0', ''] as const;
const name = fc.constantFrom(...NAMES);
const from = fc.record({
  kind: fc.constantFrom('ImageStreamTag', 'DockerImage', 'ImageStream', 'x'),
  name,
  namespace: name,
});
/** What a stranger may have written where a structure is expected. */
const wild = fc.oneof(fc.jsonValue({ maxDepth: 3 }), from, fc.array(from, { maxLength: 2 }));
const container = fc.oneof(fc.record({ name, image: name, livenessProbe: wild }, { requiredKeys: [] }), wild);
const template = fc.oneof(
  fc.record(
    {
      metadata: fc.record({ labels: fc.oneof(fc.dictionary(name, fc.oneof(name, wild)), wild) }),
      spec: fc.record({ containers: fc.oneof(fc.array(container, { maxLength: 2 }), wild), volumes: wild }),
    },
    { requiredKeys: [] },
  ),
  wild,
);
const trigger = fc.record(
  {
    type: fc.constantFrom('ImageChange', 'ConfigChange'),
    imageChangeParams: fc.oneof(
      fc.record({ from, containerNames: fc.array(name, { maxLength: 2 }), automatic: wild }),
      wild,
    ),
    imageChange: wild,
  },
  { requiredKeys: ['type'] },
);
const spec = fc.oneof(
  fc.record(
    {
      template,
      selector: fc.oneof(fc.dictionary(name, name), wild),
      ports: wild,
      replicas: wild,
      triggers: fc.oneof(fc.array(trigger, { maxLength: 2 }), wild),
      strategy: fc.oneof(fc.record({ sourceStrategy: fc.record({ from }) }), wild),
      source: wild,
      output: fc.oneof(fc.record({ to: from }), wild),
      schedule: wild,
    },
    { requiredKeys: [] },
  ),
  wild,
);
const object = fc.record({
  kind: fc.constantFrom(...DRAWN_KINDS),
  name: fc.constantFrom('a', 'b', 'c'),
  annotations: fc.dictionary(
    fc.constantFrom('image.openshift.io/triggers', 'openshift.io/deployment-config.name'),
    name,
  ),
  labels: fc.dictionary(fc.constantFrom('buildconfig', 'a'), name),
  spec,
  status: fc.oneof(
    fc.record({ phase: name, latestVersion: wild, observedGeneration: wild }, { requiredKeys: [] }),
    wild,
  ),
});

test('whatever a store holds, a status is drawn in every form', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(object, { maxLength: 8 }),
      fc.constantFrom('oc', 'imagestream'),
      async (objects, program) => {
        const site = objectCommands({ program: program as 'oc' | 'imagestream' });
        for (const { kind: word, name: own, annotations, labels, ...fields } of objects) {
          const { group, version, kind, plural } = findKind(word) as ResourceKind;
          const key = { group, resource: plural, namespace: 'demo', name: own };
          if (await site.api.store.get(key)) continue;
          const metadata = { name: own, namespace: 'demo', annotations, labels };
          await site.api.store.create(key, {
            apiVersion: group ? `${group}/${version}` : version,
            kind,
            metadata,
            ...fields,
          });
        }
        for (const flags of [[], ['--suggest'], ['-A'], ['-o', 'json'], ['-o', 'dot']]) {
          const { status, stderr } = await site.run('status', ...flags);
          expect([status, stderr]).toEqual([0, '']);
        }
      },
    ),
    { numRuns: 100 },
  );
});
