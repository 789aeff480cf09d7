import type { Download } from '../core/ports/download.ts';
import { AppError, isAppError } from '../errors.ts';

/** Bytes of the largest manifest that is read from a server: far beyond any real one. */
const MAX_SIZE = 32 * 1024 * 1024;
/** As many as Go's client follows. */
const MAX_REDIRECTS = 10;

export interface UrlOptions {
  download: Download;
  signal: AbortSignal;
}

/**
 * What a server answers for a URL. Redirects are followed; a login in the URL goes to its own host only, and nothing goes
 * from https to http.
 * Fails with ARGUMENT, worded as kubectl words it, for any answer but 200, and with INTERRUPTED.
 */
export async function readUrl(text: string, { download, signal }: UrlOptions): Promise<Uint8Array> {
  const start = parseUrl(text);
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const headers = url.origin === start.origin ? login(start) : {};
    const answer = await get(text, () => download(bare(url), { headers, limit: MAX_SIZE, signal }));
    if (answer.status === 200) return answer.body;
    const next = [301, 302, 303, 307, 308].includes(answer.status) ? answer.location : undefined;
    if (next === undefined) {
      const status = `${answer.status} ${answer.statusText}`.trim();
      throw refused(text, `server reported ${status}, status code=${answer.status}`);
    }
    url = redirected(text, url, next);
  }
  throw refused(text, `stopped after ${MAX_REDIRECTS} redirects`);
}

async function get<T>(text: string, download: () => Promise<T>): Promise<T> {
  try {
    return await download();
  } catch (error) {
    if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
    throw refused(text, error.message, error);
  }
}

function redirected(text: string, from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (!to || !/^https?:$/.test(to.protocol)) throw refused(text, 'the server redirects to what is no URL');
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw refused(text, `the server redirects from https to plain http (${to.host})`);
  }
  return to;
}

function parseUrl(text: string): URL {
  try {
    const url = new URL(text);
    login(url);
    return url;
  } catch {
    throw new AppError('ARGUMENT', `the URL passed to filename ${JSON.stringify(text)} is not valid`);
  }
}

function bare(url: URL): URL {
  const address = new URL(url);
  address.username = '';
  address.password = '';
  address.hash = '';
  return address;
}

function login({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

function refused(text: string, why: string, cause?: AppError): AppError {
  const shown = text.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
  return new AppError('ARGUMENT', `unable to read URL ${JSON.stringify(shown)}, ${why}`, {
    hint: cause?.hint,
    cause,
  });
}
