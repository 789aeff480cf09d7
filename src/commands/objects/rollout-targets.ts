import { findKind, type ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { historyKind, type Revision, revisionsOf } from '../../core/rollout/history.ts';
import type { Arguments, Flag, Ports } from '../command.ts';
import { FILE_FLAGS } from '../flags/file-flags.ts';
import { acceptedFlag } from '../flags/write-flags.ts';
import { readObject } from './modify-object.ts';
import { type ObjectSelection, parseSelection, type SelectedTarget, selectTargets } from './object-selection.ts';
import { oneByOne } from './one-by-one.ts';

/** The flags by which the verbs of `rollout` select workloads. */
export const ROLLOUT_FLAGS: readonly Flag[] = [...FILE_FLAGS, acceptedFlag('field-manager')];

/** Reads the workloads that a verb of `rollout` is about. Fails with USAGE where there are none. */
export function parseRolloutTargets({ args, flags, program, usage }: Arguments): ObjectSelection {
  if (args.length === 0 && flags.list('filename').length === 0) {
    throw usage('required resource not specified');
  }
  return parseSelection(args, flags, program, { byNameOnly: true });
}

/** Lets `act` work on every selected object. What fails is collected; the others go on. */
export async function forEachTarget(
  selection: ObjectSelection,
  ports: Ports,
  act: (target: SelectedTarget, object: KubeObject) => Promise<void>,
): Promise<unknown[]> {
  const { targets, errors } = await selectTargets(selection, ports);
  await oneByOne(targets, errors, async (target) => act(target, await readObject(ports, target)));
  return errors;
}

/** The revisions of a workload, oldest first; none for kinds that keep no history. */
export async function readRevisions(ports: Ports, object: KubeObject): Promise<Revision[]> {
  const kind = historyKind(object);
  if (!kind) return [];
  const records = await ports.api.list(findKind(kind.recordKind) as ResourceKind, object.metadata.namespace);
  return revisionsOf(object, records.items);
}
