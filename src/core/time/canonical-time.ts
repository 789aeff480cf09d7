/**
 * An RFC 3339 time as the API writes it: UTC, whole seconds. Go's zero time and the empty text give the empty text;
 * undefined is no such time.
 */
export function canonicalTime(text: string): string | undefined {
  if (text === '') return '';
  if (CANONICAL.test(text)) return text;
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!parts) return undefined;
  const [, day = '', time = '', zone = ''] = parts;
  const utc = new Date(`${day}T${time}Z`);
  // A day that the month does not have is moved to the next month by Date, and is no time for Go.
  if (Number.isNaN(utc.getTime()) || !utc.toISOString().startsWith(`${day}T${time}`)) return undefined;
  const offset = zone === 'Z' ? 0 : minutesOf(zone);
  if (offset === undefined) return undefined;
  const instant = new Date(utc.getTime() - offset * 60_000).toISOString().replace('.000Z', 'Z');
  return instant === '0001-01-01T00:00:00Z' ? '' : instant;
}

/** Times as they are stored, on a day that every month has, in a year since which nothing is Go's zero time. */
const CANONICAL = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function minutesOf(zone: string): number | undefined {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 24 || minutes > 60) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
