import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { changeTriggers, type TriggerChange } from '../../../src/core/triggers/change.ts';
import {
  type TriggerAccess,
  triggerAccess,
  triggerProblems,
  withTriggerDefaults,
} from '../../../src/core/triggers/object-triggers.ts';
import { NO_TRIGGERS, type Triggers } from '../../../src/core/triggers/triggers.ts';
import { aBuildConfig, aCronJob, aDeploymentConfig, anImageTrigger } from './objects.ts';

const CONFIG = { type: 'ConfigChange' };
const imageChange = (over: Record<string, unknown> = {}, from: Record<string, unknown> = {}) => ({
  type: 'ImageChange',
  imageChangeParams: {
    automatic: true,
    containerNames: ['main'],
    from: { kind: 'ImageStreamTag', name: 'app:1', ...from },
    ...over,
  },
});
const buildChange = (from?: Record<string, unknown>, over: Record<string, unknown> = {}) => ({
  type: 'ImageChange',
  imageChange: { ...(from ? { from: { kind: 'ImageStreamTag', ...from } } : {}), ...over },
});

const access = (object: KubeObject) => triggerAccess(object) as TriggerAccess;
const read = (object: KubeObject) => access(object).read(object);
const write = (object: KubeObject, triggers: Triggers) =>
  (access(object).write(object, triggers).spec as { triggers: unknown }).triggers;
const change = (object: KubeObject, by: TriggerChange) => write(object, changeTriggers(read(object), by));

describe('changing triggers', () => {
  const images = [anImageTrigger({ automatic: false }), anImageTrigger({ from: 'b:1', namespace: 'far' })];
  const some: Triggers = { ...NO_TRIGGERS, configChange: true, images };

  test.each<[TriggerChange, Partial<Triggers>]>([
    [{ type: 'remove-all' }, { configChange: false, images: [] }],
    [{ type: 'automatic', automatic: true }, { images: images.map((i) => ({ ...i, automatic: true })) }],
    [
      { type: 'automatic', automatic: false },
      { configChange: false, images: images.map((i) => ({ ...i, automatic: false })) },
    ],
    [{ type: 'remove-config' }, { configChange: false }],
    [{ type: 'add-config' }, {}],
    [{ type: 'nothing' }, {}],
    [{ type: 'remove-image', from: 'b:1' }, { images: images.slice(0, 1) }],
    [
      { type: 'add-image', image: anImageTrigger({ from: 'c:1' }) },
      { images: [...images, anImageTrigger({ from: 'c:1' })] },
    ],
    [
      { type: 'add-image', image: anImageTrigger({ containers: ['side'] }) },
      { images: [anImageTrigger({ containers: ['side'] }), images[1] as never] },
    ],
    [
      { type: 'add-image', image: anImageTrigger({ from: 'b:1' }) },
      { images: [...images, anImageTrigger({ from: 'b:1' })] },
    ],
    [
      { type: 'add-webhook', webhook: 'github', value: { secret: 's' } },
      { webhooks: { ...NO_TRIGGERS.webhooks, github: [{ secret: 's' }] } },
    ],
  ])('by %j', (by, expected) => {
    expect(changeTriggers(some, by)).toEqual({ ...some, ...expected });
  });

  test('of one tag twice, the first takes the new containers', () => {
    const twice = { ...some, images: [anImageTrigger(), anImageTrigger({ containers: ['side'] })] };
    const image = anImageTrigger({ containers: ['init'] });
    expect(changeTriggers(twice, { type: 'add-image', image }).images).toEqual([image, twice.images[1]]);
  });

  test('removes all webhooks of a type', () => {
    const webhooks = { ...NO_TRIGGERS.webhooks, generic: [{ secret: 'a' }, { secret: 'b', allowEnv: true }] };
    expect(changeTriggers({ ...some, webhooks }, { type: 'remove-webhooks', webhook: 'generic' })).toEqual(some);
  });
});

describe('a deployment config', () => {
  test('gets a trigger on changes of the template where nothing is said, and keeps an empty list', () => {
    const defaulted = (triggers?: unknown) =>
      withTriggerDefaults(aDeploymentConfig(triggers), { namespace: 'demo', creating: true }).spec;
    expect(defaulted()).toMatchObject({ triggers: [CONFIG] });
    expect(defaulted([])).toMatchObject({ triggers: [] });
  });

  test('gets kind and namespace of tags written out, and forgets on creation what was triggered', () => {
    const triggers = [CONFIG, imageChange({ lastTriggeredImage: 'x@sha256:1', from: { name: 'app:1' } })];
    const from = { kind: 'ImageStreamTag', namespace: 'demo', name: 'app:1' };
    const defaulted = (creating: boolean) =>
      withTriggerDefaults(aDeploymentConfig(triggers), { namespace: 'demo', creating }).spec;
    expect(defaulted(true)).toMatchObject({ triggers: [CONFIG, imageChange({ from })] });
    expect(defaulted(false)).toMatchObject({
      triggers: [CONFIG, imageChange({ from, lastTriggeredImage: 'x@sha256:1' })],
    });
  });

  test('keeps triggers that stay in their place, and puts what is new after them', () => {
    const object = aDeploymentConfig([imageChange()]);
    expect(change(object, { type: 'add-config' })).toEqual([imageChange(), CONFIG]);
    const named = aDeploymentConfig([imageChange({}, { namespace: 'demo' })]);
    expect(change(named, { type: 'add-config' })).toEqual([CONFIG, imageChange()]);
  });

  test('has manual triggers without a word, and an empty list when all are removed', () => {
    const object = aDeploymentConfig([CONFIG, imageChange()]);
    const { automatic: _automatic, ...manual } = imageChange().imageChangeParams;
    expect(change(object, { type: 'automatic', automatic: false })).toEqual([
      { type: 'ImageChange', imageChangeParams: manual },
    ]);
    expect(change(object, { type: 'remove-all' })).toEqual([]);
  });

  test.each([
    [{ type: 'add-webhook', webhook: 'github', value: {} }, 'deployment configs do not support GitHub web hooks'],
    [{ type: 'add-webhook', webhook: 'generic', value: {} }, 'deployment configs do not support web hooks'],
    [
      { type: 'add-image', image: anImageTrigger({ containers: ['x'] }) },
      'not all container names exist: x (accepts: init, main, side)',
    ],
  ] as [TriggerChange, string][])('refuses %j', (by, message) => {
    expect(() => change(aDeploymentConfig([]), by)).toThrow(message);
  });

  test.each([
    ['a trigger without a type', [{}], 'spec.triggers[0].type: Required value'],
    [
      'an image trigger without parameters',
      [{ type: 'ImageChange' }],
      'spec.triggers[0].imageChangeParams: Required value',
    ],
    ['no tag', [imageChange({ from: {} })], 'spec.triggers[0].imageChangeParams.from: Required value'],
    [
      'no containers',
      [CONFIG, imageChange({ containerNames: [] })],
      'spec.triggers[1].imageChangeParams.containerNames: Required value',
    ],
    [
      'something else than a tag',
      [imageChange({}, { kind: 'ImageStreamImage' })],
      'spec.triggers[0].imageChangeParams.from.kind: Invalid value: "ImageStreamImage": kind must be an ImageStreamTag',
    ],
    [
      'a stream without a tag',
      [imageChange({}, { name: 'app' })],
      'spec.triggers[0].imageChangeParams.from.name: Invalid value: "app": must be in the form of <name>:<tag>',
    ],
    [
      'no namespace',
      [imageChange({}, { namespace: 'A_b' })],
      'spec.triggers[0].imageChangeParams.from.namespace: Invalid value: "A_b": namespace must be a valid subdomain',
    ],
    [
      'a namespace that ends in a dash',
      [imageChange({}, { namespace: 'a-' })],
      'spec.triggers[0].imageChangeParams.from.namespace: Invalid value: "a-": namespace must be a valid subdomain',
    ],
    [
      'a namespace that begins with a dot',
      [imageChange({}, { namespace: '.a' })],
      'spec.triggers[0].imageChangeParams.from.namespace: Invalid value: ".a": namespace must be a valid subdomain',
    ],
    ['something else than a list', { a: 1 }, 'spec.triggers: Invalid value: {"a":1}: must be a list'],
  ])('with %s is invalid', (_what, triggers, message) => {
    const causes = triggerProblems(aDeploymentConfig(triggers));
    expect(causes.map((cause) => `${cause.field}: ${cause.message}`)).toEqual([message]);
  });

  test.each([
    ['good ones', [CONFIG, imageChange()]],
    ['a namespace of one letter', [imageChange({}, { namespace: 'a' })]],
    ['a namespace with dots and dashes', [imageChange({}, { namespace: 'a-b.c' })]],
    ['no kind', [imageChange({}, { kind: '' })]],
    ['none', null],
    ['an unknown type', [{ type: 'Other' }]],
  ])('with triggers that are %s is valid', (_what, triggers) => {
    expect(triggerProblems(aDeploymentConfig(triggers))).toEqual([]);
  });

  test('has every mistake of a trigger told', () => {
    const from = { kind: 'Other', name: 'app', namespace: '-' };
    const fields = triggerProblems(aDeploymentConfig([imageChange({ containerNames: 'main', from })])).map(
      (c) => c.field,
    );
    const params = 'spec.triggers[0].imageChangeParams';
    expect(fields).toEqual([
      ...['kind', 'name', 'namespace'].map((field) => `${params}.from.${field}`),
      `${params}.containerNames`,
    ]);
  });

  test('reads names of containers and namespaces as they are meant', () => {
    const triggers = [
      imageChange({ containerNames: ['main', 7], automatic: 'true' }, { namespace: 'demo' }),
      imageChange({ containerNames: 'main' }, { namespace: 'far' }),
      { type: 'ImageChange' },
      { type: 'Other', imageChangeParams: imageChange().imageChangeParams },
      'text',
    ];
    expect(read(aDeploymentConfig(triggers))).toEqual({
      ...NO_TRIGGERS,
      images: [
        { from: 'app:1', namespace: '', containers: ['main'], automatic: false },
        { from: 'app:1', namespace: 'far', containers: [], automatic: true },
      ],
    });
  });

  test('keeps what is no list of triggers, and what is no image trigger', () => {
    const defaulted = (triggers: unknown) =>
      withTriggerDefaults(aDeploymentConfig(triggers), { namespace: 'demo', creating: true }).spec;
    expect(defaulted('x')).toMatchObject({ triggers: 'x' });
    expect(defaulted(null)).toMatchObject({ triggers: [CONFIG] });
    const odd = ['x', { type: 'ImageChange', imageChangeParams: 'y' }];
    expect(defaulted(odd)).toMatchObject({ triggers: odd });
    const from = { kind: 'Other', namespace: 'far', name: 'a:1' };
    expect(defaulted([imageChange({ from })])).toMatchObject({ triggers: [imageChange({ from })] });
  });
});

describe('a build config', () => {
  test("has its strategy's tag among the images, whether a trigger names it or not", () => {
    const strategy = { from: 'node:16', namespace: '', containers: [] };
    expect(read(aBuildConfig([CONFIG])).images).toEqual([{ ...strategy, automatic: false }]);
    expect(read(aBuildConfig([buildChange()])).images).toEqual([{ ...strategy, automatic: true }]);
    expect(read(aBuildConfig([], { kind: 'DockerImage', name: 'node' })).images).toEqual([]);
  });

  test('reads tags and webhooks', () => {
    const triggers = read(
      aBuildConfig([
        { type: 'Generic', generic: { secret: 'g', allowEnv: true } },
        { type: 'GitHub', github: { secretReference: { name: 's' } } },
        buildChange({ name: 'app:1', namespace: 'far' }),
        buildChange({ name: 'app:2', namespace: 'demo' }),
      ]),
    );
    expect(triggers.webhooks).toEqual({
      generic: [{ secret: 'g', allowEnv: true }],
      github: [{ secretReference: { name: 's' } }],
      gitlab: [],
      bitbucket: [],
    });
    expect(triggers.images.map(({ from, namespace }) => [from, namespace])).toEqual([
      ['app:1', 'far'],
      ['app:2', ''],
      ['node:16', ''],
    ]);
  });

  test('keeps what was last triggered, and writes the tag of its strategy without a name', () => {
    const known = buildChange({ name: 'app:1' }, { lastTriggeredImageID: 'x@sha256:1' });
    const object = aBuildConfig([known, CONFIG]);
    expect(change(object, { type: 'automatic', automatic: true })).toEqual([known, CONFIG, buildChange()]);
    const image = { from: 'b:1', namespace: 'far', containers: [], automatic: true };
    expect(change(object, { type: 'add-image', image })).toEqual([
      known,
      CONFIG,
      buildChange({ name: 'b:1', namespace: 'far' }),
    ]);
  });

  test('loses triggers that become manual', () => {
    expect(change(aBuildConfig([CONFIG, buildChange()]), { type: 'automatic', automatic: false })).toEqual([]);
  });

  test('takes every type of webhook', () => {
    const value = { secret: 's' };
    const types = ['generic', 'github', 'gitlab', 'bitbucket'] as const;
    expect(types.map((webhook) => change(aBuildConfig([]), { type: 'add-webhook', webhook, value }))).toEqual([
      [{ type: 'Generic', generic: value }],
      [{ type: 'GitHub', github: value }],
      [{ type: 'GitLab', gitlab: value }],
      [{ type: 'Bitbucket', bitbucket: value }],
    ]);
  });

  test.each([
    [
      'a trigger on a strategy without a tag',
      aBuildConfig([buildChange()], { kind: 'DockerImage', name: 'x' }),
      /default ImageChange trigger/,
    ],
    [
      'an image as trigger',
      aBuildConfig([buildChange({ kind: 'DockerImage', name: 'x' })]),
      /only an ImageStreamTag type/,
    ],
    ['a stream as trigger', aBuildConfig([buildChange({ name: 'x' })]), /from\.name: .*must be <name>:<tag>/],
    [
      'an image without a name as trigger',
      aBuildConfig([buildChange({ name: '' })]),
      /^spec\.triggers\[0\]\.imageChange\.from\.name: Required value$/,
    ],
    [
      'the same tag twice, once with its namespace',
      aBuildConfig([buildChange({ name: 'app:1', namespace: 'demo' }), buildChange({ name: 'app:1' })]),
      /^spec\.triggers\[1\]\.imageChange: .*multiple ImageChange triggers/,
    ],
    [
      'the same tag twice',
      aBuildConfig([buildChange(), buildChange({ name: 'node:16' })]),
      /\[1\].*multiple ImageChange triggers/,
    ],
  ])('with %s is invalid', (_what, object, message) => {
    const [first, ...others] = triggerProblems(object);
    expect(`${first?.field}: ${first?.message}`).toMatch(message);
    expect(others).toEqual([]);
  });
});

describe('a build config that is valid', () => {
  test('names tags of different streams, namespaces and strategies', () => {
    const triggers = [
      CONFIG,
      buildChange(),
      buildChange({ name: 'app:1' }),
      buildChange({ name: 'app:1', namespace: 'far' }),
    ];
    expect(triggerProblems(aBuildConfig(triggers))).toEqual([]);
    expect(triggerProblems(aBuildConfig([CONFIG], { kind: 'DockerImage', name: 'x' }))).toEqual([]);
  });

  test('has an empty description of an image trigger that names nothing', () => {
    const defaulted = (triggers: unknown) =>
      withTriggerDefaults({ ...aBuildConfig([]), spec: { triggers } }, { namespace: 'demo', creating: true }).spec;
    expect(defaulted([{ type: 'ImageChange' }, CONFIG, buildChange({ name: 'a:1' })])).toEqual({
      triggers: [buildChange(), CONFIG, buildChange({ name: 'a:1' })],
    });
    expect(defaulted('x')).toEqual({ triggers: 'x' });
  });

  test.each(['sourceStrategy', 'dockerStrategy', 'customStrategy'])('starts from the tag of its %s', (field) => {
    const from = { kind: 'ImageStreamTag', name: 'node:16', namespace: 'far' };
    const object = { ...aBuildConfig([]), spec: { strategy: { [field]: { from } }, triggers: [buildChange()] } };
    expect(read(object).images).toEqual([{ from: 'node:16', namespace: 'far', containers: [], automatic: true }]);
  });
});

test.each(['apps/v1 Deployment', 'v1 Service'])('%s has no defaults and no mistakes of triggers', (text) => {
  const [apiVersion = '', kind = ''] = text.split(' ');
  const object = { ...aDeploymentConfig([{}]), apiVersion, kind };
  expect(withTriggerDefaults(object, { namespace: 'demo', creating: true })).toBe(object);
  expect(triggerProblems(object)).toEqual([]);
});

test('kinds without a template have no triggers', () => {
  expect(triggerAccess({ apiVersion: 'v1', kind: 'Service' })).toBeUndefined();
  expect(triggerAccess({ apiVersion: 'batch/v1', kind: 'Job' })).toBeUndefined();
  expect(triggerAccess(aCronJob())).toBeDefined();
});
