import { goJson } from '../../codec/go-json.ts';
import { sortedKeys } from '../../core/byte-order.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { structKeys } from './struct-order.ts';

export { compactJson } from '../../codec/go-json.ts';

/**
 * A value as `-o json` prints it, ending with a newline: 4 spaces of indent, keys in byte order, and `<`, `>`, `&`,
 * U+2028 and U+2029 escaped as Go's encoder does. What comes from a server is a map to the client, and Go sorts maps.
 * @param options.asStruct for an object that the client built itself: keys in the order of the Go struct
 */
export function printJson(value: unknown, options: { asStruct?: boolean } = {}): string {
  const keys = options.asStruct ? structKeys : sortedKeys;
  return `${goJson(value, { keys, indent: '    ' })}\n`;
}

/** What `get -o json|yaml` prints for several objects, or for any list. */
export function listOf(items: readonly unknown[]): Record<string, unknown> {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

/** `imagestream.image.openshift.io/app`, `secret/pull`: what `-o name` prints and messages start with. */
export function objectName(kind: ResourceKind, object: Pick<KubeObject, 'metadata'> | string): string {
  const name = typeof object === 'string' ? object : object.metadata.name;
  const singular = kind.kind.toLowerCase();
  return `${kind.group ? `${singular}.${kind.group}` : singular}/${name}`;
}
