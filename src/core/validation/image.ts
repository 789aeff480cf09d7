import { isContentDigest } from '../images/digest.ts';
import type { Image, ImageManifest } from '../objects/image-stream.ts';
import { pathSegmentProblems } from '../references/names.ts';
import { referenceProblem } from '../references/reference.ts';
import { cause, type StatusCause } from '../status.ts';
import { validateMetadata } from './metadata.ts';

/**
 * Checks an Image that is to be stored (image-stream model 2.6).
 *
 * @param prefix where the Image stands in another object, such as `image.`
 */
export function validateImage(image: Image, prefix = ''): StatusCause[] {
  const field = `${prefix}dockerImageReference`;
  const text = image.dockerImageReference;
  const problem = text === '' ? undefined : referenceProblem(text);
  const manifests = image.dockerImageManifests ?? [];
  const layers = image.dockerImageLayers ?? [];
  return [
    ...validateMetadata(image.metadata, pathSegmentProblems, `${prefix}metadata`),
    ...(text === '' ? [cause.required(field)] : []),
    ...(problem ? [cause.invalid(field, text, problem)] : []),
    ...(manifests.length > 0 && layers.length > 0 ? [layersOfList(`${prefix}dockerImageLayers`)] : []),
    ...manifests.flatMap((manifest, i) => validateManifest(manifest, `${prefix}dockerImageManifests[${i}]`)),
  ];
}

const layersOfList = (field: string): StatusCause =>
  cause.forbidden(field, 'dockerImageLayers should not be set when dockerImageManifests is set');

/** `type/subtype` of RFC 6838 section 4.2. */
const MEDIA_TYPE = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;

function validateManifest(manifest: ImageManifest, path: string): StatusCause[] {
  const { digest, mediaType, architecture, os, manifestSize } = manifest;
  const causes: StatusCause[] = [];
  if (!isContentDigest(digest)) {
    causes.push(cause.invalid(`${path}.digest`, digest, 'digest does not conform with OCI image specification'));
  }
  if (!MEDIA_TYPE.test(mediaType)) {
    causes.push(cause.invalid(`${path}.mediaType`, mediaType, 'media type does not conform to RFC6838'));
  }
  if (architecture === '') causes.push(cause.required(`${path}.architecture`));
  if (os === '') causes.push(cause.required(`${path}.os`));
  if (manifestSize < 0) {
    causes.push(cause.invalidBare(`${path}.size`, String(manifestSize), 'manifest size cannot be negative'));
  }
  return causes;
}
