import { RegistryError } from '../../errors.ts';
import { isJsonObject, ownValue } from '../json/json-object.ts';
import { parseJson } from '../json/json-syntax.ts';
import type { DockerConfig } from '../objects/image-stream.ts';

/** What a field holds, as Docker's Go structure has it. A `set` is a map whose values say nothing. */
type FieldType = 'text' | 'number' | 'bool' | 'texts' | 'set' | 'labels';

/** Fields of an image configuration that Docker's own structure knows, in its order and in the names that Image objects use. */
const CONFIG_FIELDS: readonly (readonly [name: string, type: FieldType])[] = [
  ['Hostname', 'text'],
  ['Domainname', 'text'],
  ['User', 'text'],
  ['Memory', 'number'],
  ['MemorySwap', 'number'],
  ['CpuShares', 'number'],
  ['Cpuset', 'text'],
  ['AttachStdin', 'bool'],
  ['AttachStdout', 'bool'],
  ['AttachStderr', 'bool'],
  ['PortSpecs', 'texts'],
  ['ExposedPorts', 'set'],
  ['Tty', 'bool'],
  ['OpenStdin', 'bool'],
  ['StdinOnce', 'bool'],
  ['Env', 'texts'],
  ['Cmd', 'texts'],
  ['Image', 'text'],
  ['Volumes', 'set'],
  ['VolumesFrom', 'text'],
  ['WorkingDir', 'text'],
  ['Entrypoint', 'texts'],
  ['NetworkDisabled', 'bool'],
  ['SecurityOpts', 'texts'],
  ['OnBuild', 'texts'],
  ['Labels', 'labels'],
];

/** Entries of one list or map of a configuration that are taken: no image for people comes near it, and each is stored. */
const MOST_ENTRIES = 10_000;

const IN_WORDS: Readonly<Record<FieldType, string>> = {
  text: 'a text',
  number: 'a whole number',
  bool: 'true or false',
  texts: 'a list of texts',
  set: 'an object',
  labels: 'an object of texts',
};

/** An image configuration as JSON. Fails with REGISTRY_CONTENT. */
export function readConfig(bytes: Uint8Array, digest: string): Record<string, unknown> {
  const parsed = parseJson(new TextDecoder().decode(bytes));
  if (!parsed.ok) {
    const why = parsed.tooDeep ? 'nested too deeply' : 'not readable JSON';
    throw new RegistryError('REGISTRY_CONTENT', `the image configuration ${digest} is ${why}`);
  }
  if (!isJsonObject(parsed.value)) {
    throw new RegistryError('REGISTRY_CONTENT', `the image configuration ${digest} is not an object`);
  }
  return parsed.value;
}

/**
 * The fields of a part of a document (`config`, `container_config`) that Docker's own structure knows, in its order, and only those that are not
 * empty, as Go leaves them out of JSON. Undefined where there is none. Fails with REGISTRY_CONTENT for a field of a wrong
 * type, as decoding in the image API does: whoever reads a stored image relies on the types; and with REGISTRY_LIMIT.
 */
export function dockerConfig(document: Record<string, unknown>, part: string): DockerConfig | undefined {
  const value = ownValue(document, part);
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw wrongType(part, 'an object');
  const config: Record<string, unknown> = {};
  for (const [name, type] of CONFIG_FIELDS) {
    const known = ownValue(value, name);
    if (known === undefined || known === null) continue;
    const entries = typeof known === 'object' ? Object.keys(known).length : 0;
    if (entries > MOST_ENTRIES) {
      const message = `${part}.${name} of the image configuration has ${entries} entries, the limit is ${MOST_ENTRIES}`;
      throw new RegistryError('REGISTRY_LIMIT', message);
    }
    const typed = typedField(known, type);
    if (typed === undefined) throw wrongType(`${part}.${name}`, IN_WORDS[type]);
    if (!isEmpty(typed)) config[name] = typed;
  }
  return config;
}

/** A copy of what has the right type; undefined for the rest. In lists and maps null is an empty text, as for Go. */
function typedField(value: unknown, type: FieldType): unknown {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'number':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'texts':
      return Array.isArray(value) && value.every(isTextOrNull) ? value.map((item) => item ?? '') : undefined;
    case 'set':
      return isJsonObject(value) && Object.values(value).every((item) => item === null || isJsonObject(item))
        ? Object.fromEntries(Object.keys(value).map((key) => [key, {}]))
        : undefined;
    case 'labels':
      return isJsonObject(value) && Object.values(value).every(isTextOrNull)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item ?? '']))
        : undefined;
  }
}

function wrongType(field: string, wanted: string): RegistryError {
  return new RegistryError('REGISTRY_CONTENT', `the image configuration is not valid: ${field} is not ${wanted}`);
}

const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';

function isEmpty(value: unknown): boolean {
  if (value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value as object).length === 0;
}
