import { describe, expect, test } from '@jest/globals';
import {
  alreadyExists,
  badRequest,
  cause,
  conflict,
  failure,
  forbidden,
  invalid,
  isStatusError,
  methodNotAllowed,
  notFound,
  type StatusReason,
} from '../../src/core/status.ts';

const streams = 'imagestreams.image.openshift.io';

test.each<[StatusReason, number]>([
  ['NotFound', 404],
  ['AlreadyExists', 409],
  ['Conflict', 409],
  ['Invalid', 422],
  ['BadRequest', 400],
  ['Forbidden', 403],
  ['Unauthorized', 401],
  ['MethodNotAllowed', 405],
  ['InternalError', 500],
  ['Expired', 410],
  ['ImportFailed', 500],
])('%s is HTTP %i', (reason, code) => {
  expect(failure(reason, 'why')).toEqual({ status: 'Failure', reason, message: 'why', code });
});

describe('what the API server says', () => {
  const named = { kind: streams, name: 'app' };
  test.each([
    [notFound(streams, 'app'), 'NotFound', `${streams} "app" not found`, named],
    [alreadyExists(streams, 'app'), 'AlreadyExists', `${streams} "app" already exists`, named],
    [
      conflict(streams, 'app', 'it changed'),
      'Conflict',
      `Operation cannot be fulfilled on ${streams} "app": it changed`,
      named,
    ],
    [badRequest('bad'), 'BadRequest', 'bad', undefined],
    [forbidden('no'), 'Forbidden', 'no', undefined],
    [
      methodNotAllowed(),
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
      undefined,
    ],
  ] as const)('%s', (error, reason, message, details) => {
    expect(error.code).toBe('STATUS');
    expect(error.message).toBe(message);
    expect(error.status.reason).toBe(reason);
    expect(error.status.details).toEqual(details);
  });

  const one = cause.required('spec.a');
  const two = cause.invalid('spec.b', 'x"y', 'no');

  test('one cause of an invalid object, or several', () => {
    expect(invalid('ImageStream.image.openshift.io', 'app', [one]).status).toMatchObject({
      message: 'ImageStream.image.openshift.io "app" is invalid: spec.a: Required value',
      details: { kind: 'ImageStream', group: 'image.openshift.io', name: 'app', causes: [one] },
    });
    const { message, status } = invalid('Secret', 's', [one, two]);
    expect(message).toBe('Secret "s" is invalid: [spec.a: Required value, spec.b: Invalid value: "x\\"y": no]');
    expect(status.details).toEqual({ kind: 'Secret', name: 's', causes: [one, two] });
  });

  test.each([
    [cause.invalidBare('f', '-1', 'no'), 'Invalid value: -1: no'],
    [cause.required('f', 'say it'), 'Required value: say it'],
    [cause.forbidden('f', 'no'), 'Forbidden: no'],
    [cause.notFound('f', 'x'), 'Not found: "x"'],
    [cause.internal('f', 'broken'), 'Internal error: broken'],
    [cause.notSupported('f', 'x', ['a', 'b']), 'Unsupported value: "x": supported values: "a", "b"'],
  ])('%j', (made, message) => expect(made).toEqual({ field: 'f', message }));
});

test.each([
  [notFound(streams, 'app'), undefined, true],
  [notFound(streams, 'app'), 'NotFound', true],
  [notFound(streams, 'app'), 'Conflict', false],
  [{ code: 'STATUS', status: { reason: 'Conflict' } }, 'Conflict', true],
  [{ code: 'STATUS' }, 'Conflict', false],
  [{ code: 'FLAG' }, undefined, false],
  [null, undefined, false],
  ['STATUS', undefined, false],
] as const)('%p is a status of reason %s: %s', (error, reason, expected) => {
  expect(isStatusError(error, reason)).toBe(expected);
});
