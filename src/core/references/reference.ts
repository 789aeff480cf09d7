import { AppError } from '../../errors.ts';
import { digestProblem, isDigest } from '../images/digest.ts';
import { matchReference, type ReferenceParts } from './reference-grammar.ts';

/**
 * A container image reference as OpenShift reads it (image-stream model, section 1): five strings, no defaults.
 * An empty string is a part that was not written.
 */
export interface Reference {
  /** `host[:port]`. A text that is only a host is kept here whole, with whatever follows it. */
  readonly registry: string;
  readonly namespace: string;
  /** May hold slashes. Empty in a reference that is only a host. */
  readonly name: string;
  readonly tag: string;
  /** A digest. */
  readonly id: string;
}

const MAX_NAME_LENGTH = 255;

/** Parses a pull spec. Fails with ARGUMENT in the words of the image API (image-stream model 1.2). */
export function parseReference(text: string): Reference {
  const parts = matchReference(text);
  const problem = problemOf(text, parts);
  if (parts === undefined || problem !== undefined) throw new AppError('ARGUMENT', problem ?? '');
  return split(text, parts);
}

/** The pull spec that a text is, or undefined for any other text. */
export function referenceIn(text: string): Reference | undefined {
  const parts = matchReference(text);
  return parts === undefined || problemOf(text, parts) !== undefined ? undefined : split(text, parts);
}

/** Why a text is not a pull spec, or undefined when it is one. */
export function referenceProblem(text: string): string | undefined {
  const at = text.indexOf('@');
  const usual = at >= 0 && USUAL_DIGEST.test(text.slice(at));
  if (usual && text.slice(0, at) === lastGood) return undefined;
  const problem = problemOf(text, matchReference(text));
  if (usual && problem === undefined) lastGood = text.slice(0, at);
  return problem;
}

const USUAL_DIGEST = /^@sha256:[0-9a-f]{64}$/;
/** What stood before the digest in the last good one: a history of thousands of digests names one repository. */
let lastGood: string | undefined;

function problemOf(text: string, parts: ReferenceParts | undefined): string | undefined {
  if (parts === undefined) {
    if (text === '') return 'repository name must have at least one component';
    return matchReference(lowered(text)) ? 'repository name must be lowercase' : 'invalid reference format';
  }
  if (parts.name.length > MAX_NAME_LENGTH) {
    return `repository name must not be more than ${MAX_NAME_LENGTH} characters`;
  }
  return parts.digest === '' ? undefined : digestProblem(parts.digest);
}

/** Lower case as Go has it: one character for one. Only the dotted capital I differs, and it becomes a plain `i`. */
function lowered(text: string): string {
  return text.replaceAll('\u0130', 'i').toLowerCase();
}

/** The rules of image-stream model 1.3. */
function split(text: string, { name, tag, digest: id }: ReferenceParts): Reference {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  if (slash < 0) {
    if (!name.includes('.') && !name.startsWith('localhost')) return { registry: '', namespace: '', name, tag, id };
    return { registry: text, namespace: '', name: '', tag: '', id };
  }
  const isRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = isRegistry ? first : '';
  const path = isRegistry ? name.slice(slash + 1) : name;
  const end = path.indexOf('/');
  return { registry, namespace: path.slice(0, Math.max(end, 0)), name: path.slice(end + 1), tag, id };
}

/** `name@digest`, else `name:tag`, else `name`; empty without a name. An id that is no digest prints like a tag. */
export function nameString(ref: Reference): string {
  if (ref.name === '') return '';
  if (ref.id !== '') return `${ref.name}${isDigest(ref.id) ? '@' : ':'}${ref.id}`;
  return ref.tag === '' ? ref.name : `${ref.name}:${ref.tag}`;
}

/** `[registry/][namespace/]name[@digest|:tag]` without any default; empty without a name. A digest wins over a tag. */
export function exact(ref: Reference): string {
  const name = nameString(ref);
  if (name === '') return '';
  return `${ref.registry && `${ref.registry}/`}${ref.namespace && `${ref.namespace}/`}${name}`;
}
