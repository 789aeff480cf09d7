import { describe, expect, test } from '@jest/globals';
import type { Image, ImageStream } from '../../../src/core/objects/image-stream.ts';
import type { ImageStreamImportStatus } from '../../../src/core/objects/image-stream-import.ts';
import { describeImage } from '../../../src/print/describe/image.ts';
import { describeImageStream } from '../../../src/print/describe/image-stream.ts';
import { importImageReport, printImportFailures, printImportImage } from '../../../src/print/import-image/report.ts';

const now = new Date('2026-11-23T08:00:00Z');

const stream: ImageStream = {
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'app', namespace: 'demo' },
  spec: { lookupPolicy: { local: false } },
  status: { dockerImageRepository: '' },
};

const image = (name: string): Image => ({
  metadata: { name },
  dockerImageReference: `quay.io/team/app@${name}`,
  dockerImageMetadata: { kind: 'DockerImage', apiVersion: '', Created: null, ContainerConfig: {} },
});

const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } as const;
const failure = (message: string) => ({ ...success, status: 'Failure' as const, message });

const printed = (status: object, dryRun = false) => {
  const report = importImageReport('app', dryRun, status as ImageStreamImportStatus);
  return { stdout: printImportImage(report, now), stderr: printImportFailures(report, now) };
};

const described = (name: string, imageName: string) => `${describeImage(image(name), { imageName, now })}\n`;

describe('import-image', () => {
  test('tells the stream, then each image, and ends with an empty line', () => {
    const { stdout, stderr } = printed({
      import: stream,
      images: [{ status: success, image: image('sha256:1'), tag: '1.0' }],
    });
    expect(stdout).toBe(
      `imagestream.image.openshift.io/app imported\n\n${describeImageStream(stream, now)}\n${described('sha256:1', 'app:1.0')}\n`,
    );
    expect(stderr).toBe('');
  });

  test('a dry run has no stream', () => {
    expect(printed({ images: [{ status: success, image: image('sha256:1'), tag: '1.0' }] }, true).stdout).toBe(
      `imagestream.image.openshift.io/app imported (dry run)\n\n${described('sha256:1', 'app:1.0')}\n`,
    );
  });

  test('an image without a source tag is headed latest', () => {
    expect(printed({ images: [{ status: success, image: image('sha256:1') }] }).stdout).toContain(
      'Image Name:\tapp:latest\n',
    );
  });

  test('failures are lines of stderr, named by the source tag', () => {
    const { stdout, stderr } = printed({
      import: stream,
      repository: { status: success, images: [{ status: failure('gone\u001b'), tag: '2.0' }] },
      images: [{ status: failure('denied') }, { status: failure('no'), tag: '3.0' }],
    });
    expect(stdout).toBe(
      `imagestream.image.openshift.io/app imported with errors\n\n${describeImageStream(stream, now)}\n\n`,
    );
    expect(stderr).toBe(
      'error: repository tag 2.0 failed: gone^[\nerror: tag  failed: denied\nerror: tag 3.0 failed: no\n',
    );
  });

  test('a failing tag of a repository that could be listed is no error of the whole', () => {
    const { stdout } = printed({ repository: { status: success, images: [{ status: failure('gone'), tag: '2.0' }] } });
    expect(stdout).toBe('imagestream.image.openshift.io/app imported\n\n\n');
  });

  test('a repository that failed as a whole is not explained', () => {
    expect(printed({ repository: { status: failure('no list') } }, true)).toEqual({
      stdout: 'imagestream.image.openshift.io/app imported with errors (dry run)\n\n\n',
      stderr: '',
    });
  });

  test('tags that were left out are named last; images of the repository come before the others', () => {
    const { stdout } = printed({
      repository: {
        status: success,
        images: [{ status: success, image: image('sha256:1'), tag: 'a' }],
        additionalTags: ['x', 'y'],
      },
      images: [{ status: success, image: image('sha256:2'), tag: 'b' }],
    });
    expect(stdout).toBe(
      `imagestream.image.openshift.io/app imported\n\n${described('sha256:1', 'app:a')}${described('sha256:2', 'app:b')}` +
        '\ninfo: The remote repository contained 2 additional tags which were not imported: x, y\n\n',
    );
  });

  test('an image without metadata is a failed tag', () => {
    const broken = { ...image('sha256:1'), dockerImageMetadata: undefined };
    const { stdout, stderr } = printed({ images: [{ status: success, image: broken, tag: '1' }] });
    expect(stdout).toBe('imagestream.image.openshift.io/app imported\n\n\n');
    expect(stderr).toBe('error: tag 1 failed: unable to read image metadata\n');
  });
});
