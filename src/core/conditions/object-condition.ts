import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';

/**
 * Whether a condition of an object has a status, both without regard to case. A condition that speaks of an older generation
 * than the object's does not count, nor does one that is not there.
 *
 * The conditions of a stream are those of its tags, which OpenShift keeps only for imports that failed: ImportSuccess is True
 * when every tag has an image and none says otherwise. A tag is asked by itself as the object `STREAM:TAG`.
 */
export function hasCondition(object: KubeObject, name: string, status: string): boolean {
  const isStream = object.kind === 'ImageStream' || object.kind === 'ImageStreamTag';
  const found = isStream ? ofStream(object, name) : ofStatus(object, name);
  return found !== undefined && sameText(found, status);
}

function ofStatus(object: KubeObject, name: string): string | undefined {
  const condition = conditionOf(ownValue(object.status, 'conditions'), name);
  if (!condition) return undefined;
  const seen = condition.observedGeneration ?? ownValue(object.status, 'observedGeneration');
  const { generation } = object.metadata;
  if (typeof seen === 'number' && typeof generation === 'number' && seen < generation) return undefined;
  return textOf(condition.status);
}

function ofStream(object: KubeObject, name: string): string | undefined {
  const tags = object.kind === 'ImageStreamTag' ? [object] : itemsOf(ownValue(object.status, 'tags'));
  const told = tags.map((tag) => conditionOf(ownValue(tag, 'conditions'), name)).filter((found) => found !== undefined);
  const failed = told.find(({ status }) => !sameText(textOf(status) ?? '', 'true')) ?? told[0];
  if (failed) return textOf(failed.status);
  if (!sameText(name, 'ImportSuccess') || tags.length === 0) return undefined;
  return object.kind === 'ImageStreamTag' || tagNames(object).every((tag) => hasImage(tags, tag)) ? 'True' : undefined;
}

const tagNames = (stream: KubeObject): unknown[] =>
  itemsOf(ownValue(stream.spec, 'tags')).map((tag) => ownValue(tag, 'name'));

function hasImage(tags: readonly unknown[], name: unknown): boolean {
  const tag = tags.find((known) => ownValue(known, 'tag') === name);
  return itemsOf(ownValue(tag, 'items')).length > 0;
}

function conditionOf(conditions: unknown, name: string): JsonObject | undefined {
  return itemsOf(conditions).find((condition) => sameText(textOf(condition.type) ?? '', name));
}

const itemsOf = (list: unknown): JsonObject[] => (Array.isArray(list) ? list.filter(isJsonObject) : []);
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
