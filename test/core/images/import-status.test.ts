import { describe, expect, test } from '@jest/globals';
import {
  statusOfFailure,
  statusOfListFailure,
  statusOfPartialFailure,
} from '../../../src/core/images/import-status.ts';
import { RegistryError, type RegistryErrorCode } from '../../../src/errors.ts';

const nginx = 'docker.io/library/nginx:1';
const error = (code: RegistryErrorCode, hint?: string) => new RegistryError(code, 'it failed', hint ? { hint } : {});

describe('the status of an image', () => {
  test.each<[RegistryErrorCode, string, number, string]>([
    ['REGISTRY_MANIFEST_UNKNOWN', 'NotFound', 404, `dockerimage.image.openshift.io "${nginx}" not found`],
    ['REGISTRY_UNAUTHORIZED', 'Unauthorized', 401, `you may not have access to the container image "${nginx}"`],
    ['REGISTRY_WRONG_PASSWORD', 'Unauthorized', 401, `incorrect username or password for image "${nginx}"`],
    ['REGISTRY_NAME_UNKNOWN', 'InternalError', 500, `Internal error occurred: ${nginx}: it failed - try this`],
    ['REGISTRY_TLS', 'InternalError', 500, `Internal error occurred: ${nginx}: it failed - try this`],
    ['REGISTRY_TOO_MANY_REQUESTS', 'InternalError', 500, `Internal error occurred: ${nginx}: it failed - try this`],
  ])('%s', (code, reason, status, message) => {
    expect(statusOfFailure(error(code, 'try this'), nginx)).toEqual({
      status: 'Failure',
      reason,
      code: status,
      message,
    });
  });

  test('does not change with the time for which a registry asks to be left alone', () => {
    const later = new RegistryError('REGISTRY_TOO_MANY_REQUESTS', 'it failed', {
      hint: 'try in 2 min',
      retryAfter: 120,
    });
    expect(statusOfFailure(later, nginx).message).toBe(`Internal error occurred: ${nginx}: it failed`);
  });

  test('without a hint', () => {
    expect(statusOfFailure(error('REGISTRY_TLS'), nginx).message).toBe(`Internal error occurred: ${nginx}: it failed`);
  });
});

describe('the status of a list of tags', () => {
  test.each<[RegistryErrorCode, string, string]>([
    ['REGISTRY_NAME_UNKNOWN', 'NotFound', 'dockerimage.image.openshift.io "nginx" not found'],
    ['REGISTRY_UNAUTHORIZED', 'Unauthorized', 'you may not have access to the container image "nginx"'],
    ['REGISTRY_WRONG_PASSWORD', 'Unauthorized', 'you may not have access to the container image "nginx"'],
    ['REGISTRY_MANIFEST_UNKNOWN', 'InternalError', 'Internal error occurred: it failed'],
  ])('%s', (code, reason, message) => {
    expect(statusOfListFailure(error(code), 'nginx')).toMatchObject({ status: 'Failure', reason, message });
  });
});

test.each([
  [1, 'one of the images from this repository failed to import'],
  [2, '2 of the images from this repository failed to import'],
])('%i images failed', (count, message) => {
  expect(statusOfPartialFailure(count)).toMatchObject({ reason: 'ImportFailed', message });
});
