import type { DescribeRequest, DescribeResult } from '../commands/describe.ts';
import { IMAGE, IMAGE_STREAM, IMAGE_STREAM_IMAGE, IMAGE_STREAM_TAG } from '../core/kinds/kind-names.ts';
import type { ResourceKind } from '../core/kinds/kinds.ts';
import type { Image, ImageStream, ImageStreamImage, ImageStreamTag } from '../core/objects/image-stream.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { AppError } from '../errors.ts';
import { describeImage } from './describe/image.ts';
import { describeImageStream } from './describe/image-stream.ts';
import type { PrintContext, Printed } from './printed.ts';

/** `describe`: the texts of the objects, one after the other. */
export async function prepare(
  _request: DescribeRequest,
  context: PrintContext,
): Promise<(result: DescribeResult) => Printed> {
  const other = await import('./describe/describe-object.ts');
  return ({ objects, byPrefix, namespace, errors }) => {
    const texts: string[] = [];
    const failed = [...errors];
    for (const { kind, object } of objects) {
      try {
        texts.push(describe(kind, object, context.now(), other.describeObject));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed.push(error);
      }
    }
    if (texts.length === 0 && failed.length === 0) {
      return {
        stdout: '',
        stderr: namespace ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n',
      };
    }
    return {
      stdout: joinDescriptions(texts, byPrefix),
      look: 'fields' as const,
      errors: failed,
    };
  };
}

/** Two empty lines between objects, or one after each of those whose name starts with what was asked (oc-cli.md 6). */
export function joinDescriptions(texts: readonly string[], byPrefix: boolean): string {
  return byPrefix ? texts.map((text) => `${text}\n`).join('') : texts.join('\n\n');
}

function describe(
  kind: ResourceKind,
  object: KubeObject,
  now: Date,
  otherwise: (kind: ResourceKind, object: KubeObject, now: Date) => string,
): string {
  switch (kind) {
    case IMAGE_STREAM:
      return describeImageStream(object as ImageStream, now);
    case IMAGE_STREAM_TAG: {
      const { image } = object as ImageStreamTag;
      return describeImage(image, { imageName: image.metadata.name, now });
    }
    case IMAGE_STREAM_IMAGE: {
      const { image } = object as ImageStreamImage;
      return describeImage(image, { imageName: image.metadata.name, now });
    }
    case IMAGE:
      return describeImage(object as unknown as Image, { now });
    default:
      return otherwise(kind, object, now);
  }
}
