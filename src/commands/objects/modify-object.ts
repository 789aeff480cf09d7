import { untilNoRace } from '../../core/concurrency/races.ts';
import { sameJson } from '../../core/json/json-value.ts';
import { type ResourceKind, resourceName } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { shapeOfObject } from '../../core/objects/object-shape.ts';
import { badRequest, conflict, isStatusError } from '../../core/status.ts';
import type { Ports } from '../command.ts';
import type { DryRunMode } from '../flags/dry-run.ts';

/** An object by its name. */
export interface ObjectTarget {
  kind: ResourceKind;
  namespace: string;
  name: string;
}

export interface Modified {
  before: KubeObject;
  after: KubeObject;
  /** Whether `after` differs from `before` in anything. */
  changed: boolean;
}

/** Reads an object. Fails with Status NotFound. */
export function readObject(ports: Ports, { kind, namespace, name }: ObjectTarget): Promise<KubeObject> {
  return ports.api.get(kind, namespace, name);
}

/**
 * Reads an object, lets `change` make another one of it, and writes that. Where somebody else wrote in between, all of it
 * is done again, unless `change` sets a resourceVersion itself. What is equal is not written.
 * Fails with Status BadRequest where the result is no such object, and as `change` and the API fail.
 */
export async function modifyObject(
  ports: Ports,
  target: ObjectTarget,
  change: (object: KubeObject) => unknown,
  mode: DryRunMode,
): Promise<Modified> {
  // Only the write can be raced: a result that is refused would be refused again.
  let mayRace = false;
  const attempt = async () => {
    mayRace = false;
    const before = await readObject(ports, target);
    const next = checkedResult(change(structuredClone(before)), before, target);
    const pinned = next.metadata.resourceVersion !== before.metadata.resourceVersion;
    if (!pinned && sameJson(before, next)) return { before, after: before, changed: false };
    mayRace = !pinned;
    const after = await writeObject(ports, target, next, mode);
    return { before, after, changed: !sameJson(before, after) };
  };
  return untilNoRace(attempt, (error) => mayRace && isStatusError(error, 'Conflict'));
}

/** Writes an object in the place of the one that is there. */
export async function writeObject(
  ports: Ports,
  { kind, namespace }: ObjectTarget,
  object: KubeObject,
  mode: DryRunMode,
): Promise<KubeObject> {
  if (mode === 'client') return object;
  return ports.api.update(kind, namespace, object, { dryRun: mode === 'server' });
}

/** What may not change in place: an object's identity. A version that is left out means the one that was read. */
function checkedResult(value: unknown, before: KubeObject, { kind, name }: ObjectTarget): KubeObject {
  const shape = shapeOfObject(value);
  if (!shape.ok) throw badRequest(`the result is not an object of kind ${kind.kind}: ${shape.why}`);
  const { object } = shape;
  const was = before.metadata;
  const is = object.metadata;
  if (object.kind !== before.kind || object.apiVersion !== before.apiVersion) {
    const [from, to] = [before, object].map((o) => `${o.apiVersion}, Kind=${o.kind}`);
    throw badRequest(`the kind of the object (${to}) does not match the kind on the request (${from})`);
  }
  if (is.name !== was.name) {
    throw badRequest(`the name of the object (${is.name ?? ''}) does not match the name on the URL (${was.name})`);
  }
  if (is.namespace !== undefined && is.namespace !== was.namespace) {
    throw badRequest(
      `the namespace of the object (${is.namespace}) does not match the namespace on the request (${was.namespace ?? ''})`,
    );
  }
  if (is.uid !== undefined && is.uid !== was.uid) {
    const why = `Precondition failed: UID in precondition: ${is.uid}, UID in object meta: ${was.uid ?? ''}`;
    throw conflict(resourceName(kind), name, why);
  }
  const version = is.resourceVersion ?? was.resourceVersion;
  return { ...object, metadata: { ...is, ...(version === undefined ? {} : { resourceVersion: version }) } };
}
