import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { ImageStream } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';
import { POD_TEMPLATES } from '../objects/pod-template.ts';
import { exact, parseReference, referenceIn } from '../references/reference.ts';
import { pullSpecOf } from '../stream/pull-spec.ts';
import { latestEvent } from '../stream/tag-history.ts';
import { STRATEGIES } from './build-config.ts';
import { resolvesNames } from './local-lookup.ts';
import { textOf } from './policies.ts';

// The admission plugin image.openshift.io/ImagePolicy in its default configuration (image-stream model 6.5): bare names
// in workloads mean tags of the namespace's streams, where a stream or the workload wants that.

const BUILD = 'build.openshift.io/Build';
/** Their images are never rewritten once they are there. */
const FIXED = ['batch/Job', BUILD];

/** An image that may be a tag of a stream. */
export interface LocalName {
  /** The container or reference, not a copy, and its field that holds the image. */
  holder: JsonObject;
  key: 'image' | 'name';
  /** `NAME:TAG` in the object's namespace. */
  stream: string;
  tag: string;
  /** Looked up whatever the stream says. */
  always: boolean;
}

/** Whether objects of a kind have images that are looked up. */
export function hasImagePolicy(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  const kind = groupKind(object);
  return kind === BUILD || POD_TEMPLATES[kind] !== undefined;
}

/**
 * The images of an object that may mean tags. Those that stand in `previous` already are left alone, and so are objects
 * that a controller made.
 * @param previous the object before an update; undefined when it is created
 */
export function localNames(object: KubeObject, previous: KubeObject | undefined): LocalName[] {
  const kind = groupKind(object);
  if (isControlled(object) || (previous && FIXED.includes(kind))) return [];
  const before = new Set(previous ? imagesOf(previous).map(imageKey) : []);
  const always = [object, templateOf(object, kind)].some(resolvesNames);
  return imagesOf(object).flatMap((image) => {
    const written = image.holder[image.key];
    const reference = before.has(imageKey(image)) || typeof written !== 'string' ? undefined : referenceIn(written);
    if (!reference || reference.id || !reference.name) return [];
    if (!always && (reference.registry || reference.namespace)) return [];
    const { holder, key } = image;
    return [{ holder, key, stream: reference.name, tag: reference.tag || 'latest', always }];
  });
}

/**
 * What an image becomes: the pull spec by digest of the tag, or where the stream has no such tag its place in the
 * integrated registry, so that pulling fails there and not at Docker Hub. Undefined for no change.
 */
export function localImage(
  { stream: _name, tag, always }: LocalName,
  stream: ImageStream | undefined,
  { hasRegistry }: { hasRegistry: boolean },
): string | undefined {
  if (!stream || !(always || stream.spec.lookupPolicy?.local)) return undefined;
  const event = latestEvent(stream, tag);
  if (event?.image) return exact({ ...parseReference(pullSpecOf(stream, tag, event)), tag: '', id: event.image });
  const repository = stream.status.dockerImageRepository;
  return hasRegistry && repository ? `${repository}:${tag}` : undefined;
}

interface ImageField {
  holder: JsonObject;
  key: 'image' | 'name';
  path: string;
}

const imageKey = ({ holder, key, path }: ImageField) => stringifyExactJson([path, holder[key]]);

function imagesOf(object: KubeObject): ImageField[] {
  const kind = groupKind(object);
  if (kind === BUILD) return buildImages(object);
  const template = templateOf(object, kind);
  return ['initContainers', 'containers'].flatMap((list) => {
    const containers = ownValue(ownValue(template, 'spec'), list);
    return (Array.isArray(containers) ? containers : [])
      .filter(isJsonObject)
      .map((holder): ImageField => ({ holder, key: 'image', path: `${list}/${textOf(holder, 'name')}` }));
  });
}

function buildImages(build: KubeObject): ImageField[] {
  const strategy = ownValue(build.spec, 'strategy');
  const sources = ownValue(ownValue(build.spec, 'source'), 'images');
  const froms = [
    ...STRATEGIES.map((name) => ownValue(ownValue(strategy, name), 'from')),
    ...(Array.isArray(sources) ? sources.map((source) => ownValue(source, 'from')) : []),
  ];
  return froms
    .filter(isJsonObject)
    .filter((from) => from.kind === 'DockerImage')
    .map((holder) => ({ holder, key: 'name', path: 'from' }));
}

const templateOf = (object: KubeObject, kind: string) => POD_TEMPLATES[kind]?.reduce<unknown>(ownValue, object);

function isControlled({ metadata }: KubeObject): boolean {
  const owners = metadata.ownerReferences;
  return Array.isArray(owners) && owners.some((owner) => ownValue(owner, 'controller') === true);
}
