import { describe, expect, test } from '@jest/globals';
import { apiVersionOf, findKind, KINDS, kindOfObject, resourceName } from '../../../src/core/kinds/kinds.ts';

/** As `oc api-resources` lists them: resource, version, kind, short names; a `!` without namespace, a `*` in `get all`. */
const API_RESOURCES = [
  'pods v1 Pod po *',
  'replicationcontrollers v1 ReplicationController rc *',
  'services v1 Service svc *',
  'daemonsets.apps v1 DaemonSet ds *',
  'deployments.apps v1 Deployment deploy *',
  'replicasets.apps v1 ReplicaSet rs *',
  'statefulsets.apps v1 StatefulSet sts *',
  'deploymentconfigs.apps.openshift.io v1 DeploymentConfig dc *',
  'controllerrevisions.apps v1 ControllerRevision -',
  'cronjobs.batch v1 CronJob cj *',
  'jobs.batch v1 Job - *',
  'buildconfigs.build.openshift.io v1 BuildConfig bc *',
  'builds.build.openshift.io v1 Build - *',
  'imagestreams.image.openshift.io v1 ImageStream is *',
  'imagestreamtags.image.openshift.io v1 ImageStreamTag istag',
  'imagestreamimages.image.openshift.io v1 ImageStreamImage isimage',
  'imagetags.image.openshift.io v1 ImageTag itag',
  'images.image.openshift.io v1 Image - !',
  'imagestreamimports.image.openshift.io v1 ImageStreamImport -',
  'imagestreamhistories.imagestream.dev v1 ImageStreamHistory ishistory',
  'secrets v1 Secret -',
  'configmaps v1 ConfigMap cm',
  'serviceaccounts v1 ServiceAccount sa',
  'namespaces v1 Namespace ns !',
  'projects.project.openshift.io v1 Project - !',
  'images.config.openshift.io v1 Image - !',
  'imagedigestmirrorsets.config.openshift.io v1 ImageDigestMirrorSet idms !',
  'imagetagmirrorsets.config.openshift.io v1 ImageTagMirrorSet itms !',
  'imagecontentsourcepolicies.operator.openshift.io v1alpha1 ImageContentSourcePolicy - !',
];

test('every kind is as a cluster has it', () => {
  const rows = KINDS.map((kind) =>
    [
      ...[resourceName(kind), kind.version, kind.kind, kind.shortNames.join(',') || '-'],
      ...[kind.namespaced ? '' : '!', kind.inAll ? '*' : ''].filter(Boolean),
    ].join(' '),
  );
  expect(rows).toEqual(API_RESOURCES);
});

test.each(KINDS.map((kind) => [`${apiVersionOf(kind)} ${kind.kind}`, kind] as const))(
  '%s is found by its names',
  (_name, kind) => {
    expect(kindOfObject(apiVersionOf(kind), kind.kind)).toBe(kind);
    const suffix = kind.group ? [`.${kind.group}`, `.${kind.version}.${kind.group}`] : [''];
    for (const name of [kind.kind, kind.plural, kind.singular, ...kind.shortNames]) {
      for (const end of suffix) expect(findKind(name + end)).toBe(kind);
    }
  },
);

describe('words for kinds', () => {
  test.each([
    ['IMAGE', 'image.openshift.io'],
    ['images.config.openshift.io', 'config.openshift.io'],
    ['deploy', 'apps'],
  ])('%s is in the group %s', (word, group) => expect(findKind(word)?.group).toBe(group));

  test.each([
    '',
    'imagestreamz',
    'is.',
    'is.v2.image.openshift.io',
    'is.apps',
    '.image.openshift.io',
    'pods.',
    'pods.v1',
  ])('%j is none', (word) => expect(findKind(word)).toBeUndefined());

  test.each([
    ['v1', 'ImageStream'],
    ['image.openshift.io/v1', 'imagestream'],
    ['image.openshift.io/v2', 'ImageStream'],
  ])('%s %s is none', (version, kind) => expect(kindOfObject(version, kind)).toBeUndefined());
});
