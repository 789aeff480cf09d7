import type { Ports } from '../commands/command.ts';
import { isStatusError, type Status, StatusError } from '../core/status.ts';
import { AppError, isAppError, SeveralErrors } from '../errors.ts';

/** A call that failed, as far as it can say what to do. */
export interface FailedCall {
  argv: readonly string[];
  /** How the program was called. */
  program: string;
  /** Absent before a store was opened. */
  ports?: Pick<Ports, 'api' | 'namespace' | 'project'> | undefined;
}

/**
 * The failure with one thing to try, where it has none of its own and the whole command line, or the store, knows one. Under
 * the name of `oc`, a failure stays in its words alone.
 */
export async function advised(error: unknown, call: FailedCall): Promise<unknown> {
  if (!isAppError(error) || error.hint !== undefined || 'output' in error || call.program === 'oc') return error;
  if (error.code === 'SEVERAL') {
    const { errors, exitCode } = error as SeveralErrors;
    const each = await Promise.all(errors.map((one) => advised(one, call)));
    return new SeveralErrors(each, { exitCode });
  }
  const hint = await hintFor(error, call);
  if (hint === undefined) return error;
  if (!isStatusError(error)) return new AppError(error.code, error.message, { cause: error, hint });
  return new StatusError(error.status, { cause: error, hint, namespace: error.namespace });
}

async function hintFor(error: AppError, { argv, ports }: FailedCall): Promise<string | undefined> {
  if (isStatusError(error, 'NotFound')) {
    if (!ports || error.namespace === undefined) return undefined;
    const { hintForMissing } = await import('./advice/missing.ts');
    return hintForMissing(error.namespace, error.status.details ?? {}, ports);
  }
  if (/reference|pull spec/.test(error.message)) {
    const { hintForAddress } = await import('./advice/address.ts');
    const hint = hintForAddress(argv);
    if (hint) return hint;
  }
  const name = wrongStreamName(error, argv);
  return name === undefined ? undefined : (await import('./advice/stream-name.ts')).hintForStreamName(name);
}

/** The name of a stream that an error is about, because it can be none. */
function wrongStreamName(error: AppError, argv: readonly string[]): string | undefined {
  if (error.message.startsWith(BAD_TARGET)) {
    return /^[^/:@]+/.exec(argv.find((word) => !word.startsWith('-') && word !== 'import-image') ?? '')?.[0];
  }
  return isStatusError(error, 'Invalid') && isWrongStreamName(error.status) ? error.status.details?.name : undefined;
}

/** How `import-image` refuses what its first argument says. */
const BAD_TARGET = 'the image name must be a valid container image pull spec';

const isWrongStreamName = ({ details }: Status) =>
  /^ImageStream(Import|Tag)?$/.test(details?.kind ?? '') &&
  (details?.causes ?? []).some(({ field, message }) => field === 'metadata.name' && message.includes('must match'));
