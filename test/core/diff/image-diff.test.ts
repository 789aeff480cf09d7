import { describe, expect, test } from '@jest/globals';
import { diffImages } from '../../../src/core/diff/image-diff.ts';
import { diffPlatforms } from '../../../src/core/diff/platform-pairs.ts';
import type { DockerConfig, Image } from '../../../src/core/objects/image-stream.ts';

function anImage(name: string, config: DockerConfig = {}, over: Partial<Image> = {}): Image {
  return {
    metadata: { name },
    dockerImageReference: `quay.io/team/app@${name}`,
    dockerImageMetadata: {
      kind: 'DockerImage',
      apiVersion: 'image.openshift.io/1.0',
      Created: '2026-01-01T00:00:00Z',
      ContainerConfig: {},
      Architecture: 'amd64',
      Size: 100,
      Config: config,
    },
    ...over,
  };
}

const layer = (name: string, size: number) => ({ name, size, mediaType: '' });

describe('two images', () => {
  test.each<[string, DockerConfig, DockerConfig, object]>([
    ['nothing', { Env: ['A=1'], Cmd: ['x'] }, { Env: ['A=1'], Cmd: ['x'] }, {}],
    ['null and nothing', { Env: null, Labels: null, Cmd: null }, {}, {}],
    [
      'the environment',
      { Env: ['A=1', 'B=2', 'C'] },
      { Env: ['A=1', 'B=x=y', 'D='] },
      { environment: { B: { from: '2', to: 'x=y' }, C: { from: '' }, D: { to: '' } } },
    ],
    [
      'labels',
      { Labels: { a: '1', b: '2', toString: 'x' } },
      { Labels: { b: '3', c: '4' } },
      { labels: { a: { from: '1' }, b: { from: '2', to: '3' }, c: { to: '4' }, toString: { from: 'x' } } },
    ],
    [
      'what runs',
      { Entrypoint: ['/a'], Cmd: ['b', 'c'], User: '0' },
      { Entrypoint: ['/a', '-x'], WorkingDir: '/w', User: '1001' },
      {
        entrypoint: { from: ['/a'], to: ['/a', '-x'] },
        command: { from: ['b', 'c'] },
        user: { from: '0', to: '1001' },
        workingDir: { to: '/w' },
      },
    ],
    [
      'ports and volumes',
      { ExposedPorts: { '80/tcp': {}, '443/tcp': {} }, Volumes: { '/a': {} } },
      { ExposedPorts: { '443/tcp': {}, '8080/tcp': {} }, Volumes: { '/a': {} } },
      { ports: { added: ['8080/tcp'], removed: ['80/tcp'] } },
    ],
    [
      'ports, in the order of their names',
      { ExposedPorts: { '9/tcp': {}, '7/udp': {}, '8/tcp': {} } },
      { ExposedPorts: { '5/tcp': {}, '3/tcp': {}, '8/tcp': {} } },
      { ports: { added: ['3/tcp', '5/tcp'], removed: ['7/udp', '9/tcp'] } },
    ],
    [
      'the source',
      {
        Labels: {
          'org.opencontainers.image.source': 'https://github.com/a/b',
          'org.opencontainers.image.revision': '1',
        },
      },
      {
        Labels: {
          'org.opencontainers.image.source': 'https://github.com/a/b',
          'org.opencontainers.image.revision': '2',
        },
      },
      { revision: { from: '1', to: '2' }, compare: 'https://github.com/a/b/compare/1...2' },
    ],
  ])('differ in %s', (_, from, to, expected) => {
    expect(diffImages(anImage('a', from), anImage('b', to))).toEqual(expected);
  });

  test('share layers', () => {
    const from = anImage('a', {}, { dockerImageLayers: [layer('x', 10), layer('y', 5), layer('x', 10)] });
    const to = anImage('b', {}, { dockerImageLayers: [layer('x', 10), layer('z', 7)] });
    expect(diffImages(from, to).layers).toEqual({
      shared: { count: 1, size: 10 },
      added: [{ digest: 'z', size: 7 }],
      removed: [{ digest: 'y', size: 5 }],
    });
  });

  test('of which little is known differ in little', () => {
    const bare: Image = { metadata: { name: 'a' }, dockerImageReference: '' };
    expect(diffImages(bare, bare)).toEqual({});
    expect(diffImages(bare, anImage('b'))).toEqual({
      architecture: { to: 'amd64' },
      created: { to: '2026-01-01T00:00:00Z' },
      size: { to: 100 },
    });
  });
});

describe('platforms', () => {
  const manifest = (digest: string, architecture: string, os = 'linux', variant?: string) => ({
    digest,
    architecture,
    os,
    mediaType: '',
    manifestSize: 1,
    ...(variant ? { variant } : {}),
  });
  const index = (name: string, ...manifests: ReturnType<typeof manifest>[]) =>
    anImage(name, {}, { dockerImageManifests: manifests });
  const images = new Map(['a1', 'a2', 'm1'].map((name) => [name, anImage(name, { User: name })]));
  const find = (digest: string) => images.get(digest);

  test('of indexes are compared one by one', () => {
    const from = index(
      'i1',
      manifest('a1', 'amd64'),
      manifest('m1', 'arm', 'linux', 'v7'),
      manifest('s', 's390x'),
      manifest('att', 'unknown', 'unknown'),
    );
    const to = index('i2', manifest('a2', 'amd64'), manifest('m1', 'arm', 'linux', 'v7'), manifest('p', 'ppc64le'));
    expect(diffPlatforms(from, to, find)).toEqual([
      { platform: 'linux/amd64', from: 'a1', to: 'a2', differences: { user: { from: 'a1', to: 'a2' } } },
      { platform: 'linux/arm/v7', from: 'm1', to: 'm1' },
      { platform: 'linux/s390x', from: 's' },
      { platform: 'linux/ppc64le', to: 'p' },
    ]);
  });

  test('an image stands beside the one of its architecture', () => {
    expect(
      diffPlatforms(images.get('a1') as Image, index('i', manifest('m1', 'arm64'), manifest('a2', 'amd64')), find),
    ).toEqual([
      { platform: 'linux/amd64', from: 'a1', to: 'a2', differences: { user: { from: 'a1', to: 'a2' } } },
      { platform: 'linux/arm64', to: 'm1' },
    ]);
  });

  test('whose images are not stored have no differences to show', () => {
    expect(diffPlatforms(index('i', manifest('x', 'amd64')), index('j', manifest('a2', 'amd64')), find)).toEqual([
      { platform: 'linux/amd64', from: 'x', to: 'a2' },
    ]);
  });
});
