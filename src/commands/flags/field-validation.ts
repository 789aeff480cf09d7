import { compactJson } from '../../codec/go-json.ts';
import type { WrittenNumbers } from '../../core/json/exact-json.ts';
import { isJsonObject } from '../../core/json/json-object.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { failure, StatusError, undecodable } from '../../core/status.ts';
import { type Flag, type FlagValues, refuse } from '../command.ts';
import type { ManifestObject } from '../objects/manifest-objects.ts';
import type { DryRunMode } from './dry-run.ts';
import { parseBool } from './go-bool.ts';

/** What becomes of fields that are unknown or written twice: refused, named, or dropped without a word. */
export type Validation = 'strict' | 'warn' | 'ignore';

export const VALIDATE_FLAG: Flag = {
  name: 'validate',
  group: 'writing',
  type: 'string',
  value: 'strict|warn|ignore',
  default: 'warn',
  bare: 'strict',
  help: 'What to do with unknown and repeated fields: refuse the object, name them, or drop them without a word',
};

/** Reads `--validate`, also as a boolean. Fails with ARGUMENT, in kubectl's words. */
export function parseValidation(flags: FlagValues): Validation {
  const value = flags.string('validate');
  const given = parseBool(value);
  if (given !== undefined) return given ? 'strict' : 'ignore';
  if (value === 'strict' || value === 'warn' || value === 'ignore') return value;
  refuse(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}

/**
 * An object of a user as a server decodes it: without fields that its kind does not have. Kinds whose types are not known
 * here stay as they are, and so does what is not sent, with `--dry-run=client`.
 *
 * @param warnings gets what is to be named
 * @param written the unusual numbers of what is sent as it was written
 * @returns also whether anything was dropped
 * Fails with Status BadRequest for a value of a wrong type, and with `strict` for a field that is unknown or repeated.
 */
export async function checkedObject(
  { kind, object, repeated = [] }: ManifestObject,
  validation: Validation,
  mode: DryRunMode,
  warnings: string[],
  written?: WrittenNumbers,
): Promise<{ object: KubeObject; dropped: boolean }> {
  const [{ checkFields }, { schemaOf }] = await Promise.all([
    import('../../core/schema/check-fields.ts'),
    import('../../core/schema/types.ts'),
  ]);
  const type = schemaOf(kind);
  if (!type) return { object, dropped: false };
  const { value, unknown, wrong } = checkFields(object, type, written);
  if (wrong !== undefined && !isCustom(kind) && (mode !== 'client' || validation === 'strict'))
    throw undecodable(kind, wrong);
  const problems = [...unknown.map(unknownField), ...repeated.map(repeatedField)];
  if (validation === 'strict' && problems.length > 0)
    throw undecodable(kind, `strict decoding error: ${problems.join(', ')}`);
  if (validation === 'warn') warnings.push(...problems);
  return mode === 'client'
    ? { object, dropped: false }
    : { object: value as unknown as KubeObject, dropped: unknown.length > 0 };
}

/**
 * Checks what a patch or an editor made of an object, and returns it as it is to be stored.
 * @param written the unusual numbers of the new text where a server decodes that
 */
export type ChangeCheck = (kind: ResourceKind, before: KubeObject, after: unknown, written?: WrittenNumbers) => unknown;

/**
 * Opens the check of changes: unknown fields that are new are left out and named, each once. What stood in the store
 * already stays.
 *
 * @param warnings gets what is to be named
 * The check fails with Status Invalid for a new value of a wrong type.
 */
export async function openChangeCheck(warnings: string[]): Promise<ChangeCheck> {
  const [{ checkChange }, { schemaOf }] = await Promise.all([
    import('../../core/schema/check-fields.ts'),
    import('../../core/schema/types.ts'),
  ]);
  return (kind, before, after, written) => {
    const type = schemaOf(kind);
    if (!type || !isJsonObject(after)) return after;
    const { value, unknown, wrong } = checkChange(before, after, type, written);
    if (wrong !== undefined && !isCustom(kind)) throw invalidPatch(after, wrong);
    for (const problem of unknown.map(unknownField)) if (!warnings.includes(problem)) warnings.push(problem);
    return value;
  };
}

export const unknownField = (path: string) => `unknown field ${JSON.stringify(path)}`;
export const repeatedField = (path: string) => `duplicate field ${JSON.stringify(path)}`;

const SECRET_SHOWN = '<secret contents redacted>';

function invalidPatch(object: unknown, why: string): StatusError {
  const shown = isJsonObject(object) && object.kind === 'Secret' ? SECRET_SHOWN : compactJson(object);
  const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`;
  return new StatusError(failure('Invalid', message, { kind: '', name: '', causes: [{ field: 'patch', message }] }));
}

/** Kinds that a cluster has by a schema, which words wrong types itself (`open-api-schema.ts`). */
export const isCustom = ({ group }: ResourceKind) =>
  group === 'config.openshift.io' || group === 'operator.openshift.io' || group === 'imagestream.dev';
