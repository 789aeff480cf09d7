import { compactJson } from '../../codec/go-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../../core/json/json-object.ts';
import { apiVersionOf, KINDS, kindOfObject, type ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { shapeOfObject } from '../../core/objects/object-shape.ts';
import type { ManifestEntry } from '../../core/ports/manifest-reader.ts';
import { matchesLabels, type Selector } from '../../core/selection/selector.ts';
import { isStatusError, StatusError, undecodable } from '../../core/status.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Ports, refuse } from '../command.ts';
import type { FileArguments } from '../flags/file-flags.ts';

/** An object that a file holds. */
export interface ManifestObject {
  kind: ResourceKind;
  namespace: string;
  object: KubeObject;
  /** Whether the file names the object's namespace itself; absent for what is read from no file. */
  namesNamespace?: boolean;
  /** The file, as it was named. */
  file: string;
  /** Paths of fields that the file has twice. */
  repeated?: readonly string[];
}

/**
 * The objects of files, Lists taken apart, each with its namespace filled in. What cannot be used is an error beside
 * them. Fails with ARGUMENT for a file that does not exist.
 */
export async function readManifestObjects(
  { files, recursive, namespace }: FileArguments,
  ports: Ports,
  labels?: Selector,
  doing?: string,
): Promise<{ objects: ManifestObject[]; errors: unknown[] }> {
  const entries = await ports.manifests.read(files, { recursive });
  return collect(entries, { enforced: namespace, current: ports.namespace, labels, doing });
}

interface CollectOptions {
  enforced: string | undefined;
  current: string;
  labels?: Selector | undefined;
  /** What is about to be done with the objects, for what the server says of them. */
  doing?: string | undefined;
}

/** The objects of documents that were read already. */
export function collect(
  entries: readonly ManifestEntry[],
  { enforced, current, labels, doing }: CollectOptions,
): { objects: ManifestObject[]; errors: unknown[] } {
  const objects: ManifestObject[] = [];
  const errors: unknown[] = [];
  for (const entry of entries) {
    if ('error' in entry) {
      errors.push(entry.error);
      continue;
    }
    for (const item of itemsOf(entry)) {
      const { repeated } = item;
      try {
        const found = recognise(item, entry.file, entry.line);
        const namespace = namespaceOf(found, enforced, current);
        if (labels && !matchesLabels(labels, found.object.metadata.labels ?? {})) continue;
        const namesNamespace = Boolean(found.object.metadata.namespace);
        const object = withNamespace(found, namespace);
        objects.push({ ...found, namespace, namesNamespace, object, file: entry.file, repeated });
      } catch (error) {
        if (!isAppError(error)) throw error;
        errors.push(doing && isStatusError(error) ? failedDoing(error, doing, entry.file) : error);
      }
    }
  }
  return { objects, errors };
}

interface Item {
  value: unknown;
  /** Whether it is an item of a List: the client looks at metadata of what is not, and leaves those to the server. */
  inList: boolean;
  repeated: readonly string[];
}

/** A List's items, Lists among them taken apart too. Items of a typed list need not repeat their type. */
function itemsOf({ value, repeated = [], inList = false }: Pick<Item, 'value'> & Partial<Item>): Item[] {
  if (!isJsonObject(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List')) {
    return [{ value, repeated, inList }];
  }
  if (!Array.isArray(value.items)) return [{ value, repeated, inList }];
  const kind = value.kind === 'List' ? undefined : value.kind.slice(0, -'List'.length);
  return value.items.flatMap((item: unknown, index) => {
    const path = `items[${index}].`;
    return itemsOf({
      inList: true,
      value: kind && isJsonObject(item) ? { apiVersion: value.apiVersion, kind, ...item } : item,
      repeated: repeated.filter((at) => at.startsWith(path)).map((at) => at.slice(path.length)),
    });
  });
}

function recognise({ value, inList }: Item, file: string, line: number): { kind: ResourceKind; object: KubeObject } {
  const shape = shapeOfObject(value);
  if (!shape.ok) {
    const known = kindOfObject(String(ownValue(value, 'apiVersion')), String(ownValue(value, 'kind')));
    if (inList && shape.field && known) throw undecodable(known, shape.why);
    if (isJsonObject(value) && (value.kind ?? '') === '') throw kindless(value, file);
    const place = shape.why.startsWith('json: ') ? '' : `line ${line}: `;
    refuse(`unable to decode ${JSON.stringify(file)}: ${place}${shape.why}`);
  }
  // As it was written: a null is what the record of `apply` and its merge go by.
  const object = { ...(value as KubeObject), metadata: (value as KubeObject).metadata ?? {} };
  const kind = kindOfObject(object.apiVersion, object.kind);
  if (kind) return { kind, object };
  throw unmatched(object, file);
}

/** The object is shown as far as it can be no secret: a kind that is not known may be one. */
function kindless(value: JsonObject, file: string): AppError {
  const { data: _data, stringData: _stringData, ...shown } = value;
  const text = `Object 'Kind' is missing in '${compactJson(shown)}'`;
  return new AppError('ARGUMENT', `unable to decode ${JSON.stringify(file)}: ${text}`);
}

/** In kubectl's words; where a kind is looked for in another group, with the one that it is in. */
function unmatched({ apiVersion, kind, metadata }: KubeObject, file: string): AppError {
  const { name = '', namespace = '' } = metadata;
  const [shownName, shownNamespace, shownFile] = [name, namespace, file].map((text) => JSON.stringify(text));
  const what = `resource mapping not found for name: ${shownName} namespace: ${shownNamespace} from ${shownFile}`;
  const why = `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
  const namesake = KINDS.find((known) => known.kind === kind);
  const misplaced = namesake && !apiVersion.startsWith(`${namesake.group}/`);
  return new AppError(
    'ARGUMENT',
    `${what}: ${why}\nensure CRDs are installed first`,
    misplaced ? { hint: `Objects of kind ${kind} have the apiVersion ${apiVersionOf(namesake)}` } : {},
  );
}

function namespaceOf(
  { kind, object }: { kind: ResourceKind; object: KubeObject },
  enforced: string | undefined,
  current: string,
) {
  const own = object.metadata.namespace;
  if (!kind.namespaced || !own) return enforced ?? current;
  if (enforced !== undefined && own !== enforced) {
    refuse(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(enforced)}. You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  return own;
}

function withNamespace({ kind, object }: { kind: ResourceKind; object: KubeObject }, namespace: string): KubeObject {
  const { namespace: _own, ...metadata } = object.metadata;
  return { ...object, metadata: kind.namespaced ? { ...metadata, namespace } : metadata };
}

/** Does something with an object of a file; what fails says what was being done to which file, as kubectl words it. */
export async function whileDoing<T>(doing: string, file: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failedDoing(error, doing, file);
  }
}

/** The error of what was being done. */
export function failedDoing(error: unknown, doing: string, file: string | undefined): unknown {
  if (file === undefined || !isAppError(error)) return error;
  const prefix = `error when ${doing} ${JSON.stringify(file)}: `;
  if (isStatusError(error)) {
    return new StatusError({ ...error.status, message: `${prefix}${error.status.message ?? ''}` });
  }
  if (error.code !== 'ARGUMENT') return error;
  return new AppError(error.code, `${prefix}${error.message}`, { hint: error.hint, cause: error });
}
