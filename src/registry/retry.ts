/** Answers that may be different a moment later (registry client TR6). */
const TEMPORARY = new Set([408, 429, 500, 502, 503, 504, 522]);

export function isTemporaryStatus(status: number): boolean {
  return TEMPORARY.has(status);
}

/** Largest pause that backoff chooses by itself. */
const LONGEST_BACKOFF_MS = 15_000;

/**
 * The pause before attempt `failures + 1`, in milliseconds: full jitter over 0.25 s x 2^n, at most 15 s.
 *
 * @param failures how often in a row it has failed, from 1
 * @param random from 0 up to 1
 */
export function backoffMs(failures: number, random: number): number {
  return Math.floor(random * Math.min(LONGEST_BACKOFF_MS, 250 * 2 ** (failures - 1)));
}

/** The longest `Retry-After` that is believed: nobody is to keep itself from being asked for good, by mistake or by malice. */
export const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * The pause that `Retry-After` asks for, in milliseconds from `now`: seconds or an HTTP date (RFC 9110, 10.2.3), at most
 * a day. Undefined for anything else, as if the header were not there.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d{1,30}$/.test(text)) return Math.min(LONGEST_RETRY_AFTER_MS, Number(text) * 1000);
  if (!/^[A-Za-z]{3,9}, ?\d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} [\d:]{8} GMT$/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, date - now));
}

/** A pause in words: `60 s`, `6 min`, `2 h`. */
export function pauseInWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
