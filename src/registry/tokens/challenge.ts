/** One challenge of a `WWW-Authenticate` header. Scheme and parameter names are in lower case. */
export interface Challenge {
  scheme: string;
  parameters: ReadonlyMap<string, string>;
}

/**
 * Reads `WWW-Authenticate` (RFC 9110, 11.6.1): several challenges in one or several header lines, quoted strings with
 * escapes, token68 credentials passed over. What cannot be read ends that line; it never throws, and takes linear time.
 */
export function parseChallenges(header: string | readonly string[] | undefined): Challenge[] {
  if (header === undefined) return [];
  const lines = typeof header === 'string' ? [header] : header;
  return lines.flatMap((line) => new ChallengeLine(line).challenges());
}

/** What a registry wants to see, of the schemes that this client speaks. */
export type Demand =
  | { scheme: 'basic' }
  | { scheme: 'bearer'; realm: string; service: string | undefined; scopes: readonly string[] };

/** The challenge to answer: Bearer before Basic; undefined when there is none that can be answered. */
export function demandOf(challenges: readonly Challenge[]): Demand | undefined {
  for (const { scheme, parameters } of challenges) {
    const realm = parameters.get('realm');
    if (scheme !== 'bearer' || !realm) continue;
    const scopes = (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    return { scheme: 'bearer', realm, service: parameters.get('service'), scopes };
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*[ \t]*(?=,|$)/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/y;
/** Not a token, and still sent unquoted by some registries: URLs. */
const BARE = /[^\s,"]+/y;
const SEPARATORS = /[ \t,]+/y;
const SPACES = /[ \t]+/y;

class ChallengeLine {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  challenges(): Challenge[] {
    const found: Challenge[] = [];
    for (;;) {
      this.#take(SEPARATORS);
      const scheme = this.#take(TOKEN);
      if (scheme === undefined) return found;
      found.push({ scheme: scheme[0].toLowerCase(), parameters: this.#parameters() });
    }
  }

  /** Parameters up to the next scheme: a name without a value is the next scheme. */
  #parameters(): Map<string, string> {
    const parameters = new Map<string, string>();
    if (this.#take(SPACES) === undefined) return parameters;
    if (this.#take(TOKEN68) !== undefined) return parameters;
    for (;;) {
      const before = this.#at;
      const name = this.#take(TOKEN);
      const value = name && this.#take(EQUALS) ? this.#value() : undefined;
      if (name === undefined || value === undefined) {
        this.#at = before;
        return parameters;
      }
      const key = name[0].toLowerCase();
      if (!parameters.has(key)) parameters.set(key, value);
      if (this.#take(SEPARATORS) === undefined) return parameters;
    }
  }

  #value(): string | undefined {
    const quoted = this.#take(QUOTED);
    if (quoted) return (quoted[1] as string).replace(/\\([\s\S])/g, '$1');
    return this.#take(BARE)?.[0];
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }
}
