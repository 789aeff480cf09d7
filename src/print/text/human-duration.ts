const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The longest duration that Go holds, in milliseconds: what "now minus no time at all" becomes. */
const LONGEST = 9_223_372_036_854;

/**
 * A duration in the words of Docker's go-units (oc-cli.md 1.3), for `X ago`.
 * Everything is truncated but hours, which are rounded to the nearest.
 * @param milliseconds negative (a time in the future) reads as less than a second
 */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(milliseconds / HOUR + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(Math.trunc(milliseconds / HOUR) / 24 / 365)} years`;
}

/**
 * `X ago` for a timestamp of an object.
 * @param from RFC 3339; none, or Go's zero time, reads as `292 years ago`, and what is no time as `<invalid>`
 */
export function ago(from: string | null | undefined, now: Date): string {
  const elapsed = elapsedSince(from, now);
  return Number.isNaN(elapsed) ? '<invalid>' : `${humanDuration(elapsed)} ago`;
}

/** Whether a timestamp says nothing: absent, null, empty, or Go's zero time. */
export function isZeroTime(time: string | null | undefined): boolean {
  return !time || time === '0001-01-01T00:00:00Z';
}

/** Kubernetes' coarse duration, one unit only: `45s`, `5m`, `3h`, `2d`, `4y` (`oc image info`). */
export function shortHumanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < 24) return `${hours}h`;
  if (hours < 24 * 365) return `${Math.trunc(hours / 24)}d`;
  return `${Math.trunc(milliseconds / HOUR / 24 / 365)}y`;
}

/** Kubernetes' duration of the AGE column, a second unit while it tells something: `90s`, `5m3s`, `3h12m`, `3d7h`, `2y120d`. */
export function ageDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60 * 2) return `${seconds}s`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 60 * 3) return `${minutes}m`;
  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  if (hours < 24 * 365 * 8) return twoUnits(years, 'y', days % 365, 'd');
  return `${years}y`;
}

/** The AGE cell of a table: `<unknown>` without a timestamp. */
export function age(from: string | null | undefined, now: Date): string {
  if (isZeroTime(from)) return '<unknown>';
  const elapsed = elapsedSince(from, now);
  return Number.isNaN(elapsed) ? '<invalid>' : ageDuration(elapsed);
}

/** Milliseconds, capped as Go caps them; NaN for what is no time. */
export function elapsedSince(from: string | null | undefined, now: Date): number {
  if (isZeroTime(from)) return LONGEST;
  return Math.min(now.getTime() - Date.parse(from as string), LONGEST);
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
