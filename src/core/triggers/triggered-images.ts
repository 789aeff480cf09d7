import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { podSpecPath } from './pod-spec.ts';
import { type FindStream, resolveTag, type TriggeredImage } from './reaction.ts';
import { annotationImages } from './reaction-annotation.ts';
import { buildConfigImages } from './reaction-build-config.ts';
import { deploymentConfigImages } from './reaction-deployment-config.ts';
import { BUILD_CONFIG, DEPLOYMENT_CONFIG } from './watched-tags.ts';

/**
 * The images that an object has from the tags that its triggers follow, as far as it has what those tags have now: an
 * image that somebody wrote by hand, or that waits for a trigger to act, is not the tag's.
 */
export function triggeredImages(object: KubeObject, find: FindStream): TriggeredImage[] {
  return imagesOf(object).filter(({ from, image }) => image !== '' && image === resolveTag(find, from));
}

function imagesOf(object: KubeObject): TriggeredImage[] {
  const kind = groupKind(object);
  if (kind === DEPLOYMENT_CONFIG) return deploymentConfigImages(object);
  if (kind === BUILD_CONFIG) return buildConfigImages(object);
  return podSpecPath(object) === undefined ? [] : annotationImages(object);
}
