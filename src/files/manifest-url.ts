import { AppError, interrupted, isAppError } from '../errors.ts';

/** Bytes of the largest manifest that is read from a server: far beyond any real one. */
const MAX_SIZE = 32 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

export interface UrlOptions {
  fetch: typeof fetch;
  signal: AbortSignal;
}

/**
 * What a server answers for a URL. Redirects are followed.
 * Fails with ARGUMENT, worded as kubectl words it, for any answer but 200, and with INTERRUPTED.
 */
export async function readUrl(url: string, { fetch, signal }: UrlOptions): Promise<Uint8Array> {
  try {
    const { address, headers } = withLogin(url);
    const answer = await fetch(address, {
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      const status = `${answer.status} ${answer.statusText}`.trim();
      throw refused(url, `server reported ${status}, status code=${answer.status}`);
    }
    return await limited(answer, url);
  } catch (error) {
    if (signal.aborted) throw interrupted();
    if (isAppError(error)) throw error;
    throw refused(url, reason(error), error);
  }
}

/** A login in a URL is sent as such; `fetch` takes no URL that holds one. */
function withLogin(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url);
  if (address.username === '' && address.password === '') return { address, headers: {} };
  const login = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
  address.username = '';
  address.password = '';
  return { address, headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` } };
}

async function limited(answer: Response, url: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_SIZE) throw refused(url, `it is larger than ${MAX_SIZE / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** `fetch failed` says nothing: what failed is its cause. */
function reason(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  const { message: inner, code } = (cause ?? {}) as NodeJS.ErrnoException;
  return inner || code || message;
}

function refused(url: string, why: string, cause?: unknown): AppError {
  return new AppError('ARGUMENT', `unable to read URL ${JSON.stringify(withoutPassword(url))}, ${why}`, { cause });
}

function withoutPassword(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}
