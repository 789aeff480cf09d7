import type { JsonObject } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { containersOf, podSpecOf, podSpecPath } from './pod-spec.ts';

/** What a trigger's `fieldPath` points at (image-stream model 6.2). */
export type FieldTarget =
  /** The container itself, not a copy, and the field of it. */
  | { type: 'container'; container: JsonObject; field: string }
  /** The path does not begin with this object's pod spec: such a trigger is passed over without a word. */
  | { type: 'foreign' }
  | { type: 'invalid'; message: string };

/**
 * Finds the container that `<pod spec>.(containers|initContainers)[SELECTOR].image` names. SELECTOR is an index, or exactly
 * `?(@.name=="NAME")`; a name is looked for among the init containers first, whichever list the path says.
 */
export function containerAt(object: KubeObject, fieldPath: string): FieldTarget {
  const base = podSpecPath(object);
  if (base === undefined || !fieldPath.startsWith(`${base}.`)) return { type: 'foreign' };
  const match = /^(containers|initContainers)\[([^\]]*)\](?:\.(.*))?$/s.exec(fieldPath.slice(base.length + 1));
  if (!match) return { type: 'invalid', message: `field path is not valid: ${fieldPath}` };
  const [, list, selector = '', field = ''] = match;
  const container = bySelector(object, list as 'containers' | 'initContainers', selector);
  if (!container) return { type: 'invalid', message: `no such container: ${selector}` };
  return { type: 'container', container, field };
}

function bySelector(object: KubeObject, list: 'containers' | 'initContainers', selector: string) {
  const spec = podSpecOf(object);
  if (/^[+-]?\d+$/.test(selector)) return containersOf(spec, list)[Number(selector)];
  const name = /^\?\(@\.name=="(.*)"\)$/s.exec(selector)?.[1];
  if (name === undefined) return undefined;
  const all = [...containersOf(spec, 'initContainers'), ...containersOf(spec, 'containers')];
  return all.find((container) => container?.name === name);
}

/** The path by which triggers name a container. */
export function containerPath(podSpec: string, container: string): string {
  return `${podSpec}.containers[?(@.name=="${container}")].image`;
}
