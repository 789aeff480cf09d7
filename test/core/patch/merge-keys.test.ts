import { describe, expect, test } from '@jest/globals';
import { mergeRules } from '../../../src/core/patch/merge-keys.ts';
import { strategicMerge } from '../../../src/core/patch/strategic-merge.ts';

/** The objects of a path: `a.b` around a value. */
const under = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight((inner, key) => ({ [key]: inner }), value);

const template = 'spec.template.spec';
const container = (list: string, field: string): [string, string] => [`${template}.containers`, `${list}:${field}`];

describe('lists whose items are the same when one field is (Kubernetes and OpenShift API types)', () => {
  test.each([
    ['Pod', '', 'spec.containers', 'name'],
    ['Pod', '', 'status.conditions', 'type'],
    ['ReplicationController', '', `${template}.containers`, 'name'],
    ['Service', '', 'spec.ports', 'port'],
    ['Service', '', 'status.conditions', 'type'],
    ['ServiceAccount', '', 'secrets', 'name'],
    ['Deployment', 'apps', `${template}.containers`, 'name'],
    ['Deployment', 'apps', `${template}.initContainers`, 'name'],
    ['Deployment', 'apps', `${template}.ephemeralContainers`, 'name'],
    ['Deployment', 'apps', `${template}.volumes`, 'name'],
    ['Deployment', 'apps', `${template}.imagePullSecrets`, 'name'],
    ['Deployment', 'apps', `${template}.hostAliases`, 'ip'],
    ['Deployment', 'apps', `${template}.resourceClaims`, 'name'],
    ['Deployment', 'apps', `${template}.schedulingGates`, 'name'],
    ['Deployment', 'apps', `${template}.topologySpreadConstraints`, 'topologyKey'],
    ['Deployment', 'apps', 'status.conditions', 'type'],
    ['Deployment', 'apps', 'metadata.ownerReferences', 'uid'],
    ['Deployment', 'apps', 'spec.template.metadata.ownerReferences', 'uid'],
    ['DaemonSet', 'apps', `${template}.containers`, 'name'],
    ['ReplicaSet', 'apps', `${template}.containers`, 'name'],
    ['StatefulSet', 'apps', `${template}.containers`, 'name'],
    ['DeploymentConfig', 'apps.openshift.io', `${template}.containers`, 'name'],
    ['CronJob', 'batch', 'spec.jobTemplate.spec.template.spec.containers', 'name'],
    ['CronJob', 'batch', 'spec.jobTemplate.metadata.ownerReferences', 'uid'],
    ['Job', 'batch', `${template}.containers`, 'name'],
    ['Build', 'build.openshift.io', 'status.conditions', 'type'],
    ['ImageStream', 'image.openshift.io', 'spec.tags', 'name'],
    ['ImageStream', 'image.openshift.io', 'status.tags', 'tag'],
    ['ImageStreamTag', 'image.openshift.io', 'image.signatures', 'name'],
    ['Image', 'image.openshift.io', 'signatures', 'name'],
  ])('%s.%s %s by %s', (kind, group, path, key) => {
    const rules = mergeRules({ kind, group });
    const merged = strategicMerge(under(path, [{ [key]: 'a', x: 1 }]), under(path, [{ [key]: 'a', y: 2 }]), rules);
    expect(merged).toEqual(under(path, [{ [key]: 'a', x: 1, y: 2 }]));
  });

  test.each([
    container('env', 'name'),
    container('ports', 'containerPort'),
    container('volumeMounts', 'mountPath'),
    container('volumeDevices', 'devicePath'),
  ])('inside of a container: %s %s', (path, field) => {
    const [list = '', key = ''] = field.split(':');
    const rules = mergeRules({ kind: 'Deployment', group: 'apps' });
    const one = (item: object) => under(path, [{ name: 'c', [list]: [item] }]);
    expect(strategicMerge(one({ [key]: 'a', x: 1 }), one({ [key]: 'a', y: 2 }), rules)).toEqual(
      one({ [key]: 'a', x: 1, y: 2 }),
    );
  });

  test.each([
    ['BuildConfig', 'build.openshift.io', 'spec.triggers'],
    ['Secret', '', 'spec.tags'],
    ['ImageStream', '', 'spec.tags'],
  ])('not %s.%s %s', (kind, group, path) => {
    const merged = strategicMerge(
      under(path, [{ name: 'a' }]),
      under(path, [{ name: 'b' }]),
      mergeRules({ kind, group }),
    );
    expect(merged).toEqual(under(path, [{ name: 'b' }]));
  });

  test('the conditions of a signature by type', () => {
    const one = (condition: object) => ({ signatures: [{ name: 's', conditions: [condition] }] });
    const rules = mergeRules({ kind: 'Image', group: 'image.openshift.io' });
    expect(strategicMerge(one({ type: 'a', x: 1 }), one({ type: 'a', y: 2 }), rules)).toEqual(
      one({ type: 'a', x: 1, y: 2 }),
    );
  });
});
