import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { podSpecIn } from '../objects/pod-template.ts';
import { containersOf } from '../triggers/pod-spec.ts';

/** A variable of a container or a build (core/v1 `EnvVar`). */
export interface Variable {
  name: string;
  /** Absent for the empty text, and where the value is somewhere else. */
  value?: string;
  valueFrom?: JsonObject;
}

export interface EnvironmentChange {
  /** Of a name that comes again, the first counts. */
  set: readonly Variable[];
  remove: readonly string[];
}

/** What has an environment of its own: a container, or all of a build. */
export interface EnvironmentHolder {
  /** Undefined for a build. */
  container?: string;
  /** Not a copy. Its field `env` is the list. */
  holder: JsonObject;
}

/** In the order in which `oc` looks for the one that is there. */
const STRATEGIES = ['customStrategy', 'sourceStrategy', 'dockerStrategy', 'jenkinsPipelineStrategy'];

/** Where an object has environments, init containers not among them; undefined for what has none at all. */
export function environmentHolders(object: KubeObject): EnvironmentHolder[] | undefined {
  const spec = podSpecIn(object);
  if (spec) {
    const containers = containersOf(spec, 'containers');
    return containers.flatMap((holder) => (holder ? [{ container: textOf(holder.name), holder }] : []));
  }
  if (groupKind(object) !== 'build.openshift.io/BuildConfig') return undefined;
  const strategy = ownValue(object.spec, 'strategy');
  const holder = STRATEGIES.map((name) => ownValue(strategy, name)).find(isJsonObject);
  return holder && [{ holder }];
}

/** The variables of a holder; what is none is left out. */
export function variablesOf({ holder }: EnvironmentHolder): Variable[] {
  const { env } = holder;
  return Array.isArray(env) ? env.filter((item): item is Variable => typeof ownValue(item, 'name') === 'string') : [];
}

/** Changes the environment of a holder in place: what is there keeps its place, what is new comes last. */
export function changeEnvironment(holder: EnvironmentHolder, { set, remove }: EnvironmentChange): void {
  const done = new Set(remove);
  const next: Variable[] = [];
  for (const variable of [...variablesOf(holder), ...set]) {
    const { name } = variable;
    if (done.has(name)) continue;
    const given = set.find((other) => other.name === name);
    if (given) done.add(name);
    next.push(given ?? variable);
  }
  if (next.length > 0) holder.holder.env = next;
  else delete holder.holder.env;
}

/** The first variable that is there and would get another value. */
export function overwritten(holder: EnvironmentHolder, { set }: EnvironmentChange): Variable | undefined {
  const present = new Map(variablesOf(holder).map((variable) => [variable.name, variable]));
  for (const { name, value = '' } of set) {
    const current = present.get(name);
    if (current && textOf(current.value) !== value) return current;
  }
  return undefined;
}

/** The name of the variable that a key of a Secret or ConfigMap becomes. */
export const variableName = (key: string) => key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();

/** Where a value comes from, as `oc set env --list` says it. */
export function referenceText(valueFrom: unknown): string {
  const [map, secret] = [ownValue(valueFrom, 'configMapKeyRef'), ownValue(valueFrom, 'secretKeyRef')];
  const [field, resource] = [ownValue(valueFrom, 'fieldRef'), ownValue(valueFrom, 'resourceFieldRef')];
  const keyOf = (ref: JsonObject) => `${textOf(ref.name)}, key ${textOf(ref.key)}`;
  if (isJsonObject(map)) return `configmap ${keyOf(map)}`;
  if (isJsonObject(secret)) return `secret ${keyOf(secret)}`;
  if (isJsonObject(field)) return `field path ${textOf(field.fieldPath)}`;
  if (!isJsonObject(resource)) return 'invalid valueFrom';
  const container = textOf(resource.containerName);
  return `resource field ${container && `${container}/`}${textOf(resource.resource)}`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
