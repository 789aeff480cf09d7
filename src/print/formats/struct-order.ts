import { sortedKeys } from '../../core/byte-order.ts';

/**
 * The keys of an object that the client built itself, which it holds as a Go struct: in the order of the struct's
 * fields (oc-cli.md 1.2: `kind` before `apiVersion`). Maps are sorted all the same; fields of structs that are not
 * listed here keep the order in which they were built.
 * @param field the name of the field that holds the object, or holds the list that it is in
 */
export function structKeys(object: Record<string, unknown>, field: string): string[] {
  if (MAPS.has(field)) return sortedKeys(object);
  const isObject = 'metadata' in object || ('kind' in object && 'apiVersion' in object);
  const fields = isObject ? OBJECT : STRUCTS.get(field);
  if (!fields) return Object.keys(object);
  return [
    ...fields.filter((key) => Object.hasOwn(object, key)),
    ...Object.keys(object).filter((key) => !fields.includes(key)),
  ];
}

const MAPS: ReadonlySet<string> = new Set([
  'annotations',
  'binaryData',
  'data',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'requests',
  'selector',
  'stringData',
]);

const OBJECT = ['kind', 'apiVersion', 'metadata', 'tag', 'generation', 'lookupPolicy', 'conditions', 'image'];

// A map: a field may have the name of what every object has.
const STRUCTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    metadata: [
      'name',
      'generateName',
      'namespace',
      'uid',
      'resourceVersion',
      'generation',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'labels',
      'annotations',
      'ownerReferences',
      'finalizers',
    ],
    spec: ['lookupPolicy', 'dockerImageRepository', 'tags'],
    status: ['dockerImageRepository', 'publicDockerImageRepository', 'tags'],
    tags: ['name', 'annotations', 'from', 'reference', 'generation', 'importPolicy', 'referencePolicy', 'tag', 'items'],
    tag: ['name', 'annotations', 'from', 'reference', 'generation', 'importPolicy', 'referencePolicy'],
    items: ['created', 'dockerImageReference', 'image', 'generation'],
    conditions: ['type', 'status', 'lastTransitionTime', 'reason', 'message', 'generation'],
    from: ['kind', 'namespace', 'name'],
    importPolicy: ['insecure', 'scheduled', 'importMode'],
  }),
);
