import { isJsonObject, ownValue } from '../../../core/json/json-object.ts';
import { CONFIG_MAP, SECRET } from '../../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../../core/objects/meta.ts';
import { decodeBytes } from '../../../core/secrets/base64.ts';
import { type Ports, refuse } from '../../command.ts';

/** Says what references mean. Every Secret and ConfigMap is read once. */
export type ResolveReference = (valueFrom: unknown, object: KubeObject) => Promise<string>;

/** What `valueFrom` of a variable means, as far as it can be known without a container that runs. Fails with ARGUMENT. */
export function createReferences(ports: Ports): ResolveReference {
  const read = new Map<string, Promise<KubeObject>>();
  const objectOf = (kind: typeof SECRET, namespace: string, name: string) => {
    const key = `${kind.kind}/${namespace}/${name}`;
    const reading = read.get(key) ?? ports.api.get(kind, namespace, name, { showSecrets: true });
    read.set(key, reading);
    return reading;
  };
  return async (valueFrom, object) => {
    const namespace = object.metadata.namespace ?? ports.namespace;
    const [secret, map] = [ownValue(valueFrom, 'secretKeyRef'), ownValue(valueFrom, 'configMapKeyRef')];
    const [field, resource] = [ownValue(valueFrom, 'fieldRef'), ownValue(valueFrom, 'resourceFieldRef')];
    if (isJsonObject(secret)) {
      const { name, key } = keyOf(secret);
      const base64 = ownValue(ownValue(await objectOf(SECRET, namespace, name), 'data'), key);
      const decoded = typeof base64 === 'string' ? decodeBytes(base64) : undefined;
      if (!decoded?.ok) refuse(`key ${key} not found in secret ${name}`);
      return new TextDecoder().decode(decoded.bytes);
    }
    if (isJsonObject(map)) {
      const { name, key } = keyOf(map);
      const value = ownValue(ownValue(await objectOf(CONFIG_MAP, namespace, name), 'data'), key);
      if (typeof value !== 'string') refuse(`key ${key} not found in config map ${name}`);
      return value;
    }
    if (isJsonObject(field)) return fieldOf(object, String(field.fieldPath));
    if (isJsonObject(resource)) refuse('resource fields are known only where a container runs');
    refuse('invalid valueFrom');
  };
}

const keyOf = (ref: Record<string, unknown>) => ({ name: String(ref.name), key: String(ref.key) });

/** A field of the object's metadata, as Kubernetes' downward API writes it. Fails with ARGUMENT for others. */
function fieldOf({ metadata }: KubeObject, path: string): string {
  const plain = /^metadata\.(name|namespace|uid)$/.exec(path)?.[1];
  if (plain !== undefined) return String(metadata[plain] ?? '');
  const [, mapName = '', key] = /^metadata\.(labels|annotations)(?:\['(.*)'\])?$/.exec(path) ?? [];
  const map = metadata[mapName];
  if (mapName === '') refuse(`unsupported fieldPath: ${path}`);
  if (!isJsonObject(map)) return '';
  if (key !== undefined) return String(ownValue(map, key) ?? '');
  const lines = Object.entries(map).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return lines.sort().join('\n');
}
