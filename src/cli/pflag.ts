import type { Flag, FlagValues } from '../commands/command.ts';
import { parseBool } from '../commands/flags/go-bool.ts';
import { didYouMean, nearWords } from '../core/near-words.ts';
import { AppError } from '../errors.ts';

/** Arguments taken apart: what stood alone, and what each flag was given. */
export interface ParsedFlags {
  args: string[];
  values: Map<string, string[]>;
  /** `-h` or `--help` stood among the flags. */
  help: boolean;
}

/**
 * Takes arguments apart as Go's pflag does, which scripts for `oc` rely on: flags and arguments in any order, `--name=value`
 * and `--name value`, booleans that take a value only after `=`, short flags in groups and with their value attached, `--`.
 * Fails with FLAG in pflag's words; `usage` is the line that follows them.
 */
export function parseFlags(tokens: readonly string[], flags: readonly Flag[], usage: string): ParsedFlags {
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const byShort = new Map(flags.flatMap((flag) => (flag.short ? [[flag.short, flag] as const] : [])));
  const parsed: ParsedFlags = { args: [], values: new Map(), help: false };
  const fail: Fail = (message, hint) => {
    throw new AppError('FLAG', `${message}\n${usage}`, { hint });
  };
  const set = (flag: Flag, value: string, shown: string) => {
    checkValue(flag, value, shown, fail);
    const known = parsed.values.get(flag.name);
    if (flag.type === 'list' && known) known.push(value);
    else parsed.values.set(flag.name, [value]);
  };
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index++] as string;
    if (token === '--') {
      parsed.args.push(...tokens.slice(index));
      break;
    }
    if (token.startsWith('--')) {
      const equals = token.indexOf('=');
      const name = equals < 0 ? token.slice(2) : token.slice(2, equals);
      const flag = byName.get(name);
      if (!flag) {
        if (name === 'help') parsed.help = true;
        else if (name === '' || name.startsWith('-')) fail(`bad flag syntax: ${token}`);
        else fail(`unknown flag: --${name}`, nearFlags(name, flags));
        continue;
      }
      if (equals >= 0) set(flag, token.slice(equals + 1), `--${name}`);
      else if (bareValue(flag, tokens[index]) !== undefined) {
        set(flag, bareValue(flag, tokens[index]) as string, `--${name}`);
      } else if (index < tokens.length) set(flag, tokens[index++] as string, `--${name}`);
      else fail(`flag needs an argument: --${name}`);
    } else if (token.startsWith('-') && token !== '-') {
      index = parseShortGroup(token, tokens, index, byShort, parsed, set, fail);
    } else {
      parsed.args.push(token);
    }
  }
  return parsed;
}

/** Ends with a message in pflag's words, and perhaps with what a person may try. */
type Fail = (message: string, hint?: string) => never;

/** What an unknown flag may have meant, as a hint. */
function nearFlags(name: string, flags: readonly Flag[]): string | undefined {
  const shown = flags.filter((flag) => !flag.hidden && flag.name.length > 1);
  const near = nearWords(
    name,
    shown.map((flag) => flag.name),
  );
  return didYouMean(near.map((flag) => `--${flag}`));
}

/** `-abc`, `-n=x`, `-nx`, `-n x`. @returns the index of the next token */
function parseShortGroup(
  token: string,
  tokens: readonly string[],
  next: number,
  byShort: ReadonlyMap<string, Flag>,
  parsed: ParsedFlags,
  set: (flag: Flag, value: string, shown: string) => void,
  fail: Fail,
): number {
  for (let at = 1; at < token.length; at++) {
    const letter = token[at] as string;
    const flag = byShort.get(letter);
    if (!flag) {
      if (letter === 'h') {
        parsed.help = true;
        return next;
      }
      fail(`unknown shorthand flag: '${letter}' in ${token}`);
    }
    const known = flag;
    const shown = `-${letter}, --${known.name}`;
    const rest = token.slice(at + 1);
    if (rest.startsWith('=')) {
      set(known, rest.slice(1), shown);
      return next;
    }
    const bare = bareValue(known, rest || tokens[next]);
    if (bare !== undefined) {
      set(known, bare, shown);
      continue;
    }
    if (rest) set(known, rest, shown);
    else if (next < tokens.length) set(known, tokens[next++] as string, shown);
    else fail(`flag needs an argument: '${letter}' in ${token}`);
    return next;
  }
  return next;
}

/** What a flag means without a value; undefined for flags that need one, and where what follows is the value. */
export function bareValue(flag: Flag, following?: string): string | undefined {
  if (flag.type === 'level') return following !== undefined && /^\d+$/.test(following) ? undefined : '1';
  return flag.type === 'bool' ? 'true' : flag.bare;
}

function checkValue(flag: Flag, value: string, shown: string, fail: Fail): void {
  if (flag.type === 'bool' && parseBool(value) === undefined) {
    fail(
      `invalid argument ${goQuote(value)} for "${shown}" flag: strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`,
      `Write --${flag.name} alone for yes; it takes no other value than true and false`,
    );
  }
  if (flag.type === 'int' && !/^[+-]?\d+$/.test(value)) {
    fail(
      `invalid argument ${goQuote(value)} for "${shown}" flag: strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`,
      `--${flag.name} takes a whole number`,
    );
  }
}

const goQuote = (text: string) => JSON.stringify(text);

/** The values of a command's flags, defaults filled in. */
export function flagValues(parsed: ParsedFlags, flags: readonly Flag[]): FlagValues {
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const given = (name: string) => {
    if (!byName.has(name)) throw new Error(`the command has no flag --${name}`);
    return parsed.values.get(name);
  };
  const last = (name: string) => given(name)?.at(-1) ?? byName.get(name)?.default ?? '';
  return {
    bool: (name) => parseBool(last(name)) === true,
    string: last,
    list: (name) => given(name) ?? [],
    int: (name) => Number(last(name) || 0),
    changed: (name) => given(name) !== undefined,
  };
}
