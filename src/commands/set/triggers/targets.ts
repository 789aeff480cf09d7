import type { KubeObject } from '../../../core/objects/meta.ts';
import { changeTriggers, type TriggerChange } from '../../../core/triggers/change.ts';
import { triggerAccess } from '../../../core/triggers/object-triggers.ts';
import { isAppError } from '../../../errors.ts';
import { type Ports, refuse } from '../../command.ts';
import type { DryRunMode } from '../../flags/dry-run.ts';
import { changeSetTarget, type SetTarget, targetName } from '../../objects/set-targets.ts';

/** @returns the object as it is then; undefined where nothing changes */
export async function changeTarget(
  target: SetTarget,
  change: TriggerChange,
  mode: DryRunMode,
  ports: Ports,
): Promise<KubeObject | undefined> {
  const apply = (object: KubeObject) => applyChange(object, change, target.resource);
  const { after, asked } = await changeSetTarget(target, apply, mode, ports);
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
    refuse(`${targetName({ resource, object })} ${error.message}`);
  }
}
