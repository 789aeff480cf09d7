import type { ColorLevel } from './style.ts';

/** What a stream is shown on, as values. */
export interface Screen {
  /** Undefined where it is no terminal, or one that does not say. */
  columns?: number | undefined;
  color: ColorLevel;
  /** Whether more than ASCII can be counted on. */
  unicode: boolean;
}

/** Whether the locale is one of UTF-8: the first of the three variables that says something decides, as for the C library. */
export function isUnicodeLocale(
  { LC_ALL, LC_CTYPE, LANG }: { LC_ALL?: string; LC_CTYPE?: string; LANG?: string },
  platform: string,
): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  // Where the system's own terminals are of UTF-8 whatever is set, nothing says otherwise.
  if (!locale) return platform === 'win32' || platform === 'darwin';
  return platform === 'win32' || /utf-?8/i.test(locale);
}
