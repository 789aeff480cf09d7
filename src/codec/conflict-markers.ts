import { AppError } from '../errors.ts';

/** A line that git puts around what it could not merge; such a line is no YAML anywhere but in block text, which is indented. */
const MARKER = /^(?:<{7}|>{7}|\|{7})(?: .*)?\r?$/m;

/** The line, from 1, of the first conflict marker of a text; undefined for none. */
export function conflictMarkerLine(text: string): number | undefined {
  const at = MARKER.exec(text)?.index;
  return at === undefined ? undefined : text.slice(0, at).split('\n').length;
}

/** The error for a text with a conflict marker. */
export function conflictMarkers(file: string, line: number): AppError {
  const why = `holds unresolved git conflict markers (line ${line}): finish the merge`;
  return new AppError('STORE_BROKEN', `${file}:${line}:1: ${why}`, {
    hint: 'Keep one of the sides there, or take a whole one with "git checkout --ours FILE" or "--theirs"',
  });
}
