import { didYouMean, nearWords } from '../core/near-words.ts';
import { AppError } from '../errors.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { VERBS, type Verb } from './verbs.ts';

/** The verb that the arguments name, and what is left of them. */
export type Found =
  | { type: 'command'; entry: Verb; rest: readonly string[] }
  /** No verb, or a word that only begins verbs. */
  | { type: 'group'; prefix: readonly string[]; rest: readonly string[] };

/**
 * Finds the verb. Flags of every command may stand before it. The longest path wins, so that `set image-lookup` is one verb.
 * Fails with ARGUMENT for a word that is no verb, in `oc`'s words, with the verbs that come near.
 */
export function findCommand(argv: readonly string[], program: string): Found {
  const index = beginOfWords(argv);
  const [before, words] = [argv.slice(0, index), argv.slice(index)];
  // Both are `oc`'s name for the group.
  if (words[0] === 'secret') words[0] = 'secrets';
  const [first] = words;
  if (first === undefined) return { type: 'group', prefix: [], rest: before };
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const path = words.slice(0, length);
    const entry = VERBS.find((candidate) => isCalledBy(candidate, path));
    if (entry) return { type: 'command', entry, rest: [...before, ...words.slice(length)] };
    if (VERBS.some((candidate) => begins(candidate, path))) {
      const next = words[length];
      if (next !== undefined && !next.startsWith('-')) throw unknownMember(path, next, program);
      return { type: 'group', prefix: path, rest: [...before, ...words.slice(length)] };
    }
  }
  throw unknownCommand(first, program);
}

/** The words that a command line begins with, after flags and before others: where a verb is to be looked for. */
export function firstWords(argv: readonly string[]): readonly string[] {
  const words = argv.slice(beginOfWords(argv));
  const end = words.findIndex((word) => word.startsWith('-'));
  return end < 0 ? words : words.slice(0, end);
}

function beginOfWords(argv: readonly string[]): number {
  let index = 0;
  while (index < argv.length && (argv[index] as string).startsWith('-') && argv[index] !== '--') {
    const [token = '', next] = argv.slice(index++);
    if (next !== undefined && takesNext(token, next)) index++;
  }
  return index;
}

const begins = ({ path }: Verb, words: readonly string[]) =>
  path.length > words.length && words.every((word, i) => word === path[i]);

function isCalledBy(entry: Verb, words: readonly string[]): boolean {
  if (entry.path.length !== words.length) return false;
  const last = entry.path.length - 1;
  return words.every((word, i) => word === entry.path[i] || (i === last && entry.aliases.includes(word)));
}

function takesNext(token: string, next: string): boolean {
  if (token.includes('=')) return false;
  const flag = token.startsWith('--')
    ? GLOBAL_FLAGS.find((known) => `--${known.name}` === token)
    : GLOBAL_FLAGS.find((known) => known.short && `-${known.short}` === token);
  if (flag?.type === 'level') return /^\d+$/.test(next);
  return flag !== undefined && flag.type !== 'bool';
}

function unknownCommand(word: string, program: string): AppError {
  const near = nearWords(word, [...VERBS.map((entry) => entry.path[0] as string), 'help']);
  const suggestion =
    near.length > 0 ? `\n\nDid you mean this?\n\t${near.join('\n\t')}` : `\nRun '${program} --help' for usage.`;
  return new AppError('ARGUMENT', `unknown command "${word}" for "${program}"${suggestion}`);
}

/** The error of a word after those that begin verbs, such as `set`. Its code is ARGUMENT. */
export function unknownMember(prefix: readonly string[], word: string, program: string): AppError {
  const called = [program, ...prefix].join(' ');
  const members = VERBS.filter((entry) => begins(entry, prefix));
  const names = members.flatMap(({ path, aliases }) => [path[prefix.length] as string, ...aliases]);
  return new AppError('ARGUMENT', `unknown command "${word}" for "${called}"\nSee '${called} --help' for usage.`, {
    hint: didYouMean(nearWords(word, names)),
  });
}
