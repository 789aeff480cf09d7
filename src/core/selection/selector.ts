import type { ObjectMeta } from '../objects/meta.ts';
import { badRequest, type StatusError } from '../status.ts';
import { labelValueProblems, qualifiedNameProblems } from './labels.ts';
import { createSelectorScanner, type SelectorScanner } from './selector-scanner.ts';

type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

export interface Requirement {
  key: string;
  operator: Operator;
  values: readonly string[];
}

/** All requirements must hold. The empty selector matches everything. */
export type Selector = readonly Requirement[];

/**
 * Parses a label selector as kubectl's `-l` takes it: `a=b,a==b,a!=b,a in (x,y),a notin (x),a,!a,a>1`.
 * Fails with a BadRequest status in the words of the Kubernetes API.
 */
export function parseLabelSelector(text: string): Selector {
  const scanner = createSelectorScanner(text);
  const requirements: Requirement[] = [];
  for (;;) {
    const { kind, literal } = scanner.peek();
    if (kind === 'end') return requirements;
    if (kind !== 'identifier' && kind !== '!') throw expected(literal, "!, identifier, or 'end of string'");
    requirements.push(requirement(scanner));
    const after = scanner.take();
    if (after.kind === 'end') return requirements;
    if (after.kind !== ',') throw expected(after.literal, "',' or 'end of string'");
    const next = scanner.peek();
    if (next.kind !== 'identifier' && next.kind !== '!') throw expected(next.literal, "identifier after ','");
  }
}

const expected = (found: string, what: string, requirement = '') =>
  badRequest(`${requirement}found '${found}', expected: ${what}`);

const IN_REQUIREMENT = 'unable to parse requirement: ';

function requirement(scanner: SelectorScanner): Requirement {
  const negated = scanner.peek().kind === '!';
  if (negated) scanner.take();
  const { kind, literal: key } = scanner.take();
  if (kind !== 'identifier') throw expected(key, 'identifier', IN_REQUIREMENT);
  refuse('<nil>', key, qualifiedNameProblems(key));
  if (negated) return { key, operator: '!', values: [] };
  const next = scanner.peek().kind;
  if (next === 'end' || next === ',') return { key, operator: 'exists', values: [] };
  const operator = operatorOf(scanner);
  const values = operator === 'in' || operator === 'notin' ? valueList(scanner) : [exactValue(scanner)];
  checkValues(key, operator, values);
  return { key, operator, values };
}

const OPERATORS: Readonly<Record<string, Operator>> = { '=': '=', '==': '==', '!=': '!=', '>': 'gt', '<': 'lt' };

function operatorOf(scanner: SelectorScanner): Operator {
  const { kind, literal } = scanner.take();
  if (kind === 'identifier' && (literal === 'in' || literal === 'notin')) return literal;
  const operator = OPERATORS[kind];
  if (operator === undefined) throw expected(literal, 'in, notin, =, ==, !=, gt, lt', IN_REQUIREMENT);
  return operator;
}

/** `(x,y)`. A missing value between commas is the empty text. */
function valueList(scanner: SelectorScanner): string[] {
  const open = scanner.take();
  if (open.kind !== '(') throw badRequest(`${IN_REQUIREMENT}found '${open.literal}' expected: '('`);
  const values = new Set<string>();
  if (scanner.peek().kind === ')') {
    scanner.take();
    return [];
  }
  for (;;) {
    const { kind, literal } = scanner.peek();
    if (kind === 'identifier') scanner.take();
    else if (kind !== ',' && kind !== ')') {
      throw expected(literal, values.size === 0 ? "',', ')' or identifier" : "',', or identifier", IN_REQUIREMENT);
    }
    values.add(kind === 'identifier' ? literal : '');
    const after = scanner.take();
    if (after.kind === ')') return [...values].sort();
    if (after.kind !== ',') throw expected(after.literal, "',' or ')'", IN_REQUIREMENT);
  }
}

function exactValue(scanner: SelectorScanner): string {
  const { kind } = scanner.peek();
  if (kind === 'end' || kind === ',') return '';
  const { literal } = scanner.take();
  if (kind !== 'identifier') throw expected(literal, 'identifier', IN_REQUIREMENT);
  return literal;
}

function checkValues(key: string, operator: Operator, values: readonly string[]): void {
  if ((operator === 'in' || operator === 'notin') && values.length === 0) {
    throw badRequest(
      `${IN_REQUIREMENT}values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty`,
    );
  }
  if ((operator === 'gt' || operator === 'lt') && !isInteger(values[0] ?? '')) {
    const value = JSON.stringify(values[0]);
    throw badRequest(
      `${IN_REQUIREMENT}values[0]: Invalid value: ${value}: for 'Gt', 'Lt' operators, the value must be an integer`,
    );
  }
  for (const [i, value] of values.entries()) refuse(`values[${i}][${key}]`, value, labelValueProblems(value));
}

function refuse(field: string, value: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw badRequest(`${IN_REQUIREMENT}${field}: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
}

const isInteger = (text: string) => /^[+-]?\d{1,19}$/.test(text);

/** Whether labels meet all requirements. `!=` and `notin` are also met by a label that is not there. */
export function matchesLabels(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  return selector.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      case 'gt':
      case 'lt':
        return value !== undefined && isInteger(value) && isBeyond(operator, BigInt(value), BigInt(values[0] ?? '0'));
      default:
        return value !== undefined && values.includes(value);
    }
  });
}

const isBeyond = (operator: 'gt' | 'lt', value: bigint, limit: bigint) =>
  operator === 'gt' ? value > limit : value < limit;

const FIELDS = ['metadata.name', 'metadata.namespace'];

/**
 * Parses a field selector as kubectl's `--field-selector` takes it: `metadata.name=a,metadata.namespace!=b`, with
 * `\` before a comma, an equals sign or a backslash that belongs to a value.
 * Fails with a BadRequest status: the text cannot be read, or names another field.
 */
export function parseFieldSelector(text: string): Selector {
  return terms(text)
    .filter((term) => term !== '')
    .map((term) => {
      const [, key, operator, value] = /^([^=!\\]*)(!=|==|=)((?:[^\\,=]|\\[\\,=])*)$/s.exec(term) ?? [];
      if (key === undefined || value === undefined) {
        throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      }
      if (!FIELDS.includes(key)) throw badRequest(`field label not supported: ${key}`);
      return { key, operator: operator as Operator, values: [value.replace(/\\(.)/gs, '$1')] };
    });
}

/** Splits at commas that no backslash stands before. */
function terms(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ',') {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, text.slice(start)];
}

/** Whether an object's name and namespace meet all requirements; a missing namespace is the empty text. */
export function matchesFields(selector: Selector, metadata: Pick<ObjectMeta, 'name' | 'namespace'>): boolean {
  if (selector.length === 0) return true;
  return matchesLabels(selector, { 'metadata.name': metadata.name, 'metadata.namespace': metadata.namespace ?? '' });
}

/**
 * How kubectl reports that a list was refused because of its selectors.
 *
 * @param resource such as `image.openshift.io/v1, Resource=imagestreams`
 */
export function unableToFind(resource: string, labels: string, fields: string, error: StatusError): StatusError {
  const quoted = [resource, labels, fields].map((text) => JSON.stringify(text));
  const [what, byLabels, byFields] = quoted;
  return badRequest(
    `Unable to find ${what} that match label selector ${byLabels}, field selector ${byFields}: ${error.message}`,
  );
}
