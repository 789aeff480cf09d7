import { pastedAddress } from '../../core/references/pasted-address.ts';

/** The pull spec that is meant by an argument, or the value of a flag, with a scheme in front. Undefined where there is none. */
export function hintForAddress(argv: readonly string[]): string | undefined {
  for (const word of argv) {
    const pasted = pastedAddress(word.replace(/^--?[\w-]+=/, '')) ?? pastedAddress(word.replace(/^[^=]*=/, ''));
    if (pasted) return `An image is named without "${pasted.scheme}": ${pasted.reference}`;
  }
  return undefined;
}
