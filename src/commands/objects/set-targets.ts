import { sameJson } from '../../core/json/json-value.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { clientStruct } from '../../core/schema/client-struct.ts';
import { throwAll } from '../../errors.ts';
import type { FlagValues, Ports } from '../command.ts';
import type { DryRunMode } from '../flags/dry-run.ts';
import type { OutputFormat } from '../flags/output-format.ts';
import { readManifestObjects } from './manifest-objects.ts';
import { modifyObject, readObject } from './modify-object.ts';
import { noResources, type ObjectSelection, parseSelection, selectTargets } from './object-selection.ts';
import { oneByOne } from './one-by-one.ts';

/** An object that a verb of `set` is to change. */
export interface SetTarget {
  kind: ResourceKind;
  namespace: string;
  /** The plural, as the errors have it. */
  resource: string;
  object: KubeObject;
  /** Whether the object is in the store, and not only in a file. */
  stored: boolean;
  /** Whether the object's namespace stands in the file, for an object of a file. */
  namesNamespace?: boolean | undefined;
}

/** `deploymentconfigs/web`: how the verbs of `set` name an object in their errors. */
export const targetName = ({ resource, object }: Pick<SetTarget, 'resource' | 'object'>) =>
  `${resource}/${object.metadata.name}`;

/** With `--local` only files count. @param options as those of `parseSelection`. Fails with ARGUMENT. */
export function parseSetSelection(
  args: readonly string[],
  flags: FlagValues,
  program: string,
  options: { byLabelsOnly?: boolean } = {},
): ObjectSelection {
  const local = flags.bool('local');
  const selection = parseSelection(local ? [] : args, flags, program, options);
  if (local && selection.files.files.length === 0) throw noResources();
  return selection;
}

/** One object was named, or is all that a file holds. */
export function isSingle({ selection }: { selection: ObjectSelection }, targets: readonly SetTarget[]): boolean {
  const { selections } = selection.resources;
  if (selection.files.files.length > 0) return targets.length === 1;
  return selections.length === 1 && selections[0]?.names.length === 1;
}

/** Reads all objects before any is changed. Fails with all that is missing. */
export async function readSetTargets(
  { selection, local }: { selection: ObjectSelection; local: boolean },
  ports: Ports,
): Promise<SetTarget[]> {
  if (local) {
    const { objects, errors } = await readManifestObjects(selection.files, ports, selection.labels);
    throwAll(errors);
    return objects.map(({ kind, namespace, namesNamespace, object }) => ({
      kind,
      namespace,
      resource: kind.plural,
      object,
      stored: false,
      namesNamespace,
    }));
  }
  const { targets, errors } = await selectTargets(selection, ports);
  const found: SetTarget[] = [];
  await oneByOne(targets, errors, async ({ kind, namespace, name }) => {
    const object = await readObject(ports, { kind, namespace, name });
    found.push({ kind, namespace, resource: kind.plural, object, stored: true });
  });
  throwAll(errors);
  return found;
}

/**
 * Changes an object: where it is stored, or in hand only.
 * @returns the object as it is then, and whether the change asked for anything
 */
export async function changeSetTarget(
  { kind, namespace, object, stored }: SetTarget,
  change: (object: KubeObject) => KubeObject,
  mode: DryRunMode,
  ports: Ports,
): Promise<{ after: KubeObject; asked: boolean }> {
  if (!stored) {
    const after = change(object);
    return { after, asked: !sameJson(after, object) };
  }
  let asked = false;
  const { after } = await modifyObject(
    ports,
    { kind, namespace, name: object.metadata.name },
    (current) => {
      const next = change(current);
      asked = !sameJson(next, current);
      return next;
    },
    mode,
  );
  return { after, asked };
}

/** A changed object as a verb of `set` prints it: one that is in a file only as `oc` holds such in hand. */
export function shownObject(
  { stored, namesNamespace }: SetTarget,
  object: KubeObject,
  output: OutputFormat,
): KubeObject {
  // A name is that of the kind as the file has it.
  if (stored || output.type === 'default' || output.type === 'name') return object;
  const { namespace: _filled, ...metadata } = object.metadata;
  return clientStruct(namesNamespace ? object : { ...object, metadata });
}
