import { AppError } from '../../errors.ts';
import { fnv1a } from '../fnv1a.ts';

const MAX_NAME = 253;
const MAX_LABEL = 63;
/** Room is left for what controllers append. */
const MAX_GIVEN_NAME = 58;

/** Names that belong into a template's parameters are left as they are. */
const isParameter = (name: string) => name.includes('${') || name.includes('$(');

/** Checks `--name` (oc CLI 10). Fails with ARGUMENT. */
export function checkAppName(name: string): void {
  if (isParameter(name) || (name.length <= MAX_GIVEN_NAME && /^[a-z][-a-z0-9]*$/.test(name) && !name.endsWith('-')))
    return;
  throw new AppError(
    'ARGUMENT',
    `invalid name: ${name}. Must be an a lower case alphanumeric (a-z, and 0-9) string with a maximum length of ${MAX_GIVEN_NAME} characters, where the first character is a letter (a-z), and the '-' character is allowed anywhere except the first or last character.`,
  );
}

/**
 * Makes the names of an application's parts out of what is suggested for each: lower case, only letters, digits and dashes,
 * and a number where a name comes again.
 */
export function createNames(): (suggested: string) => string {
  const known = new Map<string, number>();
  return (suggested) => {
    if (suggested === '') throw new AppError('ARGUMENT', 'you must specify a name for your app');
    const name = isParameter(suggested) ? suggested : simplified(suggested);
    if (suggested.length < 2 || name === '') throw new AppError('ARGUMENT', `invalid name: ${suggested}`);
    const count = known.get(name);
    known.set(name, count === undefined ? 0 : count + 1);
    return count === undefined ? name : joinedName(name, String(count + 1), MAX_NAME);
  };
}

function simplified(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9]/g, '')
    .replace(/^-+/, '')
    .slice(0, MAX_NAME);
}

/** `base-suffix`; where that is too long, the end of the base is replaced by a hash of all of it. */
export function joinedName(base: string, suffix: string, max: number): string {
  const name = `${base}-${suffix}`;
  if (name.length <= max) return name;
  const kept = max - suffix.length - '-01234567-'.length;
  if (kept < 0) return `${base.slice(0, Math.max(0, max - 9))}-${hash(name)}`.slice(0, max);
  return `${base.slice(0, kept)}-${hash(base)}-${suffix}`;
}

const hash = (text: string) => fnv1a(text).toString(16).padStart(8, '0');

/** The base of the names of a container's volumes, to which their numbers are appended. */
export function volumeBaseName(container: string, volumes: number): string {
  return joinedName(container, 'volume', MAX_LABEL - String(volumes).length - 1);
}

/** The name of the service of a workload: its own where that can name one. */
export function serviceName(name: string): string {
  if (/^[a-z0-9][-a-z0-9.]*$/.test(name) && !/[-.]$/.test(name) && name.length <= MAX_NAME) return name;
  return simplified(name).replace(/-+$/, '').slice(0, MAX_LABEL);
}
