import { isRegistryError, type RegistryError } from '../../errors.ts';
import { failure, type Status } from '../status.ts';

/**
 * The Status of an image that could not be imported (image-stream model 4.5): reason and message are what OpenShift
 * writes, so that scripts that match on them keep working. What follows `Internal error occurred: REFERENCE: ` is the
 * registry client's own sentence.
 *
 * @param reference the pull spec with Docker's defaults filled in, such as `docker.io/library/nginx:1`
 */
export function statusOfFailure(error: RegistryError, reference: string): Status {
  switch (error.code) {
    case 'REGISTRY_MANIFEST_UNKNOWN':
      return failure('NotFound', `dockerimage.image.openshift.io "${reference}" not found`);
    case 'REGISTRY_UNAUTHORIZED':
      return failure('Unauthorized', `you may not have access to the container image "${reference}"`);
    case 'REGISTRY_WRONG_PASSWORD':
      return failure('Unauthorized', `incorrect username or password for image "${reference}"`);
    default:
      return failure('InternalError', `Internal error occurred: ${reference}: ${sentence(error)}`);
  }
}

/**
 * The Status of a repository whose tags could not be listed.
 *
 * @param reference the repository as it was typed
 */
export function statusOfListFailure(error: RegistryError, reference: string): Status {
  switch (error.code) {
    case 'REGISTRY_NAME_UNKNOWN':
      return failure('NotFound', `dockerimage.image.openshift.io "${reference}" not found`);
    case 'REGISTRY_UNAUTHORIZED':
    case 'REGISTRY_WRONG_PASSWORD':
      return failure('Unauthorized', `you may not have access to the container image "${reference}"`);
    default:
      return failure('InternalError', `Internal error occurred: ${sentence(error)}`);
  }
}

/** The Status of a repository import of which some images failed. */
export function statusOfPartialFailure(failed: number): Status {
  const message =
    failed === 1
      ? 'one of the images from this repository failed to import'
      : `${failed} of the images from this repository failed to import`;
  return failure('ImportFailed', message);
}

/** Whether a registry only said that it has no such thing. */
export function isMissing({ code }: RegistryError): boolean {
  return code === 'REGISTRY_MANIFEST_UNKNOWN' || code === 'REGISTRY_NAME_UNKNOWN' || code === 'REGISTRY_BLOB_UNKNOWN';
}

/** Whether an error is about one image, so that it becomes data; anything else ends the command. */
export function isImageFailure(error: unknown): error is RegistryError {
  return isRegistryError(error);
}

/**
 * One line: what failed, and what to try. How long a registry asks to wait changes with every try, and a condition must
 * not: the same failure again is to leave the stream as it is.
 */
function sentence(error: RegistryError): string {
  const hint = error.retryAfter === undefined ? error.hint : undefined;
  return hint ? `${error.message} - ${hint}` : error.message;
}
