import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { CHANGE_CAUSE } from '../../../src/core/rollout/deployment.ts';
import { replicationControllerOf } from '../../../src/core/rollout/deployment-config.ts';
import type { Revision } from '../../../src/core/rollout/history.ts';
import { rollBackConfig, rollBackDeployment, rollBackSet } from '../../../src/core/rollout/rollback.ts';

const template = (image: string) => ({
  metadata: { labels: { app: 'app' } },
  spec: { containers: [{ name: 'c', image }] },
});
const imageOf = (object: KubeObject) =>
  (object.spec as { template: ReturnType<typeof template> }).template.spec.containers[0]?.image;

const workload = (kind: string, image: string, over: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'app', namespace: 'demo', annotations: { [CHANGE_CAUSE]: 'now', other: 'x' } },
  spec: { replicas: 2, template: template(image), ...over },
});
const failure = (message: string | RegExp) =>
  expect.objectContaining({ code: 'ARGUMENT', message: expect.stringMatching(message) });

describe('a Deployment', () => {
  const revision = (number: number, image: string, cause = ''): Revision => {
    const hashed = { ...template(image), metadata: { labels: { app: 'app', 'pod-template-hash': 'h' } } };
    const record = { ...workload('ReplicaSet', image), spec: { template: hashed } };
    return { number, cause, template: hashed, record };
  };
  const revisions = [revision(2, 'b', 'why b'), revision(3, 'a'), revision(4, 'c')];
  const back = (to: number, image = 'c', over = {}) =>
    rollBackDeployment(workload('Deployment', image, over), revisions, to);

  test.each([
    [0, 'a'],
    [2, 'b'],
    [3, 'a'],
  ])('to revision %i', (to, image) => {
    const { object, operation } = back(to);
    expect([imageOf(object), operation]).toEqual([image, 'rolled back']);
    expect((object.spec as { replicas: number }).replicas).toBe(2);
    expect((object.spec as { template: object }).template).toEqual(template(image));
  });

  test('takes over the cause of the revision, or none', () => {
    expect(back(2).object.metadata.annotations).toEqual({ other: 'x', [CHANGE_CAUSE]: 'why b' });
    expect(back(3).object.metadata.annotations).toEqual({ other: 'x' });
  });

  test('that is there already stays as it is', () => {
    const deployment = workload('Deployment', 'b');
    const { object, operation } = rollBackDeployment(deployment, revisions, 2);
    expect(object).toBe(deployment);
    expect(operation).toBe('skipped rollback (current template already matches revision 2)');
  });

  test('that cannot be', () => {
    expect(() => back(7)).toThrow(failure('unable to find specified revision 7 in history'));
    expect(() => back(2, 'c', { paused: true })).toThrow(failure(/paused.*rollout resume/));
    expect(() => rollBackDeployment(workload('Deployment', 'c'), revisions.slice(0, 1), 0)).toThrow(
      failure('no rollout history found for deployment "app"'),
    );
  });
});

describe.each(['StatefulSet', 'DaemonSet'])('a %s', (kind) => {
  const revision = (number: number, image: string): Revision => {
    const record = {
      ...workload('ControllerRevision', image),
      data: { spec: { template: { ...template(image), $patch: 'replace' } } },
    } as KubeObject;
    return { number, cause: '', template: template(image), record };
  };
  const revisions = [revision(1, 'a'), revision(2, 'b'), revision(3, 'c')];

  test.each([
    [0, 'b'],
    [1, 'a'],
  ])('to revision %i', (to, image) => {
    const { object, operation } = rollBackSet(workload(kind, 'c'), revisions, to);
    expect([object.spec, operation]).toEqual([{ replicas: 2, template: template(image) }, 'rolled back']);
  });

  test('that is there already stays as it is', () => {
    const set = workload(kind, 'c');
    const { object, operation } = rollBackSet(set, revisions, 3);
    expect(object).toBe(set);
    expect(operation).toBe('skipped rollback (current template already matches revision 3)');
  });

  test('that cannot be', () => {
    expect(() => rollBackSet(workload(kind, 'c'), revisions, 9)).toThrow(failure('specified revision 9'));
    expect(() => rollBackSet(workload(kind, 'c'), revisions.slice(0, 1), 0)).toThrow(failure('no last revision'));
    expect(() => rollBackSet(workload(kind, 'c'), [], 0)).toThrow(failure('specified revision 0'));
  });
});

describe('a DeploymentConfig', () => {
  const image = { type: 'ImageChange', imageChangeParams: { automatic: true, containerNames: ['c'] } };
  const config = (version: number, own: string, over: object = {}): KubeObject => ({
    ...workload('DeploymentConfig', own, { triggers: [image], ...over }),
    apiVersion: 'apps.openshift.io/v1',
    status: { latestVersion: version },
  });
  const revision = (number: number, own: string): Revision => {
    const record = replicationControllerOf(config(number, own));
    return { number, cause: '', template: undefined, record };
  };
  const revisions = [revision(1, 'a'), revision(2, 'b'), revision(3, 'c')];
  const refusal = (why: string) => expect.objectContaining({ code: 'STATUS', message: expect.stringContaining(why) });

  test.each([
    [0, 'b'],
    [1, 'a'],
    [2, 'b'],
  ])('to version %i asks for its rollout, and its triggers do not act any more', (to, own) => {
    const { object, operation } = rollBackConfig(config(3, 'c'), revisions, to);
    expect([imageOf(object), operation]).toEqual([own, 'rolled back']);
    expect(object.status).toEqual({
      latestVersion: 4,
      details: { message: 'manual change', causes: [{ type: 'Manual' }] },
    });
    const { automatic: _automatic, ...params } = image.imageChangeParams;
    expect((object.spec as { triggers: unknown }).triggers).toEqual([{ ...image, imageChangeParams: params }]);
  });

  test.each([
    [0, 0, 'cannot rollback an undeployed config'],
    [1, 0, 'no previous deployment exists for \\"demo/app\\"'],
    [3, 3, 'version 3 is already the latest'],
    [3, 9, 'replicationcontrollers \\"app-9\\" not found'],
  ])('of version %i to %i is refused', (version, to, why) => {
    expect(() => rollBackConfig(config(version, 'c'), revisions, to)).toThrow(refusal(why.replaceAll('\\', '')));
  });

  test('that is paused, or whose record cannot be read', () => {
    expect(() => rollBackConfig(config(3, 'c', { paused: true }), revisions, 1)).toThrow(
      failure(/cannot rollback a paused config/),
    );
    const record = { ...revision(2, 'b').record, metadata: { name: 'app-2', annotations: {} } };
    const unreadable = [{ number: 2, cause: '', template: undefined, record }];
    expect(() => rollBackConfig(config(3, 'c'), unreadable, 2)).toThrow(refusal("couldn't decode"));
  });
});
