import { describe, expect, test } from '@jest/globals';
import type { ImageStream, TagReference } from '../../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { type FindStream, resolveTag } from '../../../src/core/triggers/reaction.ts';
import { annotationTags, reactToAnnotation } from '../../../src/core/triggers/reaction-annotation.ts';
import { reactToBuildTriggers } from '../../../src/core/triggers/reaction-build-config.ts';
import { reactToImageChanges, withAllImages } from '../../../src/core/triggers/reaction-deployment-config.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';
import { aBuildConfig, aCronJob, aDeployment, aDeploymentConfig } from './objects.ts';

const AT = '2026-03-01T10:00:00Z';
const INTERNAL = 'registry.local:5000/demo/app';
const EXTERNAL = `quay.io/team/app@${digestA}`;

/** The stream `app` of the namespace demo with an image in the tag 1, and nothing else. */
function streams(over: { tag?: Partial<TagReference>; repository?: string; stream?: ImageStream } = {}): FindStream {
  const app =
    over.stream ??
    aStream({ tags: [aTag('1', over.tag)], history: [{ tag: '1', items: [anEvent(digestA), anEvent(digestB)] }] });
  if (over.repository) app.status.dockerImageRepository = over.repository;
  return (namespace, name) => (namespace === 'demo' && name === 'app' ? app : undefined);
}

describe('the image of a tag', () => {
  const from = (name: string, namespace = 'demo') => ({ namespace, name });
  const local = { referencePolicy: { type: 'Local' as const } };

  test('is the newest of its history', () => expect(resolveTag(streams(), from('app:1'))).toBe(EXTERNAL));

  test.each([
    ['without tag', from('app')],
    ['of a stream that is not there', from('other:1')],
    ['of another namespace', from('app:1', 'other')],
    ['without history', from('app:2')],
  ])('%s is none', (_what, reference) => expect(resolveTag(streams(), reference)).toBeUndefined());

  test.each([
    ['of policy Local is in the integrated registry', { tag: local, repository: INTERNAL }, `${INTERNAL}@${digestA}`],
    ['of policy Local without such a registry is where it came from', { tag: local }, EXTERNAL],
    ['of policy Source stays where it came from', { repository: INTERNAL }, EXTERNAL],
  ])('%s', (_what, over, expected) => expect(resolveTag(streams(over), from('app:1'))).toBe(expected));

  test('that is a mere reference is the reference', () => {
    const event = anEvent('', { dockerImageReference: 'quay.io/team/app:1' });
    const stream = aStream({ tags: [aTag('1', { reference: true })], history: [{ tag: '1', items: [event] }] });
    expect(resolveTag(streams({ stream }), from('app:1'))).toBe('quay.io/team/app:1');
  });

  test('whose newest import has failed is the last that worked', () => {
    const conditions = [
      { type: 'ImportSuccess', status: 'False', lastTransitionTime: AT, reason: 'x', message: 'x', generation: 2 },
    ];
    const stream = aStream({ tags: [aTag('1')], history: [{ tag: '1', items: [anEvent(digestA)], conditions }] });
    expect(resolveTag(streams({ stream }), from('app:1'))).toBe(EXTERNAL);
  });
});

const TRIGGERS = 'image.openshift.io/triggers';
const podSpec = 'spec.template.spec';
const named = (name: string) => `${podSpec}.containers[?(@.name=="${name}")].image`;
const trigger = (fieldPath: string, name = 'app:1', over: object = {}) => ({
  from: { kind: 'ImageStreamTag', name },
  fieldPath,
  ...over,
});
const annotated = (...triggers: unknown[]) => aDeployment({ annotations: { [TRIGGERS]: JSON.stringify(triggers) } });

/** The images of the containers init, main and side. */
function images(object: KubeObject): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: fields of an object that the test has made
  const spec = (object.spec as any).template.spec;
  return [...spec.initContainers, ...spec.containers].map(({ image }: { image: string }) => image);
}

const UNTOUCHED = ['busybox', ' ', 'busybox'];

describe('the triggers of an annotation', () => {
  const cases: [what: string, triggers: unknown[], images: string[], problems: string[]][] = [
    ['fill a container that is named', [trigger(named('main'))], ['busybox', EXTERNAL, 'busybox'], []],
    ['fill a container by its index', [trigger(`${podSpec}.containers[1].image`)], ['busybox', ' ', EXTERNAL], []],
    ['find an init container, whichever list is written', [trigger(named('init'))], [EXTERNAL, ' ', 'busybox'], []],
    [
      'of another kind of object are passed over',
      [trigger('spec.jobTemplate.spec.template.spec.containers[0].image')],
      UNTOUCHED,
      [],
    ],
    ['that are paused do nothing', [trigger(named('main'), 'app:1', { paused: true })], UNTOUCHED, []],
    [
      'with the key that the web console writes work',
      [trigger(named('main'), 'app:1', { pause: 'false' })],
      ['busybox', EXTERNAL, 'busybox'],
      [],
    ],
    [
      'with a wrong type stop all',
      [trigger(named('main')), trigger(named('side'), 'app:1', { paused: 'false' })],
      UNTOUCHED,
      ['is not true or false'],
    ],
    [
      'for one field twice stop all',
      [trigger(named('main')), trigger(named('main'))],
      UNTOUCHED,
      ['duplicate triggers are not allowed'],
    ],
    [
      'without image leave the others alone',
      [trigger(named('main'), 'app:9'), trigger(named('side'))],
      ['busybox', ' ', EXTERNAL],
      ['demo/app:9 has no image yet'],
    ],
    [
      'for a container that is not there stop all',
      [trigger(named('main')), trigger(named('web'))],
      UNTOUCHED,
      ['no such container: ?(@.name=="web"); the containers are: init, main, side'],
    ],
    [
      'for no container, without image, stop nothing',
      [trigger(named('main')), trigger(named('web'), 'app:9')],
      ['busybox', EXTERNAL, 'busybox'],
      ['no such container', 'has no image yet'],
    ],
    [
      'for another field stop all',
      [trigger(named('main')), trigger(`${podSpec}.containers[1].name`)],
      UNTOUCHED,
      ['field path is not valid'],
    ],
  ];
  test.each(cases)('%s', (_what, triggers, expected, problems) => {
    const object = annotated(...triggers);
    const before = structuredClone(object);
    const reaction = reactToAnnotation(object, streams());
    expect(images(reaction.object)).toEqual(expected);
    expect(reaction.problems.map(({ message }) => message)).toEqual(
      problems.map((part) => expect.stringContaining(part)),
    );
    expect(object).toEqual(before);
  });

  test('change nothing a second time', () => {
    const { object } = reactToAnnotation(annotated(trigger(named('main'))), streams());
    expect(reactToAnnotation(object, streams()).object).toBe(object);
  });

  test('take a manual edit back', () => {
    const { object } = reactToAnnotation(annotated(trigger(`${podSpec}.containers[1].image`)), streams());
    expect(images(object)).toEqual(['busybox', ' ', EXTERNAL]);
  });

  test('work in a cron job', () => {
    const job = aCronJob();
    job.metadata.annotations = {
      [TRIGGERS]: JSON.stringify([trigger('spec.jobTemplate.spec.template.spec.containers[?(@.name=="main")].image')]),
    };
    expect(JSON.stringify(reactToAnnotation(job, streams()).object.spec)).toContain(EXTERNAL);
  });

  test('watch only tags, and only while they are not paused', () => {
    const object = annotated(trigger(named('main')), trigger(named('side'), 'app:2', { paused: true }), {
      from: { kind: 'DockerImage', name: 'x:1' },
      fieldPath: named('init'),
    });
    expect(annotationTags(object)).toEqual([{ namespace: 'demo', name: 'app:1' }]);
  });
});

describe('the image triggers of a deployment config', () => {
  const change = (containers: string[], over: Record<string, unknown> = {}) => ({
    type: 'ImageChange',
    imageChangeParams: {
      automatic: true,
      containerNames: containers,
      from: { kind: 'ImageStreamTag', name: 'app:1' },
      ...over,
    },
  });
  const unknownTag = { from: { kind: 'ImageStreamTag', name: 'app:9' } };

  const cases: [what: string, triggers: unknown[], images: string[], problems: number][] = [
    ['fill containers and init containers', [change(['main', 'init'])], [EXTERNAL, EXTERNAL, 'busybox'], 0],
    ['that are not automatic do nothing', [change(['main'], { automatic: false })], UNTOUCHED, 0],
    ['do nothing at all while one never had an image', [change(['main']), change(['side'], unknownTag)], UNTOUCHED, 1],
    [
      'use what they had where there is no image now',
      [change(['main']), change(['side'], { ...unknownTag, lastTriggeredImage: 'old' })],
      ['busybox', EXTERNAL, 'old'],
      1,
    ],
    ['pass over names that are not there', [change(['web', 'side'])], ['busybox', ' ', EXTERNAL], 1],
  ];
  test.each(cases)('%s', (_what, triggers, expected, problems) => {
    const reaction = reactToImageChanges(aDeploymentConfig(triggers), streams());
    expect(images(reaction.object)).toEqual(expected);
    expect(reaction.problems).toHaveLength(problems);
    expect(reactToImageChanges(reaction.object, streams()).object).toBe(reaction.object);
  });

  test('record the image also for a container that is not there', () => {
    const { object } = reactToImageChanges(aDeploymentConfig([change(['web'])]), streams());
    expect(JSON.stringify(object.spec)).toContain(`"lastTriggeredImage":"${EXTERNAL}"`);
  });

  test('are all taken by hand, automatic or not, or none', () => {
    const manual = change(['main'], { automatic: false });
    expect(images(withAllImages(aDeploymentConfig([manual]), streams()) as KubeObject)).toEqual([
      'busybox',
      EXTERNAL,
      'busybox',
    ]);
    expect(withAllImages(aDeploymentConfig([manual, change(['side'], unknownTag)]), streams())).toBeUndefined();
  });
});

describe('the triggers of a build config', () => {
  const from = { kind: 'ImageStreamTag', name: 'app:1' };
  const change = (imageChange: object = {}) => ({ type: 'ImageChange', imageChange });
  const config = (triggers: unknown[], status?: object) => ({
    ...aBuildConfig(triggers, from),
    ...(status ? { status } : {}),
  });
  const built = { lastVersion: 3, imageChangeTriggers: [{ from: { name: 'app:1' }, lastTriggeredImageID: EXTERNAL }] };

  const cases: [what: string, object: KubeObject, build: string | undefined][] = [
    ['build a new config', config([change()]), 'app-1'],
    ['build nothing twice', config([change()], built), undefined],
    ['build nothing that the deprecated field knows', config([change({ lastTriggeredImageID: EXTERNAL })]), undefined],
    [
      'compare the namespace as it is written',
      config([change({ from: { ...from, namespace: 'demo' } })], built),
      'app-4',
    ],
    ['build nothing while they are paused', config([change({ paused: true })]), undefined],
    ['build nothing for a tag without image', config([change({ from: { ...from, name: 'app:9' } })]), undefined],
    ['build once for a configuration', config([{ type: 'ConfigChange' }]), 'app-1'],
    ['build no configuration again', config([{ type: 'ConfigChange' }], { lastVersion: 1 }), undefined],
    ['build nothing by webhooks alone', config([{ type: 'GitHub', github: {} }]), undefined],
  ];
  test.each(cases)('%s', (_what, object, build) => {
    const reaction = reactToBuildTriggers(object, streams(), AT);
    expect(reaction.build?.metadata.name).toBe(build);
    if (!build) expect(reaction.object).toBe(object);
    expect(reactToBuildTriggers(reaction.object, streams(), AT).build).toBeUndefined();
  });

  test('make one build for several images, and name each', () => {
    const other = aStream({ name: 'lib', history: [{ tag: '1', items: [anEvent(digestB)] }] });
    const find: FindStream = (namespace, name) => (name === 'lib' ? other : streams()(namespace, name));
    const lib = { kind: 'ImageStreamTag', name: 'lib:1' };
    const { build, object } = reactToBuildTriggers(config([change(), change({ from: lib })]), find, AT);
    expect(build?.spec).toMatchObject({
      triggeredBy: [
        { message: 'Image change', imageChangeBuild: { imageID: EXTERNAL, fromRef: from } },
        { message: 'Image change', imageChangeBuild: { imageID: `quay.io/team/app@${digestB}`, fromRef: lib } },
      ],
    });
    expect(object.status).toEqual({
      lastVersion: 1,
      imageChangeTriggers: [
        { from: { name: 'app:1' }, lastTriggeredImageID: EXTERNAL, lastTriggerTime: AT },
        { from: { name: 'lib:1' }, lastTriggeredImageID: `quay.io/team/app@${digestB}` },
      ],
    });
  });

  test('resolve an image of a stream, and images of the source', () => {
    const strategy = { kind: 'ImageStreamImage', name: `app@${digestB}` };
    const object = aBuildConfig([{ type: 'ConfigChange' }], strategy);
    Object.assign(object.spec as object, { source: { images: [{ from, paths: [] }] } });
    expect(reactToBuildTriggers(object, streams(), AT).build?.spec).toMatchObject({
      strategy: { sourceStrategy: { from: { kind: 'DockerImage', name: `quay.io/team/app@${digestB}` } } },
      source: { images: [{ from: { kind: 'DockerImage', name: EXTERNAL }, paths: [] }] },
    });
  });
});
