import type { KubeObject } from '../../core/objects/meta.ts';
import { matchesFields, matchesLabels } from '../../core/selection/selector.ts';
import { isStatusError } from '../../core/status.ts';
import { isAppError } from '../../errors.ts';
import { type ResourceSelection, refuseClusterOnly } from '../arguments/resources.ts';
import type { Ports } from '../command.ts';
import { readManifestObjects } from '../objects/manifest-objects.ts';
import type { GetRequest } from './request.ts';

/** The objects that files name, each in its namespace; one that cannot be read is an error beside the others. */
export async function selectionsOfFiles(
  { files }: GetRequest,
  ports: Ports,
  errors: unknown[],
): Promise<readonly (ResourceSelection & { namespace?: string })[]> {
  if (files.files.length === 0) return [];
  const found = await readManifestObjects(files, ports);
  errors.push(...found.errors);
  return found.objects.map(({ kind, namespace, object }) => ({ kind, namespace, names: [object.metadata.name] }));
}

/** The objects that a selection means. Those that cannot be read are errors beside the others. */
export async function select(
  selection: ResourceSelection & { namespace?: string },
  request: GetRequest,
  ports: Ports,
  errors: unknown[],
): Promise<KubeObject[]> {
  if (selection.names.length > 0) return getByName(selection, request, ports, errors);
  const { showSecrets } = request;
  const namespace = request.allNamespaces ? undefined : ports.namespace;
  const list = await ports.api.list(selection.kind, namespace, { showSecrets });
  refuseClusterOnly(selection, list.items);
  return list.items.filter(
    (object) =>
      matchesLabels(request.labels, object.metadata.labels ?? {}) && matchesFields(request.fields, object.metadata),
  );
}

async function getByName(
  { kind, names, namespace }: ResourceSelection & { namespace?: string },
  request: GetRequest,
  ports: Ports,
  errors: unknown[],
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const name of names) {
    try {
      objects.push(await ports.api.get(kind, namespace ?? ports.namespace, name, { showSecrets: request.showSecrets }));
    } catch (error) {
      if (!isAboutOneObject(error)) throw error;
      if (!(request.ignoreNotFound && isStatusError(error, 'NotFound'))) errors.push(error);
    }
  }
  return objects;
}

/** What the other objects that were asked for do not suffer from. */
function isAboutOneObject(error: unknown): boolean {
  return isStatusError(error) || isAppError(error, 'STORE_BROKEN') || isAppError(error, 'STORE_IO');
}
