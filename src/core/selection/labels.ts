/**
 * The grammar of label keys and values, annotation keys and namespace names (Kubernetes `util/validation`), with its
 * sentences: selectors and object metadata share it.
 */

const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;

/** Why a text is not the key of a label or annotation: `[dns.subdomain/]name`. */
export function qualifiedNameProblems(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2) {
    const example = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    return [`a qualified name ${QUALIFIED_NAME_RULE} ${example}`];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  return [...prefixProblems(prefix), ...nameProblems(name)];
}

function prefixProblems(prefix: string | undefined): string[] {
  if (prefix === undefined) return [];
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainProblems(prefix).map((problem) => `prefix part ${problem}`);
}

function nameProblems(name: string): string[] {
  const problems: string[] = [];
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > 63) problems.push('name part must be no more than 63 characters');
  if (isNamePart(name)) return problems;
  return [...problems, `name part ${QUALIFIED_NAME_RULE}`];
}

/** Why a text is not the value of a label: empty, or up to 63 characters. */
export function labelValueProblems(value: string): string[] {
  const problems = value.length > 63 ? ['must be no more than 63 characters'] : [];
  if (value === '' || isNamePart(value)) return problems;
  return [...problems, `a valid label must be an empty string or ${LABEL_VALUE_RULE}`];
}

/** Why a text cannot name a namespace (RFC 1123 label). */
export function namespaceProblems(name: string): string[] {
  const problems = name.length > 63 ? ['must be no more than 63 characters'] : [];
  if (isDnsLabel(name)) return problems;
  const what = consistsOf("lower case alphanumeric characters or '-'", ['my-name', '123-abc'], LABEL);
  return [...problems, `a lowercase RFC 1123 label must ${what}`];
}

/** Why a text cannot name an object of most kinds (RFC 1123 subdomain). */
export function subdomainProblems(name: string): string[] {
  const problems = name.length > 253 ? ['must be no more than 253 characters'] : [];
  if (name.split('.').every((label) => isDnsLabel(label))) return problems;
  const what = consistsOf("lower case alphanumeric characters, '-' or '.'", ['example.com'], SUBDOMAIN);
  return [...problems, `a lowercase RFC 1123 subdomain must ${what}`];
}

/** Kubernetes' `RegexError`, with its double spaces. */
function consistsOf(characters: string, examples: readonly string[], pattern: string): string {
  const named = examples.map((example) => `'${example}'`).join(',  or ');
  const ends = 'must start and end with an alphanumeric character';
  return `consist of ${characters}, and ${ends} (e.g. ${named}, regex used for validation is '${pattern}')`;
}

const WORD = "alphanumeric characters, '-', '_' or '.'";
const QUALIFIED_NAME_RULE = `must ${consistsOf(WORD, ['MyName', 'my.name', '123-abc'], QUALIFIED_NAME)}`;
const LABEL_VALUE_RULE = consistsOf(WORD, ['MyValue', 'my_value', '12345'], `(${QUALIFIED_NAME})?`);

// The ends are looked at by themselves: a pattern for the whole would backtrack.
const isNamePart = (text: string) =>
  /^[-A-Za-z0-9_.]+$/.test(text) && /^[A-Za-z0-9]/.test(text) && /[A-Za-z0-9]$/.test(text.slice(-1));

const isDnsLabel = (text: string) => /^[-a-z0-9]+$/.test(text) && !text.startsWith('-') && !text.endsWith('-');
