/** A mutant that no test can notice, because the program does the same with it. It is counted apart, and shown. */
export interface Equivalent {
  readonly file: string;
  /** The changed text, and what it becomes, with white space made single spaces; `from` may be its beginning. */
  readonly from: string;
  readonly to: string;
  /** Where the same change could be made elsewhere in the file: a part of the line. */
  readonly on: string;
  readonly reason: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: 'src/core/schedule/rhythm.ts',
    on: 'hash = Math.imul(hash ^ (hash >>> 16)',
    from: '16',
    to: '(16 + 1)',
    reason: 'any number that looks random will do, and no contract fixes which',
  },
  {
    file: 'src/core/schedule/agenda.ts',
    on: 'const recorded = tag.recorded > now ? 0',
    from: '0',
    to: '(0 + 1)',
    reason: 'a look in the first millisecond of 1970 is as long ago as none: both are due',
  },
  {
    file: 'src/core/time/duration.ts',
    on: '/^([+-]?)(.*)$/s',
    from: '/^([+-]?)(.*)$/s',
    to: '/^([+-]?)(.*)/s',
    reason: 'with the flag s, .* takes everything there is',
  },
  {
    file: 'src/core/new-app/environment.ts',
    on: 'const name = equals < 0 ? assignment',
    from: '0',
    to: '(0 + 1)',
    reason: 'only `=value` is read otherwise, and both readings of it are refused in the same words',
  },
  {
    file: 'src/core/references/reference-grammar.ts',
    on: 'if (at >= 0 && !isDigestShape(digest))',
    from: '>=',
    to: '>',
    reason: 'a text that begins with @ has an empty name, which is refused below',
  },
  {
    file: 'src/core/selection/selector.ts',
    on: "BigInt(values[0] ?? '0')",
    from: "'0'",
    to: "''",
    reason: 'gt and lt always have one value; the other operand is for the type checker',
  },
  {
    file: 'src/core/references/tag-order.ts',
    on: 'return aIsNumber ? -1 : 1;',
    from: '1',
    to: '(1 + 1)',
    reason: 'of a comparison only the sign counts',
  },
  {
    file: 'src/registry/client.ts',
    on: 'headerOf(answer,',
    from: '/^(?:W\\/)?"([^"]*)"$/',
    to: '/^(?:W\\/)?"([^"]+)"$/',
    reason: 'an empty ETag is no digest either way',
  },
  {
    file: 'src/registry/tokens/authenticate.ts',
    on: "service ?? ''",
    from: "''",
    to: "'mutated'",
    reason: 'only tells cached tokens apart; another constant does, too',
  },
];
