import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../../src/core/objects/image-stream.ts';
import { describeImage } from '../../../src/print/describe/image.ts';

const now = new Date('2026-11-23T08:00:00Z');

const metadata = (fields: object = {}) => ({
  kind: 'DockerImage' as const,
  apiVersion: 'image.openshift.io/1.0',
  Created: '2026-11-01T08:00:00Z',
  ContainerConfig: {},
  ...fields,
});

const image = (fields: object = {}): Image => ({
  metadata: { name: 'sha256:AAAA', creationTimestamp: '2026-11-23T07:00:00Z' },
  dockerImageReference: 'quay.io/team/app@sha256:AAAA',
  dockerImageMetadata: metadata(),
  ...fields,
});

const rows = (text: string) => text.split('\n').slice(0, -1);

test('an image with all rows (oc-cli.md 6.3)', () => {
  const full = image({
    metadata: {
      name: 'sha256:AAAA',
      creationTimestamp: '2026-11-23T07:00:00Z',
      labels: { team: 'mars' },
      annotations: { 'image.openshift.io/dockerLayersOrder': 'ascending', description: 'An app' },
    },
    dockerImageLayers: [
      { name: 'sha256:L1', size: 79_990_000, mediaType: '' },
      { name: 'sha256:L2', size: 17_600, mediaType: '' },
    ],
    dockerImageMetadata: metadata({
      Size: 113_500_000,
      Author: 'ACME <acme@example.com>',
      Architecture: 'amd64',
      Config: {
        Entrypoint: ['container-entrypoint'],
        Cmd: ['/bin/run', '--all'],
        WorkingDir: '/opt',
        User: '1001',
        ExposedPorts: { '8443/tcp': {}, '8080/tcp': {} },
        Labels: { name: 'ubi8', 'io.k8s.display-name': 'Node.js 16' },
        Env: ['PATH=/usr/bin', 'APP=1'],
        Volumes: { '/var': {}, '/data': {} },
      },
    }),
  });
  expect(describeImage(full, { imageName: 'app:1', now })).toBe(
    [
      'Image Name:\tapp:1',
      'Docker Image:\tquay.io/team/app@sha256:AAAA',
      'Name:\t\tsha256:AAAA',
      'Created:\tAbout an hour ago',
      'Labels:\t\tteam=mars',
      'Description:\tAn app',
      'Annotations:\timage.openshift.io/dockerLayersOrder=ascending',
      'Image Size:\t113.5MB in 2 layers',
      'Layers:\t\t79.99MB\tsha256:L1',
      '\t\t17.6kB\tsha256:L2',
      'Image Created:\t3 weeks ago',
      'Author:\t\tACME <acme@example.com>',
      'Arch:\t\tamd64',
      'Entrypoint:\tcontainer-entrypoint',
      'Command:\t/bin/run --all',
      'Working Dir:\t/opt',
      'User:\t\t1001',
      'Exposes Ports:\t8080/tcp, 8443/tcp',
      'Docker Labels:\tio.k8s.display-name=Node.js 16',
      '\t\tname=ubi8',
      'Environment:\tPATH=/usr/bin',
      '\t\tAPP=1',
      'Volumes:\t/data',
      '\t\t/var',
      '',
    ].join('\n'),
  );
});

test('an image of which little is known', () => {
  expect(rows(describeImage(image({ metadata: { name: 'sha256:AAAA' } }), { now }))).toEqual([
    'Docker Image:\tquay.io/team/app@sha256:AAAA',
    'Name:\t\tsha256:AAAA',
    'Layer Size:\t0B',
    'Image Created:\t3 weeks ago',
    'Author:\t\t<none>',
    'Arch:\t\t<none>',
    'Command:\t<none>',
    'Working Dir:\t<none>',
    'User:\t\t<none>',
    'Exposes Ports:\t<none>',
    'Docker Labels:\t<none>',
  ]);
});

describe('odd images', () => {
  const describeConfig = (Config: object | null) =>
    rows(describeImage(image({ dockerImageMetadata: metadata({ Config }) }), { now }));

  test('a config that is null reads like an empty one', () => {
    expect(describeConfig(null)).toEqual(describeConfig({}));
    expect(
      describeConfig({ Cmd: null, Entrypoint: null, Env: null, Labels: null, Volumes: null, ExposedPorts: null }),
    ).toEqual(describeConfig({}));
  });

  test('an entrypoint alone brings no row for the command', () => {
    const text = describeConfig({ Entrypoint: ['/run'] }).join('\n');
    expect(text).toContain('Entrypoint:\t/run');
    expect(text).not.toContain('Command:');
  });

  test('a manifest list has a row for each child', () => {
    const list = image({
      dockerImageManifests: [
        { digest: 'sha256:1', mediaType: '', manifestSize: 1, os: 'linux', architecture: 'amd64' },
        { digest: 'sha256:2', mediaType: '', manifestSize: 1, os: 'linux', architecture: 'arm', variant: 'v7' },
      ],
    });
    const text = describeImage(list, { now });
    expect(text).toContain('Arch:\t\t<none>\nManifests:\tlinux/amd64\tsha256:1\n\t\tlinux/arm\tsha256:2\nCommand:');
  });

  test('an image that does not say when it was made', () => {
    expect(describeImage(image({ dockerImageMetadata: metadata({ Created: null }) }), { now })).toContain(
      'Image Created:\t292 years ago\n',
    );
  });

  test('signatures are listed with what is known about them', () => {
    const signed = image({
      signatures: [
        { metadata: { name: 'sha256:AAAA@one' }, type: 'AtomicImageV1' },
        {
          metadata: { name: 'sha256:AAAA@two' },
          type: 'AtomicImageV1',
          issuedBy: { commonName: 'mars' },
          conditions: [{ type: 'Trusted', status: 'True', message: 'good', lastProbeTime: '2026-11-20T01:02:03Z' }],
        },
      ],
    });
    const text = describeImage(signed, { now }).replace(/\t+/g, '|');
    expect(text).toContain(
      [
        'Image Signatures:| ',
        '|Name:|sha256:AAAA@one',
        '|Type:|AtomicImageV1',
        '|Status:|Unverified',
        'Image Signatures:| ',
        '|Name:|sha256:AAAA@two',
        '|Type:|AtomicImageV1',
        '|Status:|Verified',
        '|Issued By:|mars',
        '|:|Signature is Trusted (good on 2026-11-20 01:02:03 +0000 UTC)',
        'Image Created:|',
      ].join('\n'),
    );
  });

  test('labels that steer a terminal are shown instead of obeyed', () => {
    expect(describeConfig({ Labels: { a: '\u001b]0;title\u0007' } })).toContain('Docker Labels:\ta=^[]0;title^G');
  });

  test('a configuration of wrong types, as an edited file may hold, cannot be described', () => {
    const odd = image({ dockerImageMetadata: metadata({ Config: { Cmd: 'sh' } }) });
    expect(() => describeImage(odd, { now })).toThrow('Config.Cmd is not a list of texts');
  });

  test('an image without metadata cannot be described', () => {
    expect(() => describeImage(image({ dockerImageMetadata: undefined }), { now })).toThrow(
      expect.objectContaining({ code: 'ARGUMENT', message: 'unable to read image metadata' }),
    );
  });
});
