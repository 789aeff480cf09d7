import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { ImageStreamHistory, RevisionRecord, TagRecord, WaitingImage } from '../objects/image-stream-history.ts';
import type { KubeObject } from '../objects/meta.ts';

/** A history with nothing in it. */
export function emptyHistory(namespace: string, name: string): ImageStreamHistory {
  return {
    apiVersion: 'imagestream.dev/v1',
    kind: 'ImageStreamHistory',
    metadata: { name, ...(namespace ? { namespace } : {}) },
    tags: [],
  };
}

/**
 * The history that a stored object holds. It may have been edited by hand, or merged: what cannot be read as a record is
 * passed over, as a history may lack anything.
 */
export function historyFromStored(object: KubeObject): ImageStreamHistory {
  const tags = objectsIn(object.tags).filter((tag) => typeof tag.tag === 'string');
  return { ...object, apiVersion: 'imagestream.dev/v1', kind: 'ImageStreamHistory', tags: tags.map(tagRecord) };
}

function tagRecord({ waiting, pinned, pins, ...tag }: JsonObject): TagRecord {
  const items = objectsIn(tag.items).filter(isRevision) as unknown as RevisionRecord[];
  const kept = objectsIn(waiting).filter(isWaiting) as unknown as WaitingImage[];
  const highest = items.reduce((most, { revision }) => Math.max(most, revision), 0);
  const given = typeof tag.revisions === 'number' && Number.isSafeInteger(tag.revisions) ? tag.revisions : 0;
  return {
    ...(tag as unknown as TagRecord),
    items,
    revisions: Math.max(given, highest),
    ...(typeof pinned === 'string' ? { pinned } : {}),
    ...(Array.isArray(pins) ? { pins: objectsIn(pins).filter(isPin) as unknown as TagRecord['pins'] & {} } : {}),
    ...(kept.length > 0 ? { waiting: kept } : {}),
  };
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function isRevision({ revision, image, created }: JsonObject): boolean {
  return Number.isSafeInteger(revision) && (revision as number) > 0 && typeof image === 'string' && isTime(created);
}

function isWaiting({ image, dockerImageReference, seen }: JsonObject): boolean {
  return typeof image === 'string' && typeof dockerImageReference === 'string' && isTime(seen);
}

function isPin({ action, at, image }: JsonObject): boolean {
  return (action === 'pin' || action === 'unpin') && isTime(at) && typeof image === 'string';
}

const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

export function recordOf(history: ImageStreamHistory | undefined, tag: string): TagRecord | undefined {
  return history?.tags.find((record) => record.tag === tag);
}
