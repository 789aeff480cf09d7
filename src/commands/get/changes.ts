import type { ObjectChange } from '../../api/storage/object-changes.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { matchesFields, matchesLabels } from '../../core/selection/selector.ts';
import type { Ports } from '../command.ts';
import type { GetRequest } from './request.ts';

/** What becomes of the objects asked for. */
export async function* changesOf(
  request: GetRequest,
  groups: ReadonlyMap<ResourceKind, readonly KubeObject[]>,
  ports: Ports,
): AsyncIterable<ObjectChange> {
  const [selection] = request.resources.selections;
  if (!selection) return;
  const { kind, names } = selection;
  const namespace = request.allNamespaces ? undefined : ports.namespace;
  const all = names.length === 0 ? groups.get(kind) : (await ports.api.list(kind, namespace)).items;
  for await (const change of ports.api.watch(kind, namespace, all ?? [], ports.signal)) {
    const { metadata } = change.object;
    const wanted = names.length === 0 || names.includes(metadata.name);
    if (wanted && matchesLabels(request.labels, metadata.labels ?? {}) && matchesFields(request.fields, metadata))
      yield change;
  }
}
