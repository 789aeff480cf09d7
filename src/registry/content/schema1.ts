import { isContentDigest } from '../../core/images/digest.ts';
import { type Descriptor, type ImageManifestDocument, MOST_LAYERS, SCHEMA1_LAYER } from '../../core/images/manifest.ts';
import { isJsonObject, ownValue } from '../../core/json/json-object.ts';
import { parseJson } from '../../core/json/json-syntax.ts';
import { RegistryError } from '../../errors.ts';
import { digestOf } from './integrity.ts';

/** Signatures of one manifest that are read. */
const MOST_SIGNATURES = 100;

/**
 * The content of a schema 1 manifest, which is what its digest is of: the signatures of a signed one stand inside of the
 * document and are taken out again, as they say themselves (`formatLength`, `formatTail`; distribution manifest v2, schema 1).
 * They are not checked: nothing is believed but the digest. An unsigned one is as it came. Fails with REGISTRY_CONTENT.
 */
export function schema1Payload(bytes: Uint8Array): Uint8Array {
  const document = objectOf(bytes);
  const signatures = document.signatures;
  if (signatures === undefined || signatures === null) return bytes;
  if (!Array.isArray(signatures) || signatures.length === 0 || signatures.length > MOST_SIGNATURES)
    throw broken('its signatures are not readable');
  const formats = signatures.map((signature) => formatOf(signature, bytes.length));
  const [first] = formats as [Format];
  if (formats.some(({ length, tail }) => length !== first.length || !tail.equals(first.tail)))
    throw broken('its signatures disagree on what they sign');
  return Buffer.concat([bytes.subarray(0, first.length), first.tail]);
}

interface Format {
  /** Bytes of the document before its signatures, and what comes after them. */
  length: number;
  tail: Buffer;
}

function formatOf(signature: unknown, most: number): Format {
  const told = ownValue(signature, 'protected');
  const header = typeof told === 'string' ? objectOf(Buffer.from(told, 'base64url')) : {};
  const { formatLength: length, formatTail } = header;
  const tail = typeof formatTail === 'string' ? Buffer.from(formatTail, 'base64url') : undefined;
  if (!Number.isSafeInteger(length) || (length as number) < 0 || (length as number) > most || tail === undefined)
    throw broken('its signatures are not readable');
  return { length: length as number, tail };
}

/**
 * Reads a schema 1 manifest as an image: the newest entry of its history is the configuration, and its layers are turned to
 * begin with the base. It does not tell their sizes. Fails with REGISTRY_CONTENT and REGISTRY_LIMIT.
 *
 * @param payload what `schema1Payload` gave, with the digest
 */
export function readSchema1(mediaType: string, payload: Uint8Array, digest: string): ImageManifestDocument {
  const document = objectOf(payload);
  if (document.schemaVersion !== 1) throw broken('its schemaVersion is not 1');
  const newest = ownValue(listOf(document, 'history')[0], 'v1Compatibility');
  if (typeof newest !== 'string') throw broken('it has no v1Compatibility history and cannot be used');
  const bytes = Buffer.from(newest, 'utf8');
  const config: Descriptor = {
    mediaType: 'application/json',
    digest: digestOf(bytes),
    size: bytes.length,
    data: bytes.toString('base64'),
  };
  const layers = listOf(document, 'fsLayers').map((layer, at): Descriptor => {
    const name = ownValue(layer, 'blobSum');
    if (typeof name !== 'string' || !isContentDigest(name)) throw broken(`fsLayers[${at}] has no valid digest`);
    return { mediaType: SCHEMA1_LAYER, digest: name, size: 0 };
  });
  return { type: 'image', schema1: true, digest, mediaType, bytes: payload, config, layers: layers.reverse() };
}

function listOf(document: Record<string, unknown>, name: string): unknown[] {
  const list = document[name] ?? [];
  if (!Array.isArray(list)) throw broken(`${name} is not a list`);
  if (list.length > MOST_LAYERS)
    throw new RegistryError('REGISTRY_LIMIT', `the manifest has ${list.length} ${name}, the limit is ${MOST_LAYERS}`);
  return list;
}

/** A JSON object, without what objects inherit. */
function objectOf(bytes: Uint8Array): Record<string, unknown> {
  const parsed = parseJson(new TextDecoder().decode(bytes));
  if (!parsed.ok) throw broken(parsed.tooDeep ? 'it is nested too deeply' : 'it is not JSON');
  const { value } = parsed;
  if (!isJsonObject(value)) throw broken('it is not an object');
  return Object.assign(Object.create(null), value);
}

function broken(why: string): RegistryError {
  return new RegistryError('REGISTRY_CONTENT', `the schema 1 manifest is not valid: ${why}`);
}
