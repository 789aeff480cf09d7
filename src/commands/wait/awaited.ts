import { hasCondition } from '../../core/conditions/object-condition.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ParseObjectPath } from '../../core/ports/object-path.ts';
import { refuse } from '../command.ts';

/** What is waited for (`--for`). */
export type Awaited =
  | { type: 'delete' }
  | { type: 'create' }
  | { type: 'condition'; name: string; status: string }
  /** Any value where none is given. */
  | { type: 'jsonpath'; expression: string; value: string | undefined };

/** Whether an object is as it is waited for. Fails with ARGUMENT where that can never be said. */
export type IsMet = (object: KubeObject) => boolean;

/** Reads `--for`. Fails with ARGUMENT, in kubectl's words. */
export function parseAwaited(text: string): Awaited {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return { type: lower };
  if (text.startsWith('condition=')) {
    const [name = '', ...rest] = text.slice('condition='.length).split('=');
    return { type: 'condition', name, status: rest.length > 0 ? rest.join('=') : 'true' };
  }
  if (text.startsWith('jsonpath=')) return parsePath(text.slice('jsonpath='.length));
  refuse(`unrecognized condition: ${JSON.stringify(text)}`, {
    hint: "Write --for=delete, --for=create, --for=condition=NAME[=VALUE] or --for=jsonpath='{.PATH}'[=VALUE]",
  });
}

/** An `=` inside of the braces belongs to the expression. */
function parsePath(text: string): Awaited {
  const end = text.lastIndexOf('}') + 1;
  const equals = text.indexOf('=', end);
  const expression = equals < 0 ? text : text.slice(0, equals);
  const value = equals < 0 ? undefined : text.slice(equals + 1);
  if (expression === '') refuse('jsonpath expression cannot be empty');
  if (value === '') refuse('jsonpath wait value cannot be empty');
  const isOpen = end > 0 && equals > end;
  if (isOpen || (end === 0 && value?.includes('='))) {
    refuse(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  return { type: 'jsonpath', expression, value: value?.replace(/^['"]+|['"]+$/g, '') };
}

/** How an object that is there is looked at. Fails with ARGUMENT for what is no path. */
export async function isMetBy(awaited: Awaited, parseObjectPath: ParseObjectPath): Promise<IsMet> {
  if (awaited.type === 'create') return () => true;
  if (awaited.type === 'delete') return () => false;
  if (awaited.type === 'condition') return (object) => hasCondition(object, awaited.name, awaited.status);
  const { expression, value } = awaited;
  const find = await parseObjectPath(expression);
  return (object) => {
    const [first, ...more] = find(object);
    if (!first || first.length === 0) return false;
    if (more.length > 0) refuse('given jsonpath expression matches more than one list');
    if (first.length > 1) refuse('given jsonpath expression matches more than one value');
    if (value === undefined) return true;
    if (first[0] === undefined) refuse('jsonpath leads to a nested object or list which is not supported');
    return first[0].trim() === value.trim();
  };
}
