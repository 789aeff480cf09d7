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
  const before: string[] = [];
  let index = 0;
  while (index < argv.length && (argv[index] as string).startsWith('-') && argv[index] !== '--') {
    const token = argv[index++] as string;
    before.push(token);
    if (takesNext(token) && index < argv.length) before.push(argv[index++] as string);
  }
  const words = argv.slice(index);
  // Both are `oc`'s name for the group.
  if (words[0] === 'secret') words[0] = 'secrets';
  const [first] = words;
  if (first === undefined) return { type: 'group', prefix: [], rest: before };
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const path = words.slice(0, length);
    const entry = VERBS.find((candidate) => isCalledBy(candidate, path));
    if (entry) return { type: 'command', entry, rest: [...before, ...words.slice(length)] };
    if (VERBS.some((candidate) => begins(candidate, path))) {
      return { type: 'group', prefix: path, rest: [...before, ...words.slice(length)] };
    }
  }
  throw unknownCommand(first, program);
}

const begins = ({ path }: Verb, words: readonly string[]) =>
  path.length > words.length && words.every((word, i) => word === path[i]);

function isCalledBy(entry: Verb, words: readonly string[]): boolean {
  if (entry.path.length !== words.length) return false;
  const last = entry.path.length - 1;
  return words.every((word, i) => word === entry.path[i] || (i === last && entry.aliases.includes(word)));
}

function takesNext(token: string): boolean {
  if (token.includes('=')) return false;
  const flag = token.startsWith('--')
    ? GLOBAL_FLAGS.find((known) => `--${known.name}` === token)
    : GLOBAL_FLAGS.find((known) => known.short && `-${known.short}` === token);
  return flag !== undefined && flag.type !== 'bool';
}

function unknownCommand(word: string, program: string): AppError {
  const near = [...new Set(VERBS.map((entry) => entry.path[0] as string))].filter((name) => isNear(word, name));
  const suggestion =
    near.length > 0 ? `\n\nDid you mean this?\n\t${near.join('\n\t')}` : `\nRun '${program} --help' for usage.`;
  return new AppError('ARGUMENT', `unknown command "${word}" for "${program}"${suggestion}`);
}

/** Within two edits, or the beginning of a verb: what cobra suggests. */
function isNear(word: string, name: string): boolean {
  return name.startsWith(word.toLowerCase()) || editDistance(word.toLowerCase(), name) <= 2;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] as number;
}
