import { AppError } from '../errors.ts';
import { ABSENT_VERBS } from './absent-verbs.ts';

/**
 * What is said of a verb of `oc` or `kubectl` that does not exist here: what it would need, and the nearest that does.
 *
 * @param words the arguments of the command line without flags; those after the verb are of no account
 * @returns undefined where the words begin with no such verb
 */
export function refusalOf(words: readonly string[], program: string): AppError | undefined {
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const called = words.slice(0, length).join(' ');
    const verb = ABSENT_VERBS.find((absent) => absent.words === called);
    if (!verb) continue;
    const why = verb.needs ? `: it needs ${verb.needs}` : '';
    const hint = verb.instead?.replaceAll('imagestream ', `${program} `);
    return new AppError('ARGUMENT', `there is no "${program} ${called}" here${why}`, { hint });
  }
  return undefined;
}
