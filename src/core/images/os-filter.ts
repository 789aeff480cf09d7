import { AppError } from '../../errors.ts';
import type { IndexEntry } from './manifest.ts';

/** Which images of an index count: those whose `os/architecture[/variant]` the expression is found in. */
export type OsFilter = (entry: IndexEntry) => boolean;

/** `--filter-by-os`. @returns undefined without a pattern. Fails with ARGUMENT for what is no regular expression. */
export function parseOsFilter(pattern: string): OsFilter | undefined {
  if (pattern === '') return undefined;
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch (error) {
    const why = (error as Error).message.replace(/^Invalid regular expression: /, '');
    throw new AppError('ARGUMENT', `--filter-by-os was not a valid regular expression: ${why}`);
  }
  return (entry) => expression.test(platformName(entry));
}

/** `linux/arm64/v8`; an entry without a platform gives `/`, as in `oc`. */
export function platformName({ platform }: IndexEntry): string {
  const { os = '', architecture = '', variant = '' } = platform ?? {};
  return `${os}/${architecture}${variant && `/${variant}`}`;
}
