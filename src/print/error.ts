import { isStatusError, type Status } from '../core/status.ts';
import { isAppError, type SeveralErrors } from '../errors.ts';
import { safeText } from './text/safe-text.ts';

/**
 * An error as `oc` prints it (oc CLI 1.1), one or more lines each ending with a newline. What is no error of ours is a
 * mistake in the program: it is said so, with its message.
 */
export function printError(error: unknown): string {
  if (!isAppError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return `error: internal error: ${safeText(message)}\n`;
  }
  if (error.code === 'SEVERAL') return (error as SeveralErrors).errors.map(printError).join('');
  const text = isStatusError(error)
    ? printStatus(error.status)
    : `${error.code === 'BARE' ? '' : 'error: '}${error.message.replace(/^error: /, '')}`;
  return `${safeText(text)}\n${error.hint ? `hint: ${safeText(error.hint)}\n` : ''}`;
}

function printStatus(status: Status): string {
  const message = status.message ?? '';
  if (status.reason === 'Invalid' && status.details?.causes) return printInvalid(status);
  if (status.reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
  return status.reason ? `Error from server (${status.reason}): ${message}` : `Error from server: ${message}`;
}

function printInvalid({ details }: Status): string {
  const causes = (details?.causes ?? []).map((cause) =>
    cause.field ? `${cause.field}: ${cause.message}` : cause.message,
  );
  const head = details?.kind ? `The ${details.kind} "${details.name}" is invalid: ` : 'The request is invalid: ';
  const distinct = [...new Set(causes)];
  if (distinct.length === 1) return `${head}${distinct[0]}`;
  return [head, ...distinct.map((cause) => `* ${cause}`)].join('\n');
}
