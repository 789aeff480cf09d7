/**
 * Every way in which a command can fail, by code. Exit codes and texts are derived from the code in one place each
 * (`cli/exit-codes.ts`, `print/error.ts`); code that recognises an error compares the code, never the sentence.
 */
export type ErrorCode =
  /** An unknown flag or a flag's value that cannot be read. Carries the command for the usage line. */
  | 'FLAG'
  /** The arguments do not fit together; printed with a pointer to the command's help. */
  | 'USAGE'
  /** Arguments that are well-formed and cannot be used: the plain `error: ...` of `oc`. */
  | 'ARGUMENT'
  /** The same, printed without `error: ` before it, where `oc` does so. */
  | 'BARE'
  /** The image API said no, with a Kubernetes Status (see `StatusError`). */
  | 'STATUS'
  /** A file of the store that is not a readable object: names file, line and column. */
  | 'STORE_BROKEN'
  /** The file system refused: names the path. */
  | 'STORE_IO'
  /** Another writer holds the lock of an object for longer than the time limit. */
  | 'STORE_LOCKED'
  /** A credential file that cannot be read, or a credential helper that failed. */
  | 'CREDENTIALS'
  /** SIGINT or SIGTERM, or an aborted signal. */
  | 'INTERRUPTED'
  /** Several errors of one command; printed one after the other. */
  | 'SEVERAL'
  | RegistryErrorCode;

/** What a registry, or the way to it, did wrong. `core/import-status.ts` maps these to import conditions. */
export type RegistryErrorCode =
  | 'REGISTRY_MANIFEST_UNKNOWN'
  | 'REGISTRY_NAME_UNKNOWN'
  | 'REGISTRY_BLOB_UNKNOWN'
  /** 401 without, or in spite of, credentials. */
  | 'REGISTRY_UNAUTHORIZED'
  /** The token server or registry said that user name or password are wrong. */
  | 'REGISTRY_WRONG_PASSWORD'
  /** 403 with or without a registry error document. */
  | 'REGISTRY_DENIED'
  | 'REGISTRY_TOO_MANY_REQUESTS'
  /** Any other HTTP answer that is not what was asked for. */
  | 'REGISTRY_UNEXPECTED_ANSWER'
  /** Name resolution, refused or reset connections, proxies. */
  | 'REGISTRY_CONNECTION'
  | 'REGISTRY_TLS'
  /** The registry speaks plain HTTP and the request was not marked insecure. */
  | 'REGISTRY_HTTP_ONLY'
  | 'REGISTRY_TIMEOUT'
  /** A body, a page count or a nesting exceeded its limit; the message names the limit. */
  | 'REGISTRY_LIMIT'
  /** A security rule was broken; the message names what was refused and why. */
  | 'REGISTRY_REFUSED'
  /** Content that does not match its digest, size or media type, or is not readable. */
  | 'REGISTRY_CONTENT'
  /** A manifest of a kind that cannot be imported; the message names the media type. */
  | 'REGISTRY_UNSUPPORTED';

export interface ErrorDetails {
  /** One thing to try, as a sentence without a full stop. */
  hint?: string | undefined;
  cause?: unknown;
}

/**
 * A failure with a code, a sentence that says what failed and why, and perhaps one thing to try.
 * The sentence is printed to people: it never holds a secret, and names the file with line and column,
 * or the registry and the reference.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}

/** Recognises an error by its shape, so that it also works across module copies and realms. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  const candidate = error as { name?: unknown; code?: unknown } | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.code === 'string' &&
    error instanceof Error &&
    /Errors?$/.test(error.name) &&
    'hint' in error &&
    (code === undefined || candidate.code === code)
  );
}

/** A registry's failure with what `core/import-status.ts` needs to word the condition. */
export class RegistryError extends AppError {
  override readonly name = 'RegistryError';
  declare readonly code: RegistryErrorCode;
  /** HTTP status of the last answer, when there was one. */
  readonly status: number | undefined;
  /** How long the registry asked to be left alone when it failed, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Who asked, where that was refused: `user NAME (ORIGIN)`, or `nobody`. */
  readonly login: string | undefined;

  constructor(
    code: RegistryErrorCode,
    message: string,
    details: ErrorDetails & {
      status?: number | undefined;
      retryAfter?: number | undefined;
      login?: string | undefined;
    } = {},
  ) {
    super(code, message, details);
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.login = details.login;
  }
}

export function isRegistryError(error: unknown): error is RegistryError {
  return isAppError(error) && error.code.startsWith('REGISTRY_');
}

/** The same failure said in other words: its code, status and hint stay. */
export function inOtherWords(error: RegistryError, message: string): RegistryError {
  return new RegistryError(error.code, message, { cause: error, hint: error.hint, status: error.status });
}

/** Several failures of one command, or one of a command with an exit code of its own. Each is printed as it would be alone. */
export class SeveralErrors extends AppError {
  override readonly name = 'SeveralErrors';
  readonly errors: readonly unknown[];
  readonly exitCode: number;

  constructor(errors: readonly unknown[], { exitCode = 1 }: { exitCode?: number } = {}) {
    super('SEVERAL', `${errors.length} errors`);
    this.errors = errors;
    this.exitCode = exitCode;
  }
}

/** Fails with what was collected, if anything was: with the one error itself, or with all of them. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new SeveralErrors(errors);
}

/** The error of an aborted operation. Exit code 130 (SIGINT) or 143 (SIGTERM) is the CLI's business. */
export function interrupted(): AppError {
  return new AppError('INTERRUPTED', 'interrupted');
}
