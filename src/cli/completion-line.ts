import type { Flag } from '../commands/command.ts';
import { bareValue } from './pflag.ts';

/** The words before the one that is being completed, taken apart as far as they can be. */
export interface ReadLine {
  args: string[];
  /** Values by flag name; what is unknown or has no value is left out. */
  values: Map<string, string[]>;
  /** The flag whose value the next word is. */
  pending?: Flag;
  /** After `--`: nothing is a flag any more. */
  onlyArguments: boolean;
}

/** Reads words as `parseFlags` does, but of a line that is not finished: nothing is an error. */
export function readLine(words: readonly string[], flags: readonly Flag[]): ReadLine {
  const line: ReadLine = { args: [], values: new Map(), onlyArguments: false };
  const set = (flag: Flag, value: string) =>
    void line.values.set(flag.name, [...(line.values.get(flag.name) ?? []), value]);
  for (const word of words) {
    if (line.pending) {
      set(line.pending, word);
      delete line.pending;
    } else if (line.onlyArguments || word === '-' || !word.startsWith('-')) line.args.push(word);
    else if (word === '--') line.onlyArguments = true;
    else {
      const { flag, value } = readFlag(word, flags);
      if (flag && value === undefined) line.pending = flag;
      else if (flag) set(flag, value ?? '');
    }
  }
  return line;
}

export interface ReadFlag {
  flag?: Flag;
  /** Undefined when the flag's value is still to come. */
  value?: string;
  /** What stands before a value in the same word: `--output=`, `-o`. Empty when there is none. */
  lead: string;
}

/** Reads `--name`, `--name=value`, `-x`, `-xvalue`, `-x=value` and groups of short flags; of a group, the last one counts. */
export function readFlag(word: string, flags: readonly Flag[]): ReadFlag {
  if (!word.startsWith('--')) return readShortFlags(word, flags);
  const equals = word.indexOf('=');
  const flag = flags.find(({ name }) => name === word.slice(2, equals < 0 ? undefined : equals));
  if (!flag) return { lead: '' };
  return equals < 0 ? withoutValue(flag) : { flag, value: word.slice(equals + 1), lead: word.slice(0, equals + 1) };
}

function readShortFlags(word: string, flags: readonly Flag[]): ReadFlag {
  for (let at = 1; at < word.length; at++) {
    const flag = flags.find(({ short }) => short === word[at]);
    if (!flag) break;
    if (at === word.length - 1) return withoutValue(flag);
    const equals = word[at + 1] === '=';
    if (bareValue(flag) !== undefined && !equals) continue;
    const start = equals ? at + 2 : at + 1;
    return { flag, value: word.slice(start), lead: word.slice(0, start) };
  }
  return { lead: '' };
}

function withoutValue(flag: Flag): ReadFlag {
  const value = bareValue(flag);
  return { flag, ...(value === undefined ? {} : { value }), lead: '' };
}
