import fc from 'fast-check';
import { parseImageStreamTagName } from '../../../src/core/references/names.ts';
import { exact, parseReference, referenceProblem } from '../../../src/core/references/reference.ts';
import {
  asV2,
  dockerClientDefaults,
  mostSpecific,
  registryHostPort,
} from '../../../src/core/references/reference-forms.ts';
import { AppError } from '../../../src/errors.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mostly, mutated } from '../mutation.ts';

const HEX = 'a1'.repeat(32);
const host = mostly(
  ['', 'quay.io/', 'localhost/', 'localhost:5000/', 'A.b/'],
  ['[::1]:5000/', 'r.example.com:65536/', ':/'],
);
const component = mostly(['a', 'library', 'my-app', 'a__b', 'a--b', 'x.y', '0'], ['A', '_a', 'a_', '']);
const path = fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const tag = mostly(['', ':latest', ':v1.0-2_x', `:${'t'.repeat(128)}`], [':', ':.x', `:${'t'.repeat(129)}`, ':a:b']);
const digest = mostly(
  ['', '', `@sha256:${HEX}`, `@sha512:${HEX}${HEX}`, `@sha256:${HEX.toUpperCase()}`],
  ['@sha256:12', '@', `@md5:${HEX}`],
);
const reference = fc.tuple(host, path, tag, digest).map((parts) => parts.join(''));

/** Pull specs and names of stream tags, as they come from arguments and files. */
export const references: FuzzTarget<string> = {
  name: 'references',
  cases: mutated(reference, ['sha256:', `@sha256:${HEX}`, 'a/'.repeat(130), '--', '__', 'İ']),
  chosen: [
    ['a name without an end', 'a'.repeat(200_000)],
    ['dashes without an end', `a${'-'.repeat(200_000)}!`],
    ['separators that lead nowhere', `${'a-'.repeat(60_000)}!`],
    ['paths without an end', 'a/'.repeat(100_000)],
    ['capitals without an end', `${'A'.repeat(100_000)}/${'a_'.repeat(100_000)}`],
    ['a digest without an end', `a@sha256:${'0'.repeat(200_000)}`],
    ['colons', `${':'.repeat(100_000)}a`],
  ],
  run(text) {
    streamTag(text);
    const problem = referenceProblem(text);
    const parsed = parseReference(text);
    if (problem !== undefined) throw new Error('what has a problem was read');
    const forms = [asV2(parsed), dockerClientDefaults(parsed), mostSpecific(parsed)];
    const printed = exact(parsed);
    // What was read says the same when it is read again; a digest wins over a tag.
    if (parsed.name !== '' && exact(parseReference(printed)) !== printed) throw new Error(`reads ${printed} otherwise`);
    return [...forms, registryHostPort(parsed, false)];
  },
};

function streamTag(text: string): void {
  try {
    parseImageStreamTagName(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
