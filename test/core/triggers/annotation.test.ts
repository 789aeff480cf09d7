import { describe, expect, test } from '@jest/globals';
import {
  parseFieldTriggers,
  printFieldTriggers,
  readWorkloadTriggers,
  TRIGGERS_ANNOTATION,
  withWorkloadTriggers,
} from '../../../src/core/triggers/annotation.ts';
import { containerAt } from '../../../src/core/triggers/field-path.ts';
import { NO_TRIGGERS } from '../../../src/core/triggers/triggers.ts';
import { aCronJob, aDeployment, anImageTrigger } from './objects.ts';

const path = (selector: string, list = 'containers') => `spec.template.spec.${list}[${selector}].image`;
const BY_NAME = '?(@.name=="main")';

describe('the annotation', () => {
  const good = { from: { kind: 'ImageStreamTag', name: 'app:1' }, fieldPath: path('0') };

  test('is read with what it knows, and unknown keys do not count', () => {
    const text = JSON.stringify([
      { ...good, pause: 'false', paused: true, from: { ...good.from, namespace: 'x', y: 1 } },
    ]);
    expect(parseFieldTriggers(text)).toEqual([
      { from: { kind: 'ImageStreamTag', name: 'app:1', namespace: 'x' }, fieldPath: path('0'), paused: true },
    ]);
  });

  test.each(['null', '[]'])('%s is none', (text) => {
    expect(parseFieldTriggers(text)).toEqual([]);
  });

  test.each([
    ['no JSON', '[{'],
    ['no list', '{}'],
    ['a text among the triggers', '["x"]'],
    ['a text for a truth value', JSON.stringify([{ ...good, paused: 'false' }])],
    ['a number for a name', JSON.stringify([{ ...good, from: { kind: 'ImageStreamTag', name: 1 } }])],
    ['a list for the source', JSON.stringify([{ ...good, from: [] }])],
    ['a number for a path', JSON.stringify([{ ...good, fieldPath: 1 }])],
    ['two triggers of one field', JSON.stringify([good, good])],
  ])('with %s is useless as a whole', (_what, text) => {
    expect(() => parseFieldTriggers(text)).toThrow(/annotation image\.openshift\.io\/triggers is not valid/);
  });

  test('is written as Go writes it', () => {
    expect(printFieldTriggers([])).toBe('null');
    expect(
      printFieldTriggers([
        { fieldPath: path(BY_NAME), from: { namespace: 'x', name: 'a&b:1', kind: 'ImageStreamTag' } },
      ]),
    ).toBe(
      String.raw`[{"from":{"kind":"ImageStreamTag","name":"a\u0026b:1","namespace":"x"},"fieldPath":"spec.template.spec.containers[?(@.name==\"main\")].image"}]`,
    );
    expect(printFieldTriggers([{ ...good, paused: true }])).toContain('"paused":true');
  });
});

describe('a field path', () => {
  test.each([
    [path('0'), 'main'],
    [path('1'), 'side'],
    [path('0', 'initContainers'), 'init'],
    [path(BY_NAME), 'main'],
    [path(BY_NAME, 'initContainers'), 'main'],
    [path('?(@.name=="init")'), 'init'],
  ])('%s finds %s', (fieldPath, name) => {
    expect(containerAt(aDeployment(), fieldPath)).toMatchObject({
      type: 'container',
      container: { name },
      field: 'image',
    });
  });

  test.each([
    [path('2'), `no such container: 2`],
    [path('-1'), 'no such container: -1'],
    [path('?(@.name == "main")'), 'no such container: ?(@.name == "main")'],
    [path("?(@.name=='main')"), `no such container: ?(@.name=='main')`],
    ['spec.template.spec.containers', 'field path is not valid: spec.template.spec.containers'],
    ['spec.template.spec.containers[0', 'field path is not valid: spec.template.spec.containers[0'],
    ['spec.template.spec.volumes[0].name', 'field path is not valid: spec.template.spec.volumes[0].name'],
  ])('%s finds nothing', (fieldPath, message) => {
    expect(containerAt(aDeployment(), fieldPath)).toEqual({ type: 'invalid', message });
  });

  test('of another kind of object is foreign', () => {
    expect(containerAt(aCronJob(), path('0'))).toEqual({ type: 'foreign' });
    expect(containerAt(aDeployment(), 'metadata.name')).toEqual({ type: 'foreign' });
    const own = 'spec.jobTemplate.spec.template.spec.containers[0].image';
    expect(containerAt(aCronJob(), own)).toMatchObject({ type: 'container' });
  });
});

describe('the triggers of a workload', () => {
  const annotated = (value: string) => aDeployment({ annotations: { [TRIGGERS_ANNOTATION]: value, other: 'kept' } });

  test('are nothing but the configuration without the annotation', () => {
    expect(readWorkloadTriggers(aDeployment())).toEqual({ ...NO_TRIGGERS, configChange: true });
    expect(readWorkloadTriggers(aDeployment({ paused: true })).configChange).toBe(false);
  });

  test('are read with the namespace only where it is another', () => {
    const from = (namespace: string) => ({ kind: 'ImageStreamTag', name: 'app:1', namespace });
    const object = annotated(
      JSON.stringify([
        { from: from('demo'), fieldPath: path('0') },
        { from: from('far'), fieldPath: path('1'), paused: true },
        { from: from('far'), fieldPath: path('7') },
        { from: from('far'), fieldPath: 'spec.template.spec.containers[0].command' },
      ]),
    );
    expect(readWorkloadTriggers(object).images).toEqual([
      { from: 'app:1', namespace: '', containers: ['main'], automatic: true },
      { from: 'app:1', namespace: 'far', containers: ['side'], automatic: false },
    ]);
  });

  test('are written one by one for each container, beside other annotations', () => {
    const triggers = { ...NO_TRIGGERS, images: [anImageTrigger({ containers: ['main', 'init'], automatic: false })] };
    const next = withWorkloadTriggers(annotated('null'), triggers);
    expect(next.metadata.annotations?.other).toBe('kept');
    expect(next.spec).toMatchObject({ paused: true });
    expect(parseFieldTriggers(next.metadata.annotations?.[TRIGGERS_ANNOTATION] as string)).toEqual(
      ['main', 'init'].map((name) => ({
        from: { kind: 'ImageStreamTag', name: 'app:1' },
        fieldPath: path(`?(@.name=="${name}")`),
        paused: true,
      })),
    );
    expect(readWorkloadTriggers(next)).toEqual({
      ...NO_TRIGGERS,
      images: ['main', 'init'].map((name) => anImageTrigger({ containers: [name], automatic: false })),
    });
  });

  test('of a cron job have its longer path, and nothing is paused', () => {
    const next = withWorkloadTriggers(aCronJob(), { ...NO_TRIGGERS, images: [anImageTrigger()] });
    expect(next.metadata.annotations?.[TRIGGERS_ANNOTATION]).toContain(
      'spec.jobTemplate.spec.template.spec.containers[',
    );
    expect(next.spec).toEqual(aCronJob().spec);
  });

  test.each([
    ['no container', [anImageTrigger({ containers: [] })], 'you must specify --containers when setting --from-image'],
    [
      'missing containers',
      [anImageTrigger({ containers: ['z', 'main', 'b', 'z'] })],
      'not all container names exist: b, z (accepts: init, main, side)',
    ],
    [
      'a container that has one',
      [anImageTrigger(), anImageTrigger({ from: 'x:1', containers: ['side', 'main'] })],
      'only one trigger may reference each container: main',
    ],
  ])('with %s are refused', (_what, images, message) => {
    expect(() => withWorkloadTriggers(aDeployment(), { ...NO_TRIGGERS, images })).toThrow(message);
  });

  test('from webhooks are refused', () => {
    const webhooks = { ...NO_TRIGGERS.webhooks, gitlab: [{ secret: 'x' }] };
    expect(() => withWorkloadTriggers(aDeployment(), { ...NO_TRIGGERS, webhooks })).toThrow(
      'does not support GitLab web hooks',
    );
  });
});
