import type { KubeObject } from '../../core/objects/meta.ts';
import { isStatusError } from '../../core/status.ts';
import { interrupted } from '../../errors.ts';
import { type Ports, refuse } from '../command.ts';
import { type ObjectTarget, readObject } from '../objects/modify-object.ts';
import type { Awaited, IsMet } from './awaited.ts';

export interface Waiting {
  awaited: Awaited['type'];
  isMet: IsMet;
  /** Looks once, and waits for nothing. */
  once: boolean;
  /** Aborts when the time is over, or the command is. */
  signal: AbortSignal;
}

/**
 * Follows the changes of one object until it is as wanted.
 * @returns the object as it is then, or was last; undefined for one that was never there and is not to be
 * Fails with ARGUMENT when the time is over, with Status NotFound for what is not there, and with INTERRUPTED.
 */
export async function waitForObject(
  target: ObjectTarget,
  { awaited, isMet, once, signal }: Waiting,
  ports: Ports,
): Promise<KubeObject | undefined> {
  const { kind, namespace, name } = target;
  const shown = `${kind.plural}/${name}`;
  let known: KubeObject | undefined;
  try {
    known = await readObject(ports, target);
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
    if (awaited === 'delete') return undefined;
    if (awaited !== 'create') throw error;
  }
  if (known && isMet(known)) return known;
  if (once) refuse(`condition not met for ${shown}`);
  // What came or went since it was read comes first.
  for await (const { type, object } of ports.api.watch(kind, namespace, known ? [known] : [], signal)) {
    if (object.metadata.name !== name) continue;
    if (type === 'DELETED' ? awaited === 'delete' : isMet(object)) return object;
  }
  if (ports.signal.aborted) throw interrupted();
  refuse(`timed out waiting for the condition on ${shown}`);
}
