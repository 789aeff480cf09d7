import { RegistryError } from '../../errors.ts';
import { isJsonObject, ownValue } from '../json/json-object.ts';
import { type ParsedJson, parseJson } from '../json/json-syntax.ts';
import { isContentDigest } from './digest.ts';

export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const SCHEMA1 = 'application/vnd.docker.distribution.manifest.v1+json';
export const SCHEMA1_SIGNED = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
export const SCHEMA1_LAYER = 'application/vnd.docker.container.image.rootfs.diff+x-gtar';

/** OCI content descriptor. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  /** Bytes. */
  size: number;
  annotations?: Record<string, string>;
  /** The content itself in base64, where the registry embeds it (OCI image spec, `data`). */
  data?: string;
}

export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

export interface IndexEntry extends Descriptor {
  platform?: Platform;
}

interface ManifestContent {
  /** Digest of `bytes`. */
  digest: string;
  mediaType: string;
  bytes: Uint8Array;
  annotations?: Record<string, string>;
}

/** An image manifest: Docker schema 2 or OCI; Docker schema 1 is read as one. */
export interface ImageManifestDocument extends ManifestContent {
  type: 'image';
  /** `config` is a part of the manifest, and the sizes of the layers are not known: it can be read, and not be copied. */
  schema1?: true;
  config: Descriptor;
  layers: Descriptor[];
}

/** A manifest list or OCI index. */
export interface IndexDocument extends ManifestContent {
  type: 'index';
  manifests: IndexEntry[];
}

export type Manifest = ImageManifestDocument | IndexDocument;

export function unsupportedManifest(mediaType: string): RegistryError {
  return new RegistryError('REGISTRY_UNSUPPORTED', `unsupported image manifest type: ${mediaType}`);
}

/**
 * Whether a manifest is one of schema 1, by its Content-Type, else by what it says itself. It is read by other rules: what
 * its digest is of may be a part of it only.
 */
export function isSchema1(contentType: string | undefined, bytes: Uint8Array): boolean {
  const told = mediaTypeOf(contentType);
  if (!GENERIC.test(told)) return told === SCHEMA1 || told === SCHEMA1_SIGNED;
  const parsed = parseUtf8Json(bytes);
  return (
    parsed?.ok === true &&
    ownValue(parsed.value, 'schemaVersion') === 1 &&
    ownValue(parsed.value, 'fsLayers') !== undefined
  );
}

/** Without its parameters. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Most layers of one image and entries of one index that are read. */
export const MOST_LAYERS = 10_000;
const MOST_ENTRIES = 1000;
/** The same of annotations of one part: real ones are less than a hundred. */
const MOST_ANNOTATIONS = 10_000;

/** Content types that say nothing about the document. */
const GENERIC = /^(?:|application\/octet-stream|application\/json|text\/.*)$/;

const IMAGE_TYPES = new Set([DOCKER_MANIFEST, OCI_MANIFEST]);
const INDEX_TYPES = new Set([DOCKER_LIST, OCI_INDEX]);

/**
 * Reads a manifest. Its kind comes from the Content-Type (parameters are cut); a missing or generic one falls back to the
 * document's own `mediaType`, then to its structure. A document that disagrees with its Content-Type, or that could be
 * read as an image and as an index, is refused (CVE-2021-41190).
 *
 * @param digest of `bytes`, already verified
 * Fails with REGISTRY_CONTENT, REGISTRY_LIMIT, or REGISTRY_UNSUPPORTED for kinds that cannot be imported.
 */
export function parseManifest(contentType: string | undefined, bytes: Uint8Array, digest: string): Manifest {
  const told = mediaTypeOf(contentType);
  const claimed = GENERIC.test(told) ? undefined : told;
  if (claimed !== undefined) refuseUnsupported(claimed);
  const document = readObject(bytes, told);
  const mediaType = kindOf(claimed, document);
  const annotations = readAnnotations(document);
  const content = { digest, mediaType, bytes, ...(annotations === undefined ? {} : { annotations }) };
  if (INDEX_TYPES.has(mediaType)) {
    return { type: 'index', ...content, manifests: readList(document, 'manifests', MOST_ENTRIES).map(readEntry) };
  }
  const config = readDescriptor(ownValue(document, 'config'), 'config');
  const layers = readList(document, 'layers', MOST_LAYERS).map((layer, at) => readDescriptor(layer, `layers[${at}]`));
  return { type: 'image', ...content, config, layers };
}

function broken(why: string): RegistryError {
  return new RegistryError('REGISTRY_CONTENT', `the manifest is not valid: ${why}`);
}

function refuseUnsupported(mediaType: string): void {
  if (!IMAGE_TYPES.has(mediaType) && !INDEX_TYPES.has(mediaType)) throw unsupportedManifest(mediaType);
}

function readObject(bytes: Uint8Array, told: string): object {
  const parsed = parseUtf8Json(bytes);
  if (parsed?.ok !== true) {
    if (parsed?.tooDeep) throw broken('it is nested too deeply');
    throw broken(told.startsWith('text/html') ? 'it is a web page' : 'it is not JSON');
  }
  const document = parsed.value;
  if (!isJsonObject(document)) throw broken('it is not an object');
  return document;
}

/** Undefined for bytes that are no UTF-8. */
function parseUtf8Json(bytes: Uint8Array): ParsedJson | undefined {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function kindOf(claimed: string | undefined, document: object): string {
  const mediaType = ownValue(document, 'mediaType');
  if (mediaType !== undefined && typeof mediaType !== 'string') throw broken('mediaType is not a text');
  if (claimed !== undefined && mediaType && mediaType !== claimed) {
    throw broken(`its mediaType is ${mediaType}, its Content-Type is ${claimed}`);
  }
  const index = ownValue(document, 'manifests') !== undefined;
  const image = ownValue(document, 'layers') !== undefined || ownValue(document, 'config') !== undefined;
  if (index && image) throw broken('it could be read as an image and as an index');
  const kind = claimed ?? (mediaType || undefined) ?? kindByStructure(index, image);
  refuseUnsupported(kind);
  if (INDEX_TYPES.has(kind) ? image : index) throw broken(`it is not what its type ${kind} says`);
  return kind;
}

function kindByStructure(index: boolean, image: boolean): string {
  if (index) return OCI_INDEX;
  if (image) return OCI_MANIFEST;
  throw broken('it is neither an image nor an index');
}

function readEntry(value: unknown, at: number): IndexEntry {
  const name = `manifests[${at}]`;
  const descriptor = readDescriptor(value, name);
  const platform = ownValue(value, 'platform');
  if (platform === undefined || platform === null) return descriptor;
  const os = ownValue(platform, 'os') ?? '';
  const architecture = ownValue(platform, 'architecture') ?? '';
  const variant = ownValue(platform, 'variant') ?? '';
  if (typeof os !== 'string' || typeof architecture !== 'string' || typeof variant !== 'string') {
    throw broken(`the platform of ${name} is not readable`);
  }
  return { ...descriptor, platform: { os, architecture, ...(variant === '' ? {} : { variant }) } };
}

function readDescriptor(value: unknown, name: string): Descriptor {
  const mediaType = ownValue(value, 'mediaType') ?? '';
  const digest = ownValue(value, 'digest');
  const size = ownValue(value, 'size');
  const data = ownValue(value, 'data');
  if (typeof mediaType !== 'string') throw broken(`${name} has no mediaType`);
  if (typeof digest !== 'string' || !isContentDigest(digest)) throw broken(`${name} has no valid digest`);
  if (!Number.isSafeInteger(size) || (size as number) < 0) throw broken(`${name} has no valid size`);
  const annotations = readAnnotations(value as object);
  return {
    mediaType,
    digest,
    size: size as number,
    ...(annotations === undefined ? {} : { annotations }),
    ...(typeof data === 'string' ? { data } : {}),
  };
}

function readAnnotations(value: object): Record<string, string> | undefined {
  const annotations = ownValue(value, 'annotations');
  if (annotations === undefined || annotations === null) return undefined;
  if (!isJsonObject(annotations)) throw broken('annotations is not an object');
  // Of very many, the names alone cost a fifth of names and values.
  const count = Object.keys(annotations).length;
  if (count > MOST_ANNOTATIONS) throw tooMany('annotations', count, MOST_ANNOTATIONS);
  if (Object.values(annotations).some((text) => typeof text !== 'string')) throw broken('an annotation is not a text');
  return { ...(annotations as Record<string, string>) };
}

/** A list of the document; absent or null is empty. */
function readList(document: object, name: string, most: number): unknown[] {
  const list = ownValue(document, name) ?? [];
  if (!Array.isArray(list)) throw broken(`${name} is not a list`);
  if (list.length > most) throw tooMany(name, list.length, most);
  return list;
}

function tooMany(name: string, count: number, most: number): RegistryError {
  return new RegistryError('REGISTRY_LIMIT', `the manifest has ${count} ${name}, the limit is ${most}`);
}
