import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';

/** Kinds that are decoded as a whole when they are written. */
const DECODED = 'image.openshift.io';

/**
 * An object that was sent, with its nulls as a server has them that decodes into types. The types are looked up only where
 * there is a null. The argument stays as it is.
 */
export async function decodeNulls<T extends KubeObject>(kind: ResourceKind, object: T): Promise<T> {
  if (!hasNull(kind.group === DECODED ? object.metadata : object)) return object;
  const [{ withoutNullFields }, { schemaOf }] = await Promise.all([
    import('../../core/schema/null-fields.ts'),
    import('../../core/schema/types.ts'),
  ]);
  const type = schemaOf(kind);
  if (!type) return object;
  if (kind.group !== DECODED) return withoutNullFields(object, type) as unknown as T;
  const { metadata } = withoutNullFields({ metadata: object.metadata }, type) as Pick<T, 'metadata'>;
  return { ...object, metadata };
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(hasNull);
}
