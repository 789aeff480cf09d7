import type { Flag, FlagValues } from '../commands/command.ts';
import { isAppError } from '../errors.ts';
import { type ReadLine, readFlag, readLine } from './completion-line.ts';
import {
  type Candidate,
  type Candidates,
  NOTHING,
  placeInUsage,
  type ValueSource,
  valuesOf,
} from './completion-values.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { OWN_WORDS } from './own-words.ts';
import { flagValues } from './pflag.ts';
import { findCommand } from './program.ts';
import type { CliIo, Session } from './session.ts';
import { TOPICS } from './topics/index.ts';
import { VERBS, type Verb } from './verbs.ts';

/** What the last line tells the shell's script: cobra's bits, so that its scripts understand the answer too. */
const FAILED = 1;
const NO_SPACE = 2;
const NO_FILES = 4;

const TABLE_COMMANDS = ['get'];
const FORMATS = [
  'json',
  'yaml',
  'name',
  'go-template=',
  'go-template-file=',
  'jsonpath=',
  'jsonpath-as-json=',
  'jsonpath-file=',
];
const TABLE_FORMATS = ['wide', 'custom-columns=', 'custom-columns-file='];

/**
 * Answers the scripts of `completion`: `__complete WORD...`, where the last word is the one to complete and may be empty.
 * Writes a line for each candidate, `VALUE` or `VALUE<TAB>DESCRIPTION`, and at last `:` and a number. Reads only the
 * objects that the word is about, and never asks a registry.
 *
 * @returns the exit code; 1 when something failed, which the scripts take for no candidates
 */
export async function complete(words: readonly string[], io: CliIo): Promise<number> {
  const word = words.at(-1) ?? '';
  const session = lazySession(io);
  try {
    const { list, open, files } = await candidatesFor(words.slice(0, -1), word, session.open);
    const fitting = list.filter(({ value }) => value.startsWith(word));
    const goesOn = fitting.length > 0 && (open || fitting.every(({ value }) => /[=/:]$/.test(value)));
    const last = (goesOn ? NO_SPACE : 0) | (files ? 0 : NO_FILES);
    await io.out(`${fitting.map(line).join('')}:${last}\n`);
    return 0;
  } catch (error) {
    await io.out(`:${FAILED | NO_FILES}\n`);
    throw error;
  } finally {
    await session.close();
  }
}

/** Names of the store are whatever somebody wrote. What a shell could take for more than a word is not offered. */
function line({ value, about }: Candidate): string {
  if (!/^[\w.:@/=,+-]+$/.test(value)) return '';
  return `${value}${about ? `\t${about}` : ''}\n`;
}

type Open = (flags: FlagValues) => Promise<Session>;

function lazySession(io: CliIo): { open: Open; close(): Promise<void> } {
  let opened: Promise<Session> | undefined;
  return {
    open: (flags) => (opened ??= io.open(flags)),
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

async function candidatesFor(before: readonly string[], word: string, open: Open): Promise<Candidates> {
  if (before[0] === 'help') return helped(before.slice(1), word);
  const found = locate(before);
  if (!found) return NOTHING;
  const command = await found.entry?.load();
  const flags = [...(command?.spec.flags ?? []), ...GLOBAL_FLAGS];
  const read = readLine(found.rest, flags);
  const source: ValueSource = {
    open: async () => (await open(flagValues({ args: read.args, values: read.values, help: false }, flags))).ports,
  };
  if (read.pending) return flagValuesOf(read.pending, word, found.prefix, source);
  if (word.startsWith('-') && !read.onlyArguments) {
    const { flag, value = '', lead } = readFlag(word, flags);
    if (!flag || lead === '') return flagNames(word, flags, read);
    const { list, ...rest } = await flagValuesOf(flag, value, found.prefix, source);
    return { ...rest, list: list.map((candidate) => ({ ...candidate, value: `${lead}${candidate.value}` })) };
  }
  if (!command) return verbs([...found.prefix, ...read.args]);
  const own = await valuesOf(
    placeOfArgument(found.prefix, command.spec.usage, read.args.length),
    word,
    read.args,
    source,
  );
  const deeper = read.args.length === 0 ? verbs(found.prefix).list : [];
  return deeper.length > 0 ? { ...own, list: [...deeper, ...own.list] } : own;
}

/** The verb that the words name, as far as they do. */
function locate(
  before: readonly string[],
): { prefix: readonly string[]; rest: readonly string[]; entry?: Verb } | undefined {
  try {
    const found = findCommand(before, '');
    if (found.type === 'group') return found;
    return { prefix: found.entry.path, rest: found.rest, entry: found.entry };
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    return undefined;
  }
}

/** The words that may follow the first words of verbs. */
function verbs(words: readonly string[]): Candidates {
  const list = new Map<string, string>();
  for (const { path, summary } of VERBS) {
    const next = path[words.length];
    if (next === undefined || !words.every((word, i) => word === path[i])) continue;
    if (path.length === words.length + 1) list.set(next, summary);
    else if (!list.has(next)) list.set(next, '');
  }
  if (words.length === 0) for (const [word, about] of OWN_WORDS) list.set(word, about);
  return { list: [...list].map(([value, about]) => ({ value, about })) };
}

/** What `help` knows to tell about: verbs, and topics, which are one word. */
function helped(words: readonly string[], word: string): Candidates {
  if (word.startsWith('-'))
    return { list: words.length === 0 ? [{ value: '--all', about: 'List every command' }] : [] };
  const { list } = verbs(words);
  if (words.length > 0) return { list };
  const named = new Set(list.map(({ value }) => value));
  const topics = TOPICS.filter(({ name }) => !named.has(name));
  return { list: [...list, ...topics.map(({ name, summary }) => ({ value: name, about: summary }))] };
}

/** Flags by their long names, and by letters where a letter is asked for. `--name=` where a value has to follow. */
function flagNames(word: string, flags: readonly Flag[], read: ReadLine): Candidates {
  const list: Candidate[] = [];
  for (const flag of flags) {
    const { name, short, type, help: about, hidden } = flag;
    if (hidden || (read.values.has(name) && type !== 'list')) continue;
    if (short && word.length <= 2 && !word.startsWith('--')) list.push({ value: `-${short}`, about });
    if (name.length === 1) continue;
    const isSwitch = type === 'bool' && flag.default !== 'true';
    if (isSwitch || flag.bare !== undefined) list.push({ value: `--${name}`, about });
    if (!isSwitch) list.push({ value: `--${name}=`, about });
  }
  return { list: [...list, { value: '--help', about: 'Tell about the command' }] };
}

async function flagValuesOf(
  flag: Flag,
  word: string,
  [verb = '']: readonly string[],
  source: ValueSource,
): Promise<Candidates> {
  const words = (values: readonly string[]): Candidates => ({ list: values.map((value) => ({ value })) });
  if (flag.type === 'bool') return words(['true', 'false']);
  if (flag.name === 'output' && flag.value === 'FORMAT') {
    return words(TABLE_COMMANDS.includes(verb) ? [...FORMATS, ...TABLE_FORMATS] : FORMATS);
  }
  if (flag.name === 'source' && flag.value === 'KIND') {
    return words((await import('../commands/tag/source.ts')).SOURCE_KIND_NAMES);
  }
  return valuesOf(flag.value ?? '', word, [], source);
}

/** What the usage line calls the argument. A few lines say `NAME` of something that is known better. */
function placeOfArgument([verb]: readonly string[], usage: string, index: number): string {
  if (verb === 'project') return index === 0 ? 'NAMESPACE' : '';
  return placeInUsage(usage, index);
}
