import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';

/**
 * The paths of keys that mappings of a document have twice, such as `spec.tags[0].name`, in their order. What an alias
 * stands for is told where its anchor is.
 */
export function repeatedKeys(document: Document): string[] {
  const repeated: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (isAlias(node)) return;
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, `${path}[${index}]`);
    if (!isMap(node)) return;
    const keys = new Set<string>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const at = path === '' ? name : `${path}.${name}`;
      if (keys.has(name) && name !== '<<') repeated.push(at);
      keys.add(name);
      walk(value, at);
    }
  };
  walk(document.contents, '');
  return repeated;
}
