import fc from 'fast-check';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import {
  parseFieldTriggers,
  readWorkloadTriggers,
  TRIGGERS_ANNOTATION,
  withWorkloadTriggers,
} from '../../../src/core/triggers/annotation.ts';
import { containerAt } from '../../../src/core/triggers/field-path.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated, mutatedJson } from '../mutation.ts';

const BASE = 'spec.template.spec';
const fieldPath = mutated(
  fc.constantFrom(
    ...[
      `${BASE}.containers[?(@.name=="main")].image`,
      `${BASE}.containers[0].image`,
      `${BASE}.initContainers[-1].image`,
    ],
    ...[`${BASE}.containers[1e9].image`, `${BASE}.containers[__proto__].image`, 'spec.jobTemplate.x', BASE],
  ),
  ['[0]', '?(@.name=="', '")', '.image', '__proto__'],
);
const trigger = fc.record(
  {
    from: fc.record(
      {
        kind: fc.constantFrom('ImageStreamTag', 'DockerImage', ''),
        name: fc.constantFrom('app:v1', 'app', 'app@sha256:0', ''),
        namespace: fc.constantFrom('team', ''),
        apiVersion: fc.constantFrom('image.openshift.io/v1', 'v1'),
      },
      { requiredKeys: ['kind', 'name'] },
    ),
    fieldPath,
    paused: fc.constantFrom(true, false, 'true'),
  },
  { requiredKeys: ['from', 'fieldPath'] },
);

const workload = (annotation: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'team', annotations: { [TRIGGERS_ANNOTATION]: annotation } },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'x' }], initContainers: [{ name: 'init' }] } } },
});
const path = (selector: string) =>
  JSON.stringify([{ from: { kind: 'ImageStreamTag', name: 'a:1' }, fieldPath: selector }]);

/** The annotation of image triggers: read, matched with the containers, and written again. */
export const triggerAnnotations: FuzzTarget<string> = {
  name: 'trigger annotations',
  cases: mutatedJson(fc.array(trigger, { maxLength: 3 })),
  chosen: [
    ['deep lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a deep source', `[{"from":${'{"from":'.repeat(100_000)}1${'}'.repeat(100_000)}}]`],
    ['a long selector', path(`${BASE}.containers[${'0'.repeat(100_000)}].image`)],
    ['a long name', path(`${BASE}.containers[?(@.name=="${'"'.repeat(100_000)}")].image`)],
    ['brackets', path(`${BASE}.containers${'['.repeat(100_000)}`)],
    ['many triggers', `[${Array.from({ length: 10_000 }, (_, n) => path(`x${n}`).slice(1, -1)).join()}]`],
    [
      'a poisoned trigger',
      '[{"__proto__":{"fieldPath":"x"},"from":{"__proto__":{"kind":"ImageStreamTag"},"constructor":1}}]',
    ],
    ['a byte order mark', '\ufeff[]'],
    ['no JSON', '[{'],
  ],
  run(annotation) {
    const object = workload(annotation);
    for (const field of parseFieldTriggers(annotation)) containerAt(object, field.fieldPath);
    const triggers = readWorkloadTriggers(object);
    return [triggers, withWorkloadTriggers(object, triggers)];
  },
};
