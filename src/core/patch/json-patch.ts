import { AppError } from '../../errors.ts';
import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { sameJson, setOwn } from '../json/json-value.ts';
import { arrayIndex, follow, parsePointer } from './json-pointer.ts';

type OperationName = 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';

interface Operation {
  op: OperationName;
  path: string[];
  /** Of `move` and `copy`. */
  from: string[];
  /** Of `add`, `replace` and `test`. */
  value: unknown;
  /** How messages name it: `operation 2 (remove /spec/tags/0)`. */
  label: string;
}

/**
 * Applies a JSON patch (RFC 6902) and returns the result; the document is not modified. All operations or none count.
 * Fails with ARGUMENT, naming the operation, for a patch that is none, a place that is not there, or a failed `test`.
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw new AppError('ARGUMENT', 'a JSON patch is a list of operations');
  const operations = patch.map(parseOperation);
  // The root is a member too, so that the whole document can be replaced.
  const root: JsonObject = { '': structuredClone(document) };
  for (const operation of operations) run(root, operation);
  return root[''];
}

function parseOperation(value: unknown, index: number): Operation {
  const place = `operation ${index + 1}`;
  const refuse = (why: string): never => {
    throw new AppError('ARGUMENT', `the JSON patch is invalid: ${place} ${why}`);
  };
  if (!isJsonObject(value)) return refuse('is not an object');
  const { op, path, from } = value;
  if (!isOperationName(op)) return refuse(`has the unknown "op" ${stringifyExactJson(op ?? null)}`);
  const pointer = (name: string, text: unknown): string[] => {
    if (typeof text !== 'string') return refuse(`(${op}) needs "${name}"`);
    return parsePointer(text) ?? refuse(`has the invalid "${name}" ${stringifyExactJson(text)}`);
  };
  const needsValue = op === 'add' || op === 'replace' || op === 'test';
  if (needsValue && !Object.hasOwn(value, 'value')) refuse(`(${op}) needs "value"`);
  return {
    op,
    path: ['', ...pointer('path', path)],
    from: op === 'move' || op === 'copy' ? ['', ...pointer('from', from)] : [],
    value: value.value,
    label: `${place} (${op} ${path as string})`,
  };
}

const NAMES: readonly OperationName[] = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

function isOperationName(value: unknown): value is OperationName {
  return NAMES.includes(value as OperationName);
}

function run(root: JsonObject, { op, path, from, value, label }: Operation): void {
  switch (op) {
    case 'add':
      add(root, path, structuredClone(value), label);
      break;
    case 'remove':
      remove(root, path, label);
      break;
    case 'replace':
      replace(root, path, structuredClone(value), label);
      break;
    case 'copy':
      add(root, path, structuredClone(read(root, from, label)), label);
      break;
    case 'move': {
      if (path.length > from.length && from.every((step, i) => step === path[i])) {
        throw failed(label, 'a value cannot be moved into itself');
      }
      const moved = read(root, from, label);
      // Moved to where it is, it stays; the root alone cannot be taken out first.
      if (path.length === from.length && from.every((step, i) => step === path[i])) break;
      remove(root, from, label);
      add(root, path, moved, label);
      break;
    }
    case 'test':
      if (!sameJson(read(root, path, label), value)) throw failed(label, 'the value there is another one');
  }
}

function read(root: JsonObject, path: readonly string[], label: string): unknown {
  let value: unknown = root;
  for (const step of path) {
    const next = follow(value, step);
    if (!next.found) throw missing(label, path);
    value = next.value;
  }
  return value;
}

/** The object or array that holds the last step. */
function holder(root: JsonObject, path: readonly string[], label: string): unknown {
  return read(root, path.slice(0, -1), label);
}

function add(root: JsonObject, path: readonly string[], value: unknown, label: string): void {
  const container = holder(root, path, label);
  const step = path.at(-1) as string;
  if (Array.isArray(container)) {
    const index = step === '-' ? container.length : arrayIndex(step);
    if (index === undefined || index > container.length) throw missing(label, path);
    container.splice(index, 0, value);
  } else if (isJsonObject(container)) {
    setOwn(container, step, value);
  } else {
    throw missing(label, path);
  }
}

function replace(root: JsonObject, path: readonly string[], value: unknown, label: string): void {
  read(root, path, label);
  const container = holder(root, path, label);
  const step = path.at(-1) as string;
  if (Array.isArray(container)) container[Number(step)] = value;
  else setOwn(container as JsonObject, step, value);
}

function remove(root: JsonObject, path: readonly string[], label: string): void {
  read(root, path, label);
  if (path.length === 1) throw failed(label, 'the whole document cannot be removed');
  const container = holder(root, path, label);
  const step = path.at(-1) as string;
  if (Array.isArray(container)) container.splice(Number(step), 1);
  else delete (container as JsonObject)[step];
}

function missing(label: string, path: readonly string[]): AppError {
  return failed(label, `there is no ${pointerText(path)} in the object`);
}

const pointerText = (path: readonly string[]) =>
  path
    .slice(1)
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('') || 'document';

function failed(label: string, why: string): AppError {
  return new AppError('ARGUMENT', `the JSON patch cannot be applied: ${label}: ${why}`);
}
