import { AppError, type ErrorDetails } from '../errors.ts';

export type StatusReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Forbidden'
  | 'Unauthorized'
  | 'MethodNotAllowed'
  | 'InternalError'
  | 'Expired'
  | 'ImportFailed';

/** metav1.Status: how the image API reports success and failure. */
export interface Status {
  status: 'Success' | 'Failure';
  reason?: StatusReason;
  message?: string;
  code?: number;
  details?: StatusDetails;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  /** The kind for reason Invalid; the plural resource else. */
  kind?: string;
  causes?: StatusCause[];
}

export interface StatusCause {
  /** A field path such as `spec.tags[1.0].from.name`. */
  field: string;
  /** Without the field: `Invalid value: "x": why`. */
  message: string;
}

const CODES: Record<StatusReason, number> = {
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Invalid: 422,
  BadRequest: 400,
  Forbidden: 403,
  Unauthorized: 401,
  MethodNotAllowed: 405,
  InternalError: 500,
  Expired: 410,
  ImportFailed: 500,
};

/** An answer of the image API that is not success. Recognise it by `status.reason`. */
export class StatusError extends AppError {
  override readonly name = 'StatusError';
  readonly status: Status;
  /** Where something is missing: no part of what an API answers. */
  readonly namespace: string | undefined;

  constructor(status: Status, details: ErrorDetails & { namespace?: string | undefined } = {}) {
    super('STATUS', status.message ?? '', details);
    this.status = status;
    this.namespace = details.namespace;
  }
}

export function isStatusError(error: unknown, reason?: StatusReason): error is StatusError {
  const candidate = error as { code?: unknown; status?: Status } | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    candidate.code === 'STATUS' &&
    (reason === undefined || candidate.status?.reason === reason)
  );
}

/** What is read, or undefined where the API says that it is not there. */
export async function ifFound<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}

export const success: Status = { status: 'Success' };

/** A failed Status with the HTTP code that belongs to its reason. */
export function failure(reason: StatusReason, message: string, details?: StatusDetails): Status {
  return { status: 'Failure', reason, message, code: CODES[reason], ...(details ? { details } : {}) };
}

/**
 * `imagestreams.image.openshift.io "x" not found`. `resource` is `plural.group`, or the plural alone for the core group.
 *
 * @param namespace where it was looked for, where that helps
 */
export function notFound(resource: string, name: string, namespace?: string): StatusError {
  const status = failure('NotFound', `${resource} "${name}" not found`, { kind: resource, name });
  return new StatusError(status, { namespace });
}

export function alreadyExists(resource: string, name: string): StatusError {
  return new StatusError(failure('AlreadyExists', `${resource} "${name}" already exists`, { kind: resource, name }));
}

/** The write was based on a version that is not the stored one any more. */
export function conflict(resource: string, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${resource} "${name}": ${why}`;
  return new StatusError(failure('Conflict', message, { kind: resource, name }));
}

/** The same, worded as where the versions of an object were compared. */
export function modifiedMeanwhile(resource: string, name: string): StatusError {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(resource, name, why);
}

export function badRequest(message: string): StatusError {
  return new StatusError(failure('BadRequest', message));
}

/** Why a server cannot read what was sent as an object of the kind. */
export function undecodable({ kind, version }: { kind: string; version: string }, why: string): StatusError {
  return badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`);
}

export function forbidden(message: string): StatusError {
  return new StatusError(failure('Forbidden', message));
}

export function methodNotAllowed(): StatusError {
  return new StatusError(
    failure('MethodNotAllowed', 'the server does not allow this method on the requested resource'),
  );
}

/** 422 with one message per cause, worded as the API server words it. `kind` is `ImageStream.image.openshift.io`. */
export function invalid(kind: string, name: string, causes: StatusCause[]): StatusError {
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const [bare = kind, group] = splitOnce(kind, '.');
  return new StatusError(
    failure('Invalid', `${kind} "${name}" is invalid: ${list}`, {
      kind: bare,
      ...(group ? { group } : {}),
      name,
      causes,
    }),
  );
}

/** Fails with what `invalid` makes of the causes, where there are any. */
export function refuseInvalid(kind: string, name: string, causes: StatusCause[]): void {
  if (causes.length > 0) throw invalid(kind, name, causes);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The details of field errors (apimachinery `field.Error`), without the field. */
export const cause = {
  invalid: (field: string, value: string, why: string): StatusCause => ({
    field,
    message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
  }),
  /** For values that Go prints without quotes, such as booleans and numbers. */
  invalidBare: (field: string, value: string, why: string): StatusCause => ({
    field,
    message: `Invalid value: ${value}: ${why}`,
  }),
  required: (field: string, why = ''): StatusCause => ({ field, message: `Required value${why ? `: ${why}` : ''}` }),
  forbidden: (field: string, why: string): StatusCause => ({ field, message: `Forbidden: ${why}` }),
  notFound: (field: string, value: string): StatusCause => ({ field, message: `Not found: ${JSON.stringify(value)}` }),
  internal: (field: string, why: string): StatusCause => ({ field, message: `Internal error: ${why}` }),
  notSupported: (field: string, value: string, values: readonly string[]): StatusCause => ({
    field,
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${values.map((v) => JSON.stringify(v)).join(', ')}`,
  }),
};
