import { failure, StatusError } from '../../core/status.ts';

/** The version from which a watch should begin is forgotten (HTTP 410): list again. */
export function expired(resourceVersion: string): StatusError {
  return new StatusError(failure('Expired', `too old resource version: ${resourceVersion}`));
}
