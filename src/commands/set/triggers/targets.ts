import { sameJson } from '../../../core/json/json-value.ts';
import type { ResourceKind } from '../../../core/kinds/kinds.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import { changeTriggers, type TriggerChange } from '../../../core/triggers/change.ts';
import { triggerAccess } from '../../../core/triggers/object-triggers.ts';
import { isAppError, throwAll } from '../../../errors.ts';
import { type Ports, refuse } from '../../command.ts';
import type { DryRunMode } from '../../flags/dry-run.ts';
import { readManifestObjects } from '../../objects/manifest-objects.ts';
import { modifyObject, readObject } from '../../objects/modify-object.ts';
import { type ObjectSelection, selectTargets } from '../../objects/object-selection.ts';
import { oneByOne } from '../../objects/one-by-one.ts';

export interface TriggeredObject {
  /** The plural, as the list and the errors have it. */
  resource: string;
  object: KubeObject;
}

export interface Target extends TriggeredObject {
  kind: ResourceKind;
  namespace: string;
  /** Whether the object is in the store, and not only in a file. */
  stored: boolean;
}

/** Reads all objects before any is changed. Fails with all that is missing. */
export async function readTargets(
  { selection, local }: { selection: ObjectSelection; local: boolean },
  ports: Ports,
): Promise<Target[]> {
  if (local) {
    const { objects, errors } = await readManifestObjects(selection.files, ports, selection.labels);
    throwAll(errors);
    return objects.map(({ kind, ...rest }) => ({ ...rest, kind, resource: kind.plural, stored: false }));
  }
  const { targets, errors } = await selectTargets(selection, ports);
  const found: Target[] = [];
  await oneByOne(targets, errors, async (target) => {
    const object = await readObject(ports, target);
    found.push({ ...target, resource: target.kind.plural, object, stored: true });
  });
  throwAll(errors);
  return found;
}

/** @returns the object as it is then; undefined where nothing changes */
export async function changeTarget(
  target: Target,
  change: TriggerChange,
  mode: DryRunMode,
  ports: Ports,
): Promise<KubeObject | undefined> {
  const apply = (object: KubeObject) => applyChange(object, change, target.resource);
  if (!target.stored) {
    const next = apply(target.object);
    return sameJson(next, target.object) ? undefined : next;
  }
  let asked = false;
  const { name } = target.object.metadata;
  const { after } = await modifyObject(
    ports,
    { kind: target.kind, namespace: target.namespace, name },
    (object) => {
      const next = apply(object);
      asked = !sameJson(next, object);
      return next;
    },
    mode,
  );
  return asked ? after : undefined;
}

/** Fails with ARGUMENT that names the object. */
function applyChange(object: KubeObject, change: TriggerChange, resource: string): KubeObject {
  const access = triggerAccess(object);
  if (!access) return object;
  try {
    return access.write(object, changeTriggers(access.read(object), change));
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    refuse(`${resource}/${object.metadata.name} ${error.message}`);
  }
}
