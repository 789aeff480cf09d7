import { objectIn, ownValue } from '../core/json/json-object.ts';
import { faultOffset } from '../core/json/json-syntax.ts';
import { RegistryError, type RegistryErrorCode } from '../errors.ts';
import type { HttpAnswer } from './http.ts';
import { pauseInWords } from './retry.ts';

/** What was asked for: decides what a 404 without words means. */
export type Subject = 'manifest' | 'blob' | 'tags';

const CODES: Readonly<Record<string, RegistryErrorCode>> = {
  MANIFEST_UNKNOWN: 'REGISTRY_MANIFEST_UNKNOWN',
  NAME_UNKNOWN: 'REGISTRY_NAME_UNKNOWN',
  BLOB_UNKNOWN: 'REGISTRY_BLOB_UNKNOWN',
  UNAUTHORIZED: 'REGISTRY_UNAUTHORIZED',
  DENIED: 'REGISTRY_DENIED',
  TOOMANYREQUESTS: 'REGISTRY_TOO_MANY_REQUESTS',
};

const BY_STATUS: Readonly<Record<number, RegistryErrorCode>> = {
  401: 'REGISTRY_UNAUTHORIZED',
  403: 'REGISTRY_DENIED',
  429: 'REGISTRY_TOO_MANY_REQUESTS',
};

const NOT_FOUND: Readonly<Record<Subject, RegistryErrorCode>> = {
  manifest: 'REGISTRY_MANIFEST_UNKNOWN',
  blob: 'REGISTRY_BLOB_UNKNOWN',
  tags: 'REGISTRY_NAME_UNKNOWN',
};

/** How much of a foreign text is shown. */
const SHOWN = 2048;

/**
 * The error for an answer that is not what was asked for, in the words that `oc` uses: `denied: ...` from the registry's
 * error document, `received unexpected HTTP status: ...` for 5xx, `error parsing HTTP 404 response body: ...` for
 * the rest. What the registry wrote is shown without control characters, and cut. Who asked for a pause is said to have.
 */
export function answerError(answer: HttpAnswer, subject: Subject): RegistryError {
  const make = (code: RegistryErrorCode, message: string) =>
    new RegistryError(code, message, {
      status: answer.status,
      login: answer.login,
      ...askedPause(answer),
    });
  const { status, body } = answer;
  if (status >= 500 || status < 400 || (body.length === 0 && status !== 401)) {
    const code =
      status === 404 && body.length === 0 ? NOT_FOUND[subject] : (BY_STATUS[status] ?? 'REGISTRY_UNEXPECTED_ANSWER');
    return make(code, `received unexpected HTTP status: ${statusLine(answer)}`);
  }
  const text = body.toString('utf8');
  const problems = problemsIn(text);
  if (problems === undefined) {
    if (status === 401) return make('REGISTRY_UNAUTHORIZED', 'unauthorized: authentication required');
    if (status === 429) return make('REGISTRY_TOO_MANY_REQUESTS', `toomanyrequests: ${firstLine(text)}`);
    return make(BY_STATUS[status] ?? 'REGISTRY_UNEXPECTED_ANSWER', parseProblem(status, text));
  }
  return make(codeOf(problems, status), inWords(problems));
}

/** What an error says of an answer that asked for a pause: when to come back. */
export function askedPause({ retryAfter }: HttpAnswer): { hint?: string; retryAfter?: number } {
  return retryAfter === undefined ? {} : { retryAfter, hint: `try again in ${pauseInWords(retryAfter)}` };
}

interface Problem {
  code: string;
  message: string;
}

/** The registry's error document (distribution specification, "Error Codes"), or undefined for any other text. */
function problemsIn(text: string): Problem[] | undefined {
  const errors = ownValue(objectIn(text), 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  return errors.slice(0, 20).map((error: unknown) => {
    const code = ownValue(error, 'code');
    const message = ownValue(error, 'message');
    return {
      code: typeof code === 'string' && code !== '' ? code : 'UNKNOWN',
      message: typeof message === 'string' ? message : '',
    };
  });
}

function codeOf(problems: readonly Problem[], status: number): RegistryErrorCode {
  if (problems.some(({ code }) => code === 'UNAUTHORIZED')) return 'REGISTRY_UNAUTHORIZED';
  for (const { code } of problems) {
    if (Object.hasOwn(CODES, code)) return CODES[code] as RegistryErrorCode;
  }
  return BY_STATUS[status] ?? 'REGISTRY_UNEXPECTED_ANSWER';
}

function inWords(problems: readonly Problem[]): string {
  const sentences = problems.map(({ code, message }) => {
    const name = printable(code).toLowerCase().replaceAll('_', ' ');
    return message === '' ? name : `${name}: ${printable(message)}`;
  });
  return sentences.length === 1 ? (sentences[0] as string) : `errors:\n${sentences.join('\n')}\n`;
}

function parseProblem(status: number, text: string): string {
  const fault = faultOffset(text);
  const why =
    fault === undefined
      ? 'no error details found in HTTP response body'
      : fault >= text.length
        ? 'unexpected end of JSON input'
        : `invalid character '${printable(text[fault] as string)}' at offset ${fault}`;
  return `error parsing HTTP ${status} response body: ${why}: ${JSON.stringify(printable(text))}`;
}

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** `503 Service Unavailable`: the usual phrase, or the server's own for a status without one. */
export function statusLine({ status, statusText }: HttpAnswer): string {
  const phrase = PHRASES[status] ?? printable(statusText);
  return phrase === '' ? String(status) : `${status} ${phrase}`;
}

/** A foreign text on one line: control characters (also those that steer a terminal) become spaces, and it is cut. */
export function printable(text: string): string {
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
  return cut.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => printable(candidate) !== '');
  return line === undefined || line.trimStart().startsWith('<') ? 'Too Many Requests' : printable(line);
}
